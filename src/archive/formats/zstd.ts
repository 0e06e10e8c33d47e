import { compressedFile, startsWith } from '../compressed.ts'

/** RFC 8878 section 3.1.1; what begins with a skippable frame (section 3.1.2) is left to LZ4 and to names. */
export const zstd = compressedFile({
  id: 'zstd',
  summary: 'Zstandard',
  claims: (head) => startsWith(head, [0x28, 0xb5, 0x2f, 0xfd]),
  endings: { zst: '', zstd: '', tzst: 'tar', tzstd: 'tar' },
})
