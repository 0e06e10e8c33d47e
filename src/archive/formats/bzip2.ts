import { compressedFile, startsWith } from '../compressed.ts'

/** `BZh`, a block size from 1 to 9, and the digits of pi that begin a block, or of its root that end a stream. */
export const bzip2 = compressedFile({
  id: 'bzip2',
  summary: 'bzip2, all streams of it',
  claims: (head) =>
    startsWith(head, [0x42, 0x5a, 0x68]) &&
    (head[3] ?? 0) >= 0x31 &&
    (head[3] ?? 0) <= 0x39 &&
    (startsWith(head.subarray(4), [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) ||
      startsWith(head.subarray(4), [0x17, 0x72, 0x45, 0x38, 0x50, 0x90])),
  endings: { bz2: '', bz: '', tbz: 'tar', tbz2: 'tar' },
})
