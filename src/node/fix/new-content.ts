import type { Bytes } from '../../archive/index.ts'
import { emptyClass, type FixDoors, type RewriteOptions, rewriteArchive } from '../../fix/index.ts'
import type { FixOrder, Making } from './fix-plan.ts'

/** The new content of a file, piece by piece, the same every time. Throws Refusal and ArchiveGap. */
export function newContent(
  bytes: Bytes,
  made: Making,
  { stripSignature }: FixOrder,
  doors: FixDoors,
  told: Omit<RewriteOptions, 'stripSignature'> = {},
): Iterable<Uint8Array> {
  if (made.by === 'link') throw new Error('another name has no content of its own')
  if (made.by === 'empty-class') return [emptyClass(bytes.read(0, bytes.size))]
  return rewriteArchive(bytes, made.change, { ...told, stripSignature }, doors)
}
