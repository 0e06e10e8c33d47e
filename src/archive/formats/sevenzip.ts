import { startsWith } from '../compressed.ts'
import type { ArchiveFormat } from '../format.ts'

/** 7zFormat.txt of the LZMA SDK. */
export const sevenzip: ArchiveFormat = {
  id: 'sevenzip',
  summary: '7z, by libarchive',
  headBytes: 512,
  claims: (head) => startsWith(head, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]),
  entries: (input, tools) => tools.libarchive('7z', input),
}
