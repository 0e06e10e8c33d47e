/** A part of an IP datagram (RFC 791 section 3.2, RFC 8200 section 4.5). */
export interface Fragment {
  readonly is: 'fragment'
  /** What its parts have in common: both addresses, the protocol, the number that the sender gave it. */
  readonly key: string
  readonly from: string
  readonly to: string
  /** Of what is carried: 6 is TCP, 17 UDP. */
  readonly protocol: number
  /** Where it belongs in the datagram, in bytes. */
  readonly at: number
  readonly hasMore: boolean
  readonly bytes: Uint8Array
}

/** A datagram that was put together. */
export type Datagram = Pick<Fragment, 'from' | 'to' | 'protocol' | 'bytes'>

interface Draft {
  readonly parts: Fragment[]
  /** Where its parts lie in the capture. */
  readonly offsets: number[]
  /** Where it ends, once that part came. */
  end: number | null
}

/** No datagram is longer; and more of them, or of parts of one, are not kept at a time. */
const mostBytes = 65_535
const mostDatagrams = 512
const mostParts = 8_192

/**
 * Puts datagrams together again, in whatever order their parts come; where parts overlap, the earlier byte counts. Memory is
 * bounded: the oldest that is not whole is given up.
 */
export class Fragments {
  readonly #drafts = new Map<string, Draft>()
  readonly #lose: (offsets: readonly number[]) => void

  /** `lose` is called with the places of parts whose others never came. */
  constructor(lose: (offsets: readonly number[]) => void) {
    this.#lose = lose
  }

  /** `offset`: of the packet in the capture. Gives the datagram that it completes; `null`: others are to come. */
  take(fragment: Fragment, offset: number): Datagram | null {
    const { key, at, hasMore, bytes } = fragment
    if (at + bytes.length > mostBytes) {
      this.#lose([offset])
      return null
    }
    const draft = this.#drafts.get(key) ?? this.#begun(key)
    draft.parts.push({ ...fragment, bytes: Uint8Array.from(bytes) })
    draft.offsets.push(offset)
    if (!hasMore) draft.end = at + bytes.length
    const whole = draft.end === null ? null : joined(draft.parts, draft.end)
    if (whole === null) {
      if (draft.parts.length >= mostParts) this.#giveUp(key, draft)
      return null
    }
    this.#drafts.delete(key)
    const { from, to, protocol } = fragment
    return { from, to, protocol, bytes: whole }
  }

  /** Nothing follows. */
  end(): void {
    for (const [key, draft] of this.#drafts) this.#giveUp(key, draft)
  }

  #begun(key: string): Draft {
    const [oldest] = this.#drafts
    if (oldest !== undefined && this.#drafts.size >= mostDatagrams) this.#giveUp(...oldest)
    const draft: Draft = { parts: [], offsets: [], end: null }
    this.#drafts.set(key, draft)
    return draft
  }

  #giveUp(key: string, { offsets }: Draft): void {
    this.#drafts.delete(key)
    this.#lose(offsets)
  }
}

/** `null` while something is missing. */
function joined(parts: readonly Fragment[], end: number): Uint8Array | null {
  const whole = new Uint8Array(end)
  let have = 0
  for (const { at, bytes } of parts.toSorted((a, b) => a.at - b.at)) {
    if (at > have) return null
    const rest = bytes.subarray(have - at, end - at)
    whole.set(rest, have)
    have += rest.length
  }
  return have === end ? whole : null
}
