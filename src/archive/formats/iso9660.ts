import { startsWith } from '../compressed.ts'
import type { ArchiveFormat } from '../format.ts'

/** Its first descriptor lies behind 16 sectors of 2,048 bytes that are free for other uses (ECMA-119 section 6.2.1). */
const descriptorAt = 16 * 2_048

export const iso9660: ArchiveFormat = {
  id: 'iso9660',
  summary: 'ISO 9660 disc images, by libarchive',
  headBytes: descriptorAt + 6,
  claims: (head) => startsWith(head.subarray(descriptorAt + 1), [0x43, 0x44, 0x30, 0x30, 0x31]),
  entries: (input, tools) => tools.libarchive('ISO 9660', input),
}
