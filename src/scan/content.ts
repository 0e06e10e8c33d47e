import { ArchiveGap, type ArchiveInput, type Bytes, bytesOf, type Entry, piecesOf } from '../archive/index.ts'
import { type Budget, OverBudget } from './budget.ts'
import { baseName } from './entry-name.ts'
import type { ScanDoors, SpooledBytes } from './ports.ts'

/** The content of one file or entry: its beginning is looked at first, and more only if that is worth it. */
export interface Content {
  /** As its archive or folder calls it. */
  readonly name: string
  /** Uncompressed, in bytes; `null` if it is not known before it is read. */
  readonly size: number | null
  /** At least `length` bytes of its beginning, or all. Throws ArchiveGap. */
  head(length: number): Uint8Array
  /** Its last bytes, at most `length`; `null` where they come last. Throws ArchiveGap. */
  tail(length: number): Uint8Array | null
  /** All of it, the head too. At most one of `stream` and `bytes` may be called, once. */
  stream(): Iterable<Uint8Array>
  bytes(): SpooledBytes
  /** Where it lies, if it can be read at any place as it is; `null` where it comes as a stream. */
  inPlace(): Bytes | null
}

/** Of bytes that can be read at any place. */
export function contentOf(name: string, bytes: Bytes): Content {
  return {
    name,
    size: bytes.size,
    head: (length) => bytes.read(0, length),
    tail: (length) => bytes.read(Math.max(0, bytes.size - length), length),
    stream: () => piecesOf(bytes),
    bytes: () => ({ size: bytes.size, read: (offset, length) => bytes.read(offset, length), close: () => undefined }),
    inPlace: () => bytes,
  }
}

/** Of an entry, in place if it can be. */
export function contentOfEntry(name: string, entry: Entry, budget: Budget, doors: ScanDoors): Content {
  const inPlace = entry.inPlace()
  if (inPlace !== null) return contentOf(name, inPlace)
  return contentOfPieces(name, entry.size, budget.counted(entry.content()), budget, doors)
}

/** Of what comes as a stream: the head is pulled first, and kept. */
export function contentOfPieces(
  name: string,
  size: number | null,
  pieces: Iterable<Uint8Array>,
  budget: Budget,
  doors: ScanDoors,
): Content {
  const source = pieces[Symbol.iterator]()
  const pulled: Uint8Array[] = []
  let have = 0
  let ended = false
  const pull = (): boolean => {
    const next = source.next()
    ended = next.done === true
    if (next.done === true) return false
    const { value } = next
    // A piece is valid until the next is asked for, so what is kept is copied.
    pulled.push(new Uint8Array(value))
    have += value.length
    return true
  }
  function* all(): Generator<Uint8Array, void, undefined> {
    try {
      yield* pulled.splice(0)
      for (let next = ended ? null : source.next(); next !== null && next.done !== true; next = source.next()) {
        yield next.value
      }
    } finally {
      source.return?.()
    }
  }
  return {
    name,
    size,
    head(length) {
      while (have < length && !ended && pull());
      return joined(pulled)
    },
    tail: () => null,
    stream: all,
    bytes: () => gather(all(), size, budget, doors),
    inPlace: () => null,
  }
}

/**
 * Puts a stream where it can be read at any place: in memory while there is room, else in a temporary file. Where the
 * stream breaks off, what came before is kept, and says what is missing.
 */
export function gather(
  pieces: Iterable<Uint8Array>,
  size: number | null,
  budget: Budget,
  doors: ScanDoors,
): SpooledBytes {
  const breaks: ArchiveGap[] = []
  const source = upToGap(pieces, breaks)
  const missing = (): Pick<SpooledBytes, 'missing'> => (breaks[0] === undefined ? {} : { missing: breaks[0] })
  const kept: Uint8Array[] = []
  let held = 0
  if (size === null || size <= budget.limits.memoryBytes) {
    for (let next = source.next(); ; next = source.next()) {
      if (next.done === true) {
        const whole = bytesOf(joined(kept))
        const release = held
        return { ...whole, ...missing(), close: () => budget.letGo(release) }
      }
      const piece = new Uint8Array(next.value)
      kept.push(piece)
      if (!budget.hold(piece.length)) break
      held += piece.length
    }
  }
  budget.letGo(held)
  const spooled = doors.spool(rest(kept, source), budget.limits.spoolBytes)
  return { ...spooled, ...missing() }
}

/** The pieces until one cannot be had for a reason that concerns this stream alone, which is put into `breaks`. */
function* upToGap(pieces: Iterable<Uint8Array>, breaks: ArchiveGap[]): Generator<Uint8Array, void, undefined> {
  let some = false
  try {
    for (const piece of pieces) {
      some = true
      yield piece
    }
  } catch (error) {
    if (!some || !(error instanceof ArchiveGap) || error instanceof OverBudget) throw error
    breaks.push(error)
  }
}

function* rest(kept: Uint8Array[], source: Iterator<Uint8Array>): Generator<Uint8Array, void, undefined> {
  try {
    yield* kept.splice(0)
    for (let next = source.next(); next.done !== true; next = source.next()) yield next.value
  } finally {
    source.return?.()
  }
}

/** What a reader of a format is given. */
export function inputOf(content: Content, budget: Budget, opened: (bytes: SpooledBytes) => void): ArchiveInput {
  return {
    name: content.name === '' ? null : baseName(content.name),
    stream: () => budget.watched(content.stream()),
    inPlace() {
      const bytes = content.inPlace()
      return bytes === null ? null : budget.watchedBytes(bytes)
    },
    bytes() {
      const bytes = content.bytes()
      opened(bytes)
      return bytes
    },
    passed: (bytes) => budget.inflated(bytes),
  }
}

/** All pieces as one; the only one as it is. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces
  if (pieces.length === 1 && only !== undefined) return only
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** All of a stream up to `limit` bytes; `null` if there is more. */
export function collected(pieces: Iterable<Uint8Array>, limit: number): Uint8Array | null {
  const kept: Uint8Array[] = []
  let size = 0
  for (const piece of pieces) {
    size += piece.length
    if (size > limit) return null
    kept.push(new Uint8Array(piece))
  }
  return joined(kept)
}
