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

/** Why a part is of no use: others never came, or it says something else than one that came before. */
export type LostFragment = 'incomplete' | 'contradicts'

/** No datagram is longer; and more of them are not kept at a time. */
const mostBytes = 65_535
const mostDatagrams = 256
/** All parts but the last are a multiple of this long. */
const unitBytes = 8

/**
 * Puts datagrams together again, in whatever order their parts come; where parts overlap, what came first counts. Memory is
 * bounded: the oldest that is not whole is given up.
 */
export class Fragments {
  readonly #drafts = new Map<string, Draft>()
  readonly #lose: (why: LostFragment, offsets: readonly number[]) => void

  /** `lose` is called with the places of parts that are of no use. */
  constructor(lose: (why: LostFragment, offsets: readonly number[]) => void) {
    this.#lose = lose
  }

  /** `offset`: of the packet in the capture. Gives the datagram that it completes; `null`: others are to come. */
  take(fragment: Fragment, offset: number): Datagram | null {
    const { key, at, hasMore, bytes, from, to, protocol } = fragment
    if (at + bytes.length > mostBytes || (hasMore && bytes.length % unitBytes !== 0)) {
      this.#lose('incomplete', [offset])
      return null
    }
    const draft = this.#drafts.get(key) ?? this.#begun(key)
    const added = draft.add(at, bytes, hasMore)
    if (added.contradicts) this.#lose('contradicts', [offset])
    else if (added.isNew) draft.offsets.push(offset)
    const whole = draft.whole()
    if (whole === null) return null
    this.#drafts.delete(key)
    return { from, to, protocol, bytes: whole }
  }

  /** Nothing follows. */
  end(): void {
    for (const [key, draft] of this.#drafts) this.#giveUp(key, draft)
  }

  #begun(key: string): Draft {
    const [oldest] = this.#drafts
    if (oldest !== undefined && this.#drafts.size >= mostDatagrams) this.#giveUp(...oldest)
    const draft = new Draft()
    this.#drafts.set(key, draft)
    return draft
  }

  #giveUp(key: string, { offsets }: Draft): void {
    this.#drafts.delete(key)
    this.#lose('incomplete', offsets)
  }
}

/** A datagram of which some came. Each part costs what it is long, however many there are. */
class Draft {
  /** Where parts that have something of their own lie in the capture. */
  readonly offsets: number[] = []
  #bytes = new Uint8Array(0)
  /** For each unit how many bytes of it came: all, but for the last. */
  #came = new Uint8Array(0)
  #units = 0
  /** Where it ends, once that part came. */
  #end: number | null = null

  add(at: number, bytes: Uint8Array, hasMore: boolean): { readonly isNew: boolean; readonly contradicts: boolean } {
    this.#makeRoom(at + bytes.length)
    if (!hasMore) this.#end ??= at + bytes.length
    let [isNew, contradicts] = [false, false]
    for (let from = 0; from < bytes.length; from += unitBytes) {
      const unit = (at + from) / unitBytes
      const some = bytes.subarray(from, from + unitBytes)
      const had = this.#came[unit] ?? 0
      for (let i = 0; i < Math.min(had, some.length); i++)
        if (this.#bytes[at + from + i] !== some[i]) contradicts = true
      if (had >= some.length) continue
      this.#bytes.set(some.subarray(had), at + from + had)
      this.#came[unit] = some.length
      if (had === 0) this.#units++
      isNew = true
    }
    return { isNew, contradicts }
  }

  /** `null` while something is missing. */
  whole(): Uint8Array | null {
    if (this.#end === null || this.#units * unitBytes < this.#end) return null
    const units = Math.ceil(this.#end / unitBytes)
    for (let unit = 0; unit < units; unit++)
      if ((this.#came[unit] ?? 0) < Math.min(unitBytes, this.#end - unit * unitBytes)) return null
    return this.#bytes.slice(0, this.#end)
  }

  #makeRoom(size: number): void {
    if (size <= this.#bytes.length) return
    const room = 2 ** Math.ceil(Math.log2(Math.max(size, 256)))
    this.#bytes = grown(this.#bytes, room)
    this.#came = grown(this.#came, room / unitBytes)
  }
}

function grown(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(size)
  larger.set(bytes)
  return larger
}
