import { backslash } from './layers/backslash.ts'
import { html } from './layers/html.ts'
import { layers, orders } from './layers/index.ts'
import type { Layer } from './layers/layer.ts'
import { percent } from './layers/percent.ts'
import { mostWeight, type Reading, readText, weightOf } from './reading.ts'

/** A reading with what had to be undone before it. */
export interface Peeled {
  readonly reading: Reading
  /** Ids of layers, the outermost first; one that stood there twice is there twice. */
  readonly layers: readonly string[]
  /** The text that was read, from its first `${` on, with the `$` before it that escape it. */
  readonly text: string
}

/** Layers that are undone; more than anybody wraps. */
const mostUndone = 24
/** Characters that are peeled again in another order. */
const mostAgain = 200_000
/** Characters that are peeled in every order there is. */
const mostExplored = 50_000

/**
 * Undoes layer after layer and reads the text after each, because what Log4j saw may have been any of them; tells the
 * reading that explains most. `null`: none of them is an attack. `at` as in {@link readText}. Linear in the length of the
 * text, for each layer.
 */
export function peel(written: string, at = 0): Peeled | null {
  const best = new BestReading(at)
  best.look(written, [])
  let again = 0
  for (const order of orders) {
    if (best.explainsAll || again > mostAgain) break
    const undone = peelInOrder(written, order, best)
    // A single kind of layer comes out the same in any order.
    if (new Set(undone).size < 2) return best.peeled
    again += written.length
  }
  if (!best.explainsAll && again <= mostAgain) peelInEveryOrder(written, best)
  return best.peeled
}

/** Where one kind of layer is put around several times, with others between that left letters as they were. */
function peelInEveryOrder(written: string, best: BestReading): void {
  const seen = new Set([written])
  const waiting: { readonly text: string; readonly undone: readonly string[] }[] = [{ text: written, undone: [] }]
  let left = mostExplored
  for (let next = waiting.pop(); next !== undefined && !best.explainsAll; next = waiting.pop()) {
    const { text, undone } = next
    for (const layer of undone.length < mostUndone ? layers : []) {
      const within = layer.undo(text)
      if (seen.has(within)) continue
      left -= within.length
      if (left < 0) return
      seen.add(within)
      const all = [...undone, layer.id]
      best.look(within, all)
      waiting.push({ text: within, undone: all })
    }
  }
}

/** Undoes, time and again, the first layer that there is. Tells which were undone. */
function peelInOrder(written: string, order: readonly Layer[], best: BestReading): readonly string[] {
  const undone: string[] = []
  for (let text = written; undone.length < mostUndone && !best.explainsAll; ) {
    const outermost = outermostOf(text, order)
    if (outermost === null) break
    text = outermost.within
    undone.push(outermost.layer.id)
    best.look(text, undone)
  }
  return undone
}

function outermostOf(text: string, order: readonly Layer[]): { layer: Layer; within: string } | null {
  for (const layer of order) {
    const within = layer.undo(text)
    if (within !== text) return { layer, within }
  }
  return null
}

/** Of everything that a text may have been, the reading that explains most. */
class BestReading {
  readonly #at: number
  #rank = 0
  peeled: Peeled | null = null

  constructor(at: number) {
    this.#at = at
  }

  get explainsAll(): boolean {
    return this.#rank === mostWeight + 0.5
  }

  look(text: string, layers: readonly string[]): void {
    let opener = text.indexOf('${')
    if (opener < 0) return
    while (text.charAt(opener - 1) === '$') opener--
    const region = text.slice(opener)
    const reading = readText(region, this.#at)
    if (reading === null) return
    const rank = weightOf(reading) + (isBare(reading) ? 0.5 : 0)
    if (rank <= this.#rank) return
    this.#rank = rank
    this.peeled = { reading, layers: [...layers], text: region }
  }
}

/** Whether no layer is left around the name. A path may hold percent signs: the JDK undoes those itself. */
function isBare({ contacts: [contact] }: Reading): boolean {
  if (contact === undefined) return true
  const { name, target } = contact
  const host = target.is === 'contact' || target.is === 'corba' ? (target.host ?? '') : ''
  return [backslash, html].every((layer) => layer.undo(name) === name) && percent.undo(host) === host
}
