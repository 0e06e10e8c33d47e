import { startsWith } from '../compressed.ts'
import type { ArchiveFormat } from '../format.ts'

/** RAR 4 and 5 (RAR 5.0 archive format, "RAR 5.0 signature"); a Java resource adapter of the same ending is a zip. */
export const rar: ArchiveFormat = {
  id: 'rar',
  summary: 'RAR 4 and 5, by libarchive',
  headBytes: 512,
  claims: (head) =>
    startsWith(head, [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]) && (head[6] === 0 || (head[6] === 1 && head[7] === 0)),
  entries: (input, tools) => tools.libarchive('RAR', input),
}
