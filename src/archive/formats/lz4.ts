import { compressedFile, startsWith } from '../compressed.ts'

/** LZ4 Frame Format 1.6.3; blocks without a frame have no magic and are not recognised. */
export const lz4 = compressedFile({
  id: 'lz4',
  summary: 'LZ4 frames',
  claims: (head) => startsWith(head, [0x04, 0x22, 0x4d, 0x18]),
  endings: { lz4: '', tlz4: 'tar' },
})
