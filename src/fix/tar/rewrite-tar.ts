import {
  type Bytes,
  bytesOf,
  cleanName,
  PieceReader,
  paddingOf,
  piecesOf,
  slice,
  type TarMember,
  tarBlock,
  tarMembers,
} from '../../archive/index.ts'
import type { ArchiveChange } from '../change.ts'
import { emptyClass } from '../empty-class.ts'
import type { KeptBytes } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import { checkSomethingDone, type RewriteContext, rewritten } from '../rewriting.ts'
import { resizedHeaders } from './headers.ts'
import { ImageSigns } from './image-signs.ts'

/** tar fills its last record with zeros; records have 20 blocks unless asked for otherwise. */
const record = 20 * tarBlock
/** Two blocks of zeros end a tar. */
const leastEnd = 2 * tarBlock
/** Classes beyond this are not read. */
const largestClass = 64 * 2 ** 20

/**
 * A tar with a change made to it, piece by piece. Of a member whose content changes, its size is another, in whatever
 * form it was stated, and with it checksum and padding; all else is copied byte for byte, in its order. A member that
 * goes takes its own extra headers along. Throws Refusal and ArchiveGap; what was given until then is of no use.
 */
export function* rewriteTar(
  bytes: Bytes,
  change: ArchiveChange,
  context: RewriteContext,
): Generator<Uint8Array, void, undefined> {
  const { removals, nested } = change
  const wanted = new Map(
    [...removals, ...nested.keys()].map((each) => [typeof each === 'string' ? each : each.path, 0]),
  )
  const gone = new Set(removals.filter(({ instead }) => instead === 'nothing').map(({ path }) => path))
  const signs = new ImageSigns()
  const reader = new PieceReader(piecesOf(bytes))
  let refused = 0
  let copied = 0
  let written = 0
  function* give(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
    for (const piece of pieces) {
      written += piece.length
      yield piece
    }
  }
  /** What does not change, up to there. */
  const copyTo = (end: number) => give(piecesOf(slice(bytes, copied, end - copied)))
  try {
    for (const member of tarMembers(reader)) {
      const path = cleanName(member.name)
      signs.note(path)
      checkLink(member, gone)
      if (member.kind !== 'file' || !wanted.has(path)) continue
      count(wanted, path)
      const change = nested.get(path)
      const removal = removals.find((each) => each.path === path)
      if (removal?.instead === 'nothing') {
        yield* copyTo(member.startAt)
        for (const { type, headerAt, endAt } of member.extras) {
          // What is said of all that follows stays.
          if (type === 'g') yield* give(piecesOf(slice(bytes, headerAt, endAt - headerAt)))
        }
      } else {
        const content = change === undefined ? replaced(bytes, member) : changed(bytes, member, path, change, context)
        if (content === null) {
          refused++
          continue
        }
        try {
          yield* copyTo(member.startAt)
          yield* give(resizedHeaders(bytes, member, content.size))
          yield* give(piecesOf(content))
          yield* give([new Uint8Array(paddingOf(content.size))])
        } finally {
          content.close()
        }
      }
      copied = member.endAt
    }
  } finally {
    reader.close()
  }
  for (const [path, seen] of wanted) if (seen === 0) throw new Refusal('changed', `${path} is not in it any more`)
  signs.check()
  checkSomethingDone(change, refused)
  yield* endOf(bytes, copied, written)
}

function checkLink({ name, kind, linkTo }: TarMember, gone: ReadonlySet<string>): void {
  if (kind !== 'link' || linkTo === null || !gone.has(cleanName(linkTo))) return
  throw new Refusal('unsupported', `its entry ${cleanName(name)} is a link to what would go, ${cleanName(linkTo)}`)
}

function count(wanted: Map<string, number>, path: string): void {
  const seen = (wanted.get(path) ?? 0) + 1
  if (seen > 1) throw new Refusal('unsupported', `it has more than one entry called ${path}`)
  wanted.set(path, seen)
}

function changed(
  bytes: Bytes,
  member: TarMember,
  path: string,
  change: ArchiveChange,
  context: RewriteContext,
): KeptBytes | null {
  return rewritten(
    path,
    change,
    () => contentOf(bytes, member),
    context,
    (plain) => plain,
  )
}

function replaced(bytes: Bytes, member: TarMember): KeptBytes {
  const { size } = member
  if (size > largestClass) throw new Refusal('unsupported', `its entry ${cleanName(member.name)} has ${size} bytes`)
  return { ...bytesOf(emptyClass(contentOf(bytes, member).read(0, size))), close: () => undefined }
}

/** In place. */
function contentOf(bytes: Bytes, { contentAt, size }: TarMember): KeptBytes {
  return { ...slice(bytes, contentAt, size), close: () => undefined }
}

/** What follows the last change; where it was filled up to a whole record with zeros, it is so again. */
function* endOf(bytes: Bytes, from: number, written: number): Generator<Uint8Array, void, undefined> {
  const zeros = zerosAtEnd(bytes, from)
  const isFilled = bytes.size % record === 0 && zeros >= leastEnd && zeros < leastEnd + record + tarBlock
  if (!isFilled) {
    yield* piecesOf(slice(bytes, from, bytes.size - from))
    return
  }
  yield* piecesOf(slice(bytes, from, bytes.size - zeros - from))
  const before = written + bytes.size - zeros - from
  yield new Uint8Array(leastEnd + ((record - ((before + leastEnd) % record)) % record))
}

/** How many whole blocks of zeros lie at the end, as far as two records before it. */
function zerosAtEnd(bytes: Bytes, from: number): number {
  const start = Math.max(from, bytes.size - 2 * record)
  const tail = bytes.read(start, bytes.size - start)
  let last = tail.length
  while (last > 0 && tail[last - 1] === 0) last--
  return Math.floor((tail.length - last) / tarBlock) * tarBlock
}
