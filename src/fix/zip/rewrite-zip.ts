import { type Bytes, cleanName, packedBytes, piecesOf, slice, unpacked } from '../../archive/index.ts'
import type { ArchiveChange } from '../change.ts'
import type { KeptBytes } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import { checkSomethingDone, type RewriteContext, rewritten } from '../rewriting.ts'
import { alignedExtra, alignmentOf } from './alignment.ts'
import { type Fate, fatesIn } from './fates.ts'
import { type LaidOutEntry, layOut } from './layout.ts'
import { descriptorSize, extraOf, readLocalHeader, withExtra } from './local-header.ts'
import { type Moved, type NewContent, patchDescriptor, patchLocalHeader, patchRecord } from './patch.ts'
import { type MovedDirectory, patchTail } from './tail.ts'

/**
 * A zip with a change made to it, piece by piece. Everything that does not change is copied byte for byte, in its
 * order: contents as they are compressed, headers, extra fields, comments, descriptors, whatever lies before, between
 * and behind. Places that are stated move by as much as what lies there. Of a stored content that was aligned, the
 * local extra field may grow or shrink so that it stays so.
 *
 * Throws Refusal and ArchiveGap; what was given until then is of no use.
 */
export function* rewriteZip(
  bytes: Bytes,
  change: ArchiveChange,
  context: RewriteContext,
): Generator<Uint8Array, void, undefined> {
  const layout = layOut(bytes)
  const { entries, inOrder, place } = layout
  const { byEntry, blockSize } = fatesIn(bytes, layout, change, context)
  const moved = new Map<LaidOutEntry, Moved>()
  const contentsEnd = place.start - blockSize
  let at = 0
  let refused = 0
  const give = (piece: Uint8Array): Uint8Array => {
    at += piece.length
    return piece
  }
  function* copy(from: number, to: number): Generator<Uint8Array, void, undefined> {
    for (const piece of piecesOf(slice(bytes, from, to - from))) yield give(piece)
  }

  yield* copy(0, inOrder[0]?.headerAt ?? contentsEnd)
  for (const [index, entry] of inOrder.entries()) {
    const until = inOrder[index + 1]?.headerAt ?? contentsEnd
    const fate = byEntry.get(entry)
    const made = fate === undefined || fate.is === 'removed' ? null : madeContent(bytes, entry, fate, context)
    if (fate?.is === 'changed' && made === null) refused++
    if (made === null && fate?.is !== 'removed') {
      const header = shiftedHeader(bytes, entry, at)
      moved.set(entry, { headerAt: at, content: null })
      if (header === null) yield* copy(entry.headerAt, until)
      else {
        yield give(header.bytes)
        yield* copy(header.contentAt, until)
      }
      continue
    }
    const { contentAt } = readLocalHeader(bytes, entry)
    if (made !== null) {
      try {
        const { content } = made
        moved.set(entry, { headerAt: at, content })
        for (const piece of changedEntry(bytes, entry, made, at)) yield give(piece)
      } finally {
        made.packed.close()
      }
    }
    // What lies between two entries belongs to neither.
    yield* copy(contentAt + entry.compressedSize + descriptorSize(bytes, entry, contentAt), until)
  }

  checkSomethingDone(change, refused)
  const start = at
  for (const entry of entries) {
    const to = moved.get(entry)
    if (to !== undefined) yield give(patchRecord(bytes.read(entry.recordAt, entry.recordSize), entry, to))
  }
  const directory: MovedDirectory = {
    place,
    start,
    size: at - start,
    entries: moved.size,
    removed: entries.length - moved.size,
  }
  yield* patchTail(bytes, directory)
}

/** The header that an entry needs at its new place to stay aligned; `null`: its own. */
function shiftedHeader(
  bytes: Bytes,
  entry: LaidOutEntry,
  at: number,
): { readonly bytes: Uint8Array; readonly contentAt: number } | null {
  if (entry.method !== 0 || entry.size === 0 || entry.headerAt === at) return null
  const header = readLocalHeader(bytes, entry)
  const aligned = alignedHeader(header, at)
  return aligned === header.bytes ? null : { bytes: aligned, contentAt: header.contentAt }
}

function alignedHeader(header: ReturnType<typeof readLocalHeader>, at: number): Uint8Array {
  const alignment = alignmentOf(header.contentAt)
  if (alignment === null || (at + header.bytes.length) % alignment === 0) return header.bytes
  const extra = alignedExtra(extraOf(header), at + header.upToName, alignment)
  if (extra.length > 0xffff) throw new Refusal('unsupported', 'the extra field of an entry has no room to align it')
  return withExtra(header, extra)
}

/** The new content of an entry, compressed as the old one is. */
interface Made {
  readonly content: NewContent
  readonly packed: KeptBytes
}

/** Header, content and descriptor of an entry whose content is another. */
function* changedEntry(
  bytes: Bytes,
  entry: LaidOutEntry,
  { content, packed }: Made,
  at: number,
): Generator<Uint8Array, void, undefined> {
  const header = readLocalHeader(bytes, entry)
  const patched = { ...header, bytes: patchLocalHeader(header, entry, content) }
  yield entry.method === 0 ? alignedHeader(patched, at) : patched.bytes
  yield* piecesOf(packed)
  const size = descriptorSize(bytes, entry, header.contentAt)
  if (size > 0) yield patchDescriptor(bytes.read(header.contentAt + entry.compressedSize, size), content)
}

/** `null` if it stays as it is. */
function madeContent(
  bytes: Bytes,
  entry: LaidOutEntry,
  fate: Exclude<Fate, { readonly is: 'removed' }>,
  context: RewriteContext,
): Made | null {
  const { doors } = context
  let crc32 = 0
  let size = 0
  function* counted(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
    for (const piece of pieces) {
      crc32 = doors.crc32(piece, crc32)
      size += piece.length
      yield piece
    }
  }
  const pack = (plain: Iterable<Uint8Array>): Iterable<Uint8Array> =>
    entry.method === 0 ? counted(plain) : doors.deflateRaw(counted(plain))
  const open = (): KeptBytes => openedEntry(bytes, entry, context)
  if (fate.is === 'replaced') checkMethod(entry)
  const packed =
    fate.is === 'replaced'
      ? doors.keep(pack([fate.content]))
      : rewritten(cleanName(entry.name), fate.change, open, context, pack)
  return packed === null ? null : { packed, content: { crc32, size, compressedSize: packed.size } }
}

function checkMethod({ method, name }: LaidOutEntry): void {
  if (method === 0 || method === 8) return
  throw new Refusal('unsupported', `its entry ${name} is compressed by method ${method}, which is not written`)
}

/** A nested archive, in place if it is stored. */
function openedEntry(bytes: Bytes, entry: LaidOutEntry, { doors }: RewriteContext): KeptBytes {
  checkMethod(entry)
  if (entry.method !== 0) return doors.keep(unpacked(bytes, entry, doors.tools))
  return { ...packedBytes(bytes, entry), close: () => undefined }
}
