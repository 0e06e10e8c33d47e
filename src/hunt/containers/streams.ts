import type { Instant } from '../../core/index.ts'
import type { Segment } from './segments.ts'

/** One direction of a TCP connection, as far as it was put together. */
export interface Stream {
  readonly first: Segment
  readonly when: Instant | null
  readonly offset: number
  readonly bytes: Uint8Array
  /** Whether something between its parts was not captured. */
  readonly hasHole: boolean
}

interface Part {
  /** Of its first byte in the stream. */
  readonly sequence: number
  readonly bytes: Uint8Array
}

interface Draft {
  /** Of its first bytes, once there are any. */
  first: Segment
  when: Instant | null
  offset: number
  /** Of the first byte that was not told yet; `null` while it is not known, because the capture began in between. */
  next: number | null
  size: number
  parts: Part[]
  /** How many there were when its end came, and it was not whole. */
  tried: number
  /** The end of what was told, for what goes on over the border. */
  tail: Uint8Array
}

/** Bounds of what is kept, in bytes: of one stream before it is read, and of all together. */
export interface StreamLimits {
  readonly piece: number
  readonly all: number
}

export const defaultStreamLimits: StreamLimits = { piece: 1_048_576, all: 67_108_864 }

const mostStreams = 20_000
/** What a part takes beside its bytes, roughly. */
const partBytes = 128
/** What is told again with the next piece of a stream: no payload that can fire is longer. */
const overlapBytes = 4_096

/**
 * Puts segments of TCP in order, whatever the order in which they came, and however often. A stream is told when it ends, or
 * in pieces; memory is bounded.
 */
export class Streams {
  readonly #limits: StreamLimits
  readonly #drafts = new Map<string, Draft>()
  /** Where streams ended lately: what is sent again behind that is known. */
  readonly #ended = new Map<string, number>()
  #kept = 0

  constructor(limits: StreamLimits = defaultStreamLimits) {
    this.#limits = limits
  }

