import type { Instant } from '../../core/index.ts'
import type { Segment } from './segments.ts'

/** One direction of a TCP connection, as far as it was put together. */
export interface Stream {
  readonly key: string
  readonly first: Segment
  readonly when: Instant | null
  readonly offset: number
  readonly bytes: Uint8Array
  /** Whether something between its parts was not captured. */
  readonly hasHole: boolean
}

interface Draft {
  readonly first: Segment
  readonly when: Instant | null
  readonly offset: number
  next: number
  size: number
  readonly parts: Uint8Array[]
  /** Came too early. */
  readonly early: Map<number, Uint8Array>
  hasHole: boolean
}

/** What is kept of one stream before it is read, in bytes. */
const pieceBytes = 65_536
const mostStreams = 20_000
const mostEarly = 64

/** Puts segments of TCP in order. A stream is told in pieces of up to 64 KiB; memory is bounded. */
export class Streams {
  readonly #drafts = new Map<string, Draft>();

  /** Streams, or pieces of them, that are ready. */
  *take(segment: Segment, when: Instant | null, offset: number): Generator<Stream, void, undefined> {
    const { from, fromPort, to, toPort, payload, flags, sequence } = segment
    const key = `${from} ${fromPort} ${to} ${toPort}`
    let draft = this.#drafts.get(key)
    if (flags.syn && draft !== undefined) {
      yield* this.#end(key, draft)
      draft = undefined
    }
    if (payload.length > 0) {
      if (draft === undefined) {
        if (this.#drafts.size >= mostStreams) yield* this.#endOldest()
        draft = { first: segment, when, offset, next: sequence, size: 0, parts: [], early: new Map(), hasHole: false }
        this.#drafts.set(key, draft)
      }
      add(draft, sequence, payload)
      if (draft.size >= pieceBytes) yield* this.#end(key, draft)
    }
    if ((flags.fin || flags.rst) && draft !== undefined) yield* this.#end(key, draft)
  }

  /** What is left when nothing follows. */
  *rest(): Generator<Stream, void, undefined> {
    for (const [key, draft] of this.#drafts) yield* this.#end(key, draft)
  }

  *#endOldest(): Generator<Stream, void, undefined> {
    const [oldest] = this.#drafts
    if (oldest !== undefined) yield* this.#end(...oldest)
  }

  *#end(key: string, draft: Draft): Generator<Stream, void, undefined> {
    this.#drafts.delete(key)
    // What came too early, and never had what lies before it, is read all the same.
    for (const [, part] of [...draft.early].sort((a, b) => a[0] - b[0])) {
      draft.parts.push(part)
      draft.hasHole = true
    }
    const bytes = joined(draft.parts)
    const { first, when, offset, hasHole } = draft
    if (bytes.length > 0) yield { key, first, when, offset, bytes, hasHole }
  }
}

function add(draft: Draft, sequence: number, payload: Uint8Array): void {
  const ahead = (sequence - draft.next) | 0
  if (ahead > 0) {
    if (draft.early.size < mostEarly) draft.early.set(sequence, payload.slice())
    else draft.hasHole = true
    return
  }
  // Sent again, in whole or in part.
  const fresh = payload.subarray(-ahead)
  if (fresh.length === 0) return
  append(draft, fresh)
  for (let part = draft.early.get(draft.next); part !== undefined; part = draft.early.get(draft.next)) {
    draft.early.delete(draft.next)
    append(draft, part)
  }
}

function append(draft: Draft, bytes: Uint8Array): void {
  draft.parts.push(bytes.slice())
  draft.size += bytes.length
  draft.next = (draft.next + bytes.length) >>> 0
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
