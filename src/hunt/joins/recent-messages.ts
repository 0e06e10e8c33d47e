import type { Instant } from '../../core/index.ts'
import type { ByteSearch } from '../line-reader.ts'
import { RecentLog, type Wanted } from './recent-log.ts'
import type { Witness } from './witness.ts'

const lineEnd = Uint8Array.of(0x0a)

/** The last messages that came, whoever sent them, as {@link RecentLog} keeps the last of a log. */
export class RecentMessages {
  readonly #log: RecentLog
  /** Where each begins, in all that came, and from whom it is. */
  #begins: { readonly at: number; readonly source: string }[] = []

  /** `most`, `full`: as of {@link RecentLog}. */
  constructor(search: ByteSearch, most: number, full: () => void) {
    this.#log = new RecentLog(search, '', { offset: 0, lines: 0 }, most, full)
  }

  add(source: string, bytes: Uint8Array): void {
    const [start, end] = this.#log.span
    // Half of them at once, so that each is moved once.
    const middle = this.#begins.length >> 1
    if (middle > 0 && (this.#begins[middle]?.at ?? 0) <= start) this.#begins = this.#begins.slice(middle)
    this.#begins.push({ at: end, source })
    this.#log.add(bytes)
    this.#log.add(lineEnd)
  }

  search(wanted: Wanted, around: Instant, tell: (witness: Witness) => void): void {
    this.#log.search(wanted, around, (witness) =>
      tell({ ...witness, source: this.#sourceAt(witness.byteOffset), line: null, byteOffset: 0 }),
    )
  }

  #sourceAt(offset: number): string {
    let low = 0
    for (let high = this.#begins.length; low < high; ) {
      const middle = (low + high) >> 1
      if ((this.#begins[middle]?.at ?? 0) <= offset) low = middle + 1
      else high = middle
    }
    return this.#begins[low - 1]?.source ?? ''
  }
}
