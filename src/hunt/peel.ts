import { layers } from './layers/index.ts'
import { mostWeight, type Reading, readText, weightOf } from './reading.ts'

/** A reading with what had to be undone before it. */
export interface Peeled {
  readonly reading: Reading
  /** Ids of layers, the outermost first; one that stood there twice is there twice. */
  readonly layers: readonly string[]
  /** The text that was read, from its first `${` on. */
  readonly text: string
}

/** Rounds of undoing all layers; more than anybody wraps. */
const mostRounds = 8

/**
 * Undoes layer after layer and reads the text after each, because what Log4j saw may have been any of them; tells the
 * reading that explains most. `null`: none of them is an attack. `at` as in {@link readText}. Linear in the length of the
 * text, for each round.
 */
export function peel(written: string, at = 0): Peeled | null {
  let best: Peeled | null = null
  let text = written
  const undone: string[] = []
  const found = (): boolean => {
    const opener = text.indexOf('${')
    if (opener < 0) return false
    const region = text.slice(opener)
    const reading = readText(region, at)
    if (reading !== null && (best === null || weightOf(reading) > weightOf(best.reading)))
      best = { reading, layers: [...undone], text: region }
    return best !== null && weightOf(best.reading) === mostWeight
  }
  if (found()) return best
  for (let round = 0; round < mostRounds; round++) {
    const before = text
    for (const layer of layers) {
      const next = layer.undo(text)
      if (next === text) continue
      text = next
      undone.push(layer.id)
      if (found()) return best
    }
    if (text === before) break
  }
  return best
}
