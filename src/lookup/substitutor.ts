import { interpolate, type Ledger } from './interpolator.ts'
import type { ReleaseTraits } from './release-traits.ts'
import { Stop } from './stop.ts'
import type { World } from './world.ts'

/** Bounds of one evaluation. */
export interface EvaluationLimits {
  /** Levels of nesting, values included. A JVM with a 1 MiB stack follows some hundreds. */
  readonly depth: number
  /** Characters looked at, over all passes. */
  readonly work: number
  /** Characters of the result. */
  readonly output: number
  /** JNDI lookups recorded. */
  readonly lookups: number
  /** Steps kept for an explanation; further ones are not. */
  readonly steps: number
}

export const defaultEvaluationLimits: EvaluationLimits = {
  depth: 512,
  work: 50_000_000,
  output: 4_000_000,
  lookups: 10_000,
  steps: 200,
}

/** One variable as it was resolved, innermost first. */
export interface Step {
  /** The variable as it stands in the text. */
  readonly source: string
  /** Its name after everything in it was evaluated. */
  readonly name: string
  /** What took its place; `null` if it stayed as it was. */
  readonly value: string | null
  readonly by: 'lookup' | 'default' | 'none'
  /** 0 for a variable of the text itself. */
  readonly depth: number
}

/**
 * Log4j's StrSubstitutor over one text. In place of cutting the text at every variable, the closing brace of each
 * is found once for the whole text, so that the cost stays proportional to its length times the depth that counts.
 */
export class Substitutor {
  readonly steps: Step[] = []
  readonly #traits: ReleaseTraits
  readonly #world: World
  readonly #limits: EvaluationLimits
  readonly #message: string
  readonly #ledger: Ledger
  #work = 0

  constructor(message: string, traits: ReleaseTraits, world: World, limits: EvaluationLimits, ledger: Ledger) {
    this.#message = message
    this.#traits = traits
    this.#world = world
    this.#limits = limits
    this.#ledger = ledger
  }

  /** One pass over the text. Throws {@link Stop}. */
  once(text: string): string {
    return this.#evaluate(text, null, 0)
  }

  #evaluate(text: string, prior: string[] | null, depth: number): string {
    if (!text.includes('${')) return text
    const closing = this.#traits.nested ? this.#matchBraces(text) : null
    return this.#region(text, 0, text.length, closing, prior, depth)
  }

  /** For the start of each variable that has one, where its closing brace is. */
  #matchBraces(text: string): ReadonlyMap<number, number> {
    this.#spend(text.length)
    const closing = new Map<number, number>()
    const open: number[] = []
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code === 0x24 && text.charCodeAt(i + 1) === 0x7b) open.push(i++)
      else if (code === 0x7d) {
        const start = open.pop()
        if (start !== undefined) closing.set(start, i)
      }
    }
    return closing
  }

  /** What is in a variable: nearly always nothing that is evaluated. */
  #within(text: string, start: number, end: number, closing: ReadonlyMap<number, number>, depth: number): string {
    const at = text.indexOf('${', start)
    if (depth > this.#limits.depth || (at >= 0 && at + 2 <= end))
      return this.#region(text, start, end, closing, null, depth)
    this.#spend(end - start)
    return text.slice(start, end)
  }

  /** Evaluates `text[start..end)`. `prior` holds the names that are being resolved; `null` starts anew. */
  #region(
    text: string,
    start: number,
    end: number,
    closing: ReadonlyMap<number, number> | null,
    prior: string[] | null,
    depth: number,
  ): string {
    if (depth > this.#limits.depth) throw new Stop('depth', `nested deeper than ${this.#limits.depth} levels`)
    let out = ''
    let last = ''
    let literal = start
    let names = prior
    let escaped = false
    const keep = (until: number): void => {
      if (until <= literal) return
      out += text.slice(literal, until)
      last = text.charAt(until - 1)
    }
    for (let from = start; ; ) {
      const at = text.indexOf('${', from)
      if (at < 0 || at + 2 > end) break
      keep(at)
      literal = at
      // An escape drops one `$`; it may be one that an earlier value left there.
      if (last === '$') {
        escaped = true
        literal = at + 1
        from = at + 1
        continue
      }
      const close = this.#closeOf(text, at, end, closing)
      // Without a closing brace the rest stays as it is.
      if (close < 0) break
      const inner = closing === null ? text.slice(at + 2, close) : this.#within(text, at + 2, close, closing, depth + 1)
      const { name, fallback } = this.#split(inner)
      if (names === null && escaped && this.#traits.failsAfterEscape) {
        throw new Stop('out-of-bounds', 'a variable follows an escape')
      }
      names ??= [out + text.slice(at, end)]
      if (names.includes(name)) throw new Stop('cycle', `${name} needs its own value`)
      names.push(name)
      const value = this.#resolve(name, fallback, text.slice(at, close + 1), names, depth)
      names.pop()
      if (value === null) keep(close + 1)
      else if (value !== '') {
        out += value
        last = value.charAt(value.length - 1)
      }
      if (out.length > this.#limits.output) throw new Stop('limit', `longer than ${this.#limits.output} characters`)
      literal = close + 1
      from = close + 1
    }
    keep(end)
    this.#spend(end - start)
    return out
  }

  #closeOf(text: string, at: number, end: number, closing: ReadonlyMap<number, number> | null): number {
    const close = closing === null ? text.indexOf('}', at + 2) : (closing.get(at) ?? 0)
    return close > at && close < end ? close : -1
  }

  #resolve(name: string, fallback: string | null, source: string, names: string[], depth: number): string | null {
    const looked = interpolate(name, this.#message, this.#traits, this.#world, this.#ledger)
    if (this.#ledger.jndi.length > this.#limits.lookups) {
      throw new Stop('limit', `more than ${this.#limits.lookups} JNDI lookups`)
    }
    const value = looked ?? fallback
    if (this.steps.length < this.#limits.steps) {
      const by = looked !== null ? 'lookup' : value !== null ? 'default' : 'none'
      this.steps.push({ source, name, value, by, depth })
    }
    return value === null || !this.#traits.recursive ? value : this.#evaluate(value, names, depth + 1)
  }

  /** Divides an evaluated expression into name and default, at the first `:-` that is not escaped. */
  #split(expression: string): { name: string; fallback: string | null } {
    if (!this.#traits.defaults) return { name: expression, fallback: null }
    // Where names are not evaluated, a variable inside one also hides the default behind it.
    const variable = this.#traits.nested ? -1 : expression.indexOf('${')
    for (let i = expression.indexOf(':'); i >= 0; i = expression.indexOf(':', i + 1)) {
      if (variable >= 0 && variable < i) break
      if (this.#traits.delimiterEscape && expression.startsWith(':\\-', i)) {
        const delimiter = expression.indexOf(':-', i + 3)
        const prefix = `${expression.slice(0, i)}:`
        if (delimiter < 0) return { name: prefix + expression.slice(i + 2), fallback: null }
        return { name: prefix + expression.slice(i + 3, delimiter), fallback: expression.slice(delimiter + 2) }
      }
      if (expression.startsWith(':-', i)) return { name: expression.slice(0, i), fallback: expression.slice(i + 2) }
    }
    return { name: expression, fallback: null }
  }

  #spend(characters: number): void {
    this.#work += characters
    if (this.#work > this.#limits.work) throw new Stop('limit', `more than ${this.#limits.work} characters of work`)
  }
}