  /** Streams, or pieces of them, that are ready. */
  *take(segment: Segment, when: Instant | null, offset: number): Generator<Stream, void, undefined> {
    const { from, fromPort, to, toPort, payload, flags, sequence } = segment
    const key = `${from} ${fromPort} ${to} ${toPort}`
    const known = this.#drafts.get(key)
    // A connection that is opened anew between the same ports; its first packet may come twice.
    if (flags.syn && known !== undefined && known.next !== plus(sequence, 1)) yield* this.#end(key, known)
    if (flags.syn) this.#ended.delete(key)
    const ended = this.#ended.get(key)
    if (ended !== undefined && ahead(plus(sequence, payload.length), ended) <= 0) return
    let draft = this.#drafts.get(key)
    if (draft === undefined && (flags.syn || payload.length > 0)) {
      if (this.#drafts.size >= mostStreams) yield* this.#endOldest()
      draft = {
        first: segment,
        when,
        offset,
        next: flags.syn ? plus(sequence, 1) : null,
        size: 0,
        parts: [],
        tried: 0,
        tail: none,
      }
      this.#drafts.set(key, draft)
    }
    if (draft === undefined) return
    if (payload.length > 0) {
      if (draft.size === 0 && draft.tail === none) Object.assign(draft, { first: segment, when, offset })
      draft.parts.push({ sequence: flags.syn ? plus(sequence, 1) : sequence, bytes: Uint8Array.from(payload) })
      draft.size += payload.length + partBytes
      this.#kept += payload.length + partBytes
      if (draft.size >= this.#limits.piece) yield* this.#tell(draft, false)
      while (this.#kept > this.#limits.all) yield* this.#endOldest()
    }
    const mayEnd = flags.rst || (flags.fin && isWorthTrying(draft))
    if (mayEnd && draft.parts.length > 0) yield* this.#atEnd(key, draft, segment)
  }

  /** What is left when nothing follows. */
  *rest(): Generator<Stream, void, undefined> {
    for (const [key, draft] of this.#drafts) yield* this.#end(key, draft)
  }

  /** What comes before the end may come behind it: then the stream stays open until the capture ends. */
  *#atEnd(key: string, draft: Draft, { sequence, payload, flags }: Segment): Generator<Stream, void, undefined> {
    const { told, late } = inOrder(draft)
    const complete = told.reduce((sum, { length }) => sum + length, 0)
    const isWhole = draft.next !== null && plus(draft.next, complete) === plus(sequence, payload.length)
    if (flags.rst || (late.length === 0 && isWhole)) yield* this.#end(key, draft)
    else draft.tried = draft.parts.length
  }

  *#endOldest(): Generator<Stream, void, undefined> {
    const [oldest] = this.#drafts
    if (oldest !== undefined) yield* this.#end(...oldest)
  }

  *#end(key: string, draft: Draft): Generator<Stream, void, undefined> {
    this.#drafts.delete(key)
    yield* this.#tell(draft, true)
    if (this.#ended.size >= mostStreams) this.#ended.clear()
    if (draft.next !== null) this.#ended.set(key, draft.next)
  }

  /** `whole`: also what holes lie before; they are told of. */
  *#tell(draft: Draft, whole: boolean): Generator<Stream, void, undefined> {
    const { told, late, next } = inOrder(draft)
    const tooEarly = late.reduce((sum, { bytes }) => sum + bytes.length + partBytes, 0)
    // What waits is put in order again with each piece: it must not be most of one.
    const hasHole = late.length > 0 && (whole || tooEarly >= this.#limits.piece / 2)
    const bytes = joined([draft.tail, ...told, ...(hasHole ? withoutOverlaps(late) : [])])
    this.#kept -= draft.size
    draft.parts = hasHole ? [] : [...late]
    draft.tried = 0
    draft.size = hasHole ? 0 : tooEarly
    this.#kept += draft.size
    const last = late.at(-1)
    draft.next = hasHole && last !== undefined ? plus(last.sequence, last.bytes.length) : next
    if (bytes.length > draft.tail.length) {
      draft.tail = Uint8Array.from(bytes.subarray(-overlapBytes))
      yield { first: draft.first, when: draft.when, offset: draft.offset, bytes, hasHole }
    }
  }
}

const none = new Uint8Array(0)
const fewParts = 64

/** Whoever sends one end after the other must not have all that came put in order for each. */
function isWorthTrying({ parts, tried }: Draft): boolean {
  return parts.length <= fewParts || parts.length >= 2 * tried
}

/** What follows without a hole, each byte once; and what does not, in order. */
function inOrder({ next, parts }: Draft): { told: Uint8Array[]; late: readonly Part[]; next: number | null } {
  const base = next ?? parts[0]?.sequence ?? 0
  const ordered = [...parts].sort((a, b) => ahead(a.sequence, base) - ahead(b.sequence, base))
  let at = next ?? ordered[0]?.sequence ?? null
  const told: Uint8Array[] = []
  for (const [index, { sequence, bytes }] of ordered.entries()) {
    if (at === null) break
    const distance = ahead(sequence, at)
    if (distance > 0) return { told, late: ordered.slice(index), next: at }
    // Sent again, in whole or in part.
    const fresh = bytes.subarray(-distance)
    if (fresh.length === 0) continue
    told.push(fresh)
    at = plus(at, fresh.length)
  }
  return { told, late: [], next: at }
}

function withoutOverlaps(parts: readonly Part[]): readonly Uint8Array[] {
  let at = parts[0]?.sequence ?? 0
  return parts.map(({ sequence, bytes }) => {
    const fresh = bytes.subarray(Math.max(0, -ahead(sequence, at)))
    at = plus(sequence, bytes.length)
    return fresh
  })
}

/** Sequence numbers have 32 bits and begin again at 0 (RFC 9293 section 3.4). */
function plus(sequence: number, by: number): number {
  return (sequence + by) >>> 0
}

function ahead(sequence: number, of: number): number {
  return (sequence - of) | 0
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
