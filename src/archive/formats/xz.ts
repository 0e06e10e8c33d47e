import { compressedFile, startsWith } from '../compressed.ts'

/** The .xz File Format 1.2.0, section 2.1.1.1. */
export const xz = compressedFile({
  id: 'xz',
  summary: 'xz, all streams of it',
  claims: (head) => startsWith(head, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]),
  endings: { xz: '', txz: 'tar' },
})
