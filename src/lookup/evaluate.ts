import type { Gap, Log4jVersion } from '../core/index.ts'
import type { Ledger } from './interpolator.ts'
import { type ReleaseTraits, traitsOfRelease } from './release-traits.ts'
import { type EvaluationError, Stop } from './stop.ts'
import { defaultEvaluationLimits, type EvaluationLimits, type Step, Substitutor } from './substitutor.ts'
import type { World } from './world.ts'

export interface EvaluationOptions {
  readonly version: Log4jVersion
  readonly world?: World
  /**
   * `once` is one pass of the substitutor. `message` is what `%m` of PatternLayout does to a message: from 2.6 on
   * one pass over all of it for every `${` that it comes across, which is why a failing lookup is repeated.
   */
  readonly mode?: 'once' | 'message'
  readonly limits?: EvaluationLimits
}

/** What a release makes of a text. */
export interface Evaluation {
  /** The text as it would be written; `null` if the event would be lost to `error`. */
  readonly output: string | null
  /** JNDI names that are looked up, in order, repetitions included. */
  readonly jndi: readonly string[]
  /** What is read of the process, such as `env:USER` or `hostName`, set or not, each once. */
  readonly reads: readonly string[]
  readonly error: EvaluationError | null
  /** The error in words. */
  readonly detail: string | null
  readonly steps: readonly Step[]
  /** What was not evaluated as the release would: a limit of ours, a zone or locale that we do not know. */
  readonly gaps: readonly Gap[]
}

/** Evaluates as the given release does. Never throws, whatever the text; what was found before an error is told. */
export function evaluate(text: string, { mode = 'once', ...options }: EvaluationOptions): Evaluation {
  const evaluating = new Evaluating(text, options)
  return mode === 'once' ? evaluating.once() : evaluating.message()
}

/** The same for whoever asks for one pass first, and then for what becomes of a message: its first pass is that one. */
export class Evaluating {
  readonly #text: string
  readonly #traits: ReleaseTraits
  readonly #limits: EvaluationLimits
  readonly #ledger: Ledger = { jndi: [], reads: new Set(), gaps: [] }
  readonly #substitutor: Substitutor
  #once: Evaluation | null = null

  constructor(text: string, options: Omit<EvaluationOptions, 'mode'>) {
    const { version, world = {}, limits = defaultEvaluationLimits } = options
    this.#text = text
    this.#traits = traitsOfRelease(version)
    this.#limits = limits
    this.#substitutor = new Substitutor(text, this.#traits, world, limits, this.#ledger)
  }

  once(): Evaluation {
    this.#once ??= this.#told(() => this.#substitutor.once(this.#text))
    return this.#once
  }

  message(): Evaluation {
    if (this.#traits.messages === 'not') return { ...nothing, output: this.#text }
    // What ended the first pass ends all.
    if (this.#traits.messages === 'once' || (this.#once !== null && this.#once.output === null)) return this.once()
    return this.#told(() => this.#passes(this.#once?.output ?? null))
  }

  /** MessagePatternConverter.format: from left to right, every `${` has the whole message substituted once more. */
  #passes(first: string | null): string {
    const { jndi } = this.#ledger
    let now = this.#text
    let known = first
    for (let i = now.indexOf('${'); i >= 0; i = now.indexOf('${', i + 1)) {
      const before = known === null ? jndi.length : 0
      const next = known ?? this.#substitutor.once(now)
      known = null
      if (next === now) {
        // Nothing changes any more, so every further pass looks up the same names again.
        repeat(this.#ledger, before, occurrences(now, i + 1), this.#limits)
        return now
      }
      now = next
    }
    return now
  }

  /** What was found until now, in all passes. */
  #told(evaluated: () => string): Evaluation {
    try {
      return this.#evaluation(evaluated(), null, null)
    } catch (error) {
      if (!(error instanceof Stop)) throw error
      const { reason, message: detail } = error
      if (reason === 'limit') this.#ledger.gaps.push({ at: 'the text', because: 'too-large', detail })
      return this.#evaluation(null, reason, detail)
    }
  }

  #evaluation(output: string | null, error: EvaluationError | null, detail: string | null): Evaluation {
    const { jndi, reads, gaps } = this.#ledger
    const { steps } = this.#substitutor
    return { output, jndi: [...jndi], reads: [...reads], error, detail, steps: [...steps], gaps: [...gaps] }
  }
}

const nothing: Evaluation = { output: '', jndi: [], reads: [], error: null, detail: null, steps: [], gaps: [] }

function repeat({ jndi }: Ledger, from: number, times: number, limits: EvaluationLimits): void {
  const names = jndi.slice(from)
  if (names.length === 0) return
  if (jndi.length + names.length * times > limits.lookups) {
    throw new Stop('limit', `more than ${limits.lookups} JNDI lookups`)
  }
  for (let i = 0; i < times; i++) jndi.push(...names)
}

function occurrences(text: string, from: number): number {
  let count = 0
  for (let i = text.indexOf('${', from); i >= 0; i = text.indexOf('${', i + 1)) count++
  return count
}
