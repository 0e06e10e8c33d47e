import { ArchiveGap } from '../archive-gap.ts'
import { startsWith } from '../compressed.ts'
import type { ArchiveFormat } from '../format.ts'

/**
 * Jars whose classes were taken apart by pack200 (JSR 200, "Network Transfer Format", section 5.2): what is in them is
 * not read, and must not be taken for nothing.
 */
export const pack200: ArchiveFormat = {
  id: 'pack200',
  summary: 'jars packed by pack200, which are told as a gap',
  headBytes: 512,
  claims: (head) => startsWith(head, [0xca, 0xfe, 0xd0, 0x0d]),
  entries() {
    throw new ArchiveGap('unsupported', 'it is a jar packed by pack200: unpack it with unpack200 of a JDK up to 13')
  },
}
