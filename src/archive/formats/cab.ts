import { startsWith } from '../compressed.ts'
import type { ArchiveFormat } from '../format.ts'

/** Microsoft Cabinet ([MS-CAB] section 2.1): its signature, and a word that is reserved. */
export const cab: ArchiveFormat = {
  id: 'cab',
  summary: 'Microsoft cabinets, by libarchive',
  headBytes: 512,
  claims: (head) => startsWith(head, [0x4d, 0x53, 0x43, 0x46, 0, 0, 0, 0]),
  entries: (input, tools) => tools.libarchive('cab', input),
}
