import type { Gap, Log4jVersion } from '../core/index.ts'
import type { Ledger } from './interpolator.ts'
import { traitsOfRelease } from './release-traits.ts'
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
export function evaluate(text: string, options: EvaluationOptions): Evaluation {
  const { version, world = {}, mode = 'once', limits = defaultEvaluationLimits } = options
  const traits = traitsOfRelease(version)
  const ledger: Ledger = { jndi: [], reads: new Set(), gaps: [] }
  const substitutor = new Substitutor(text, traits, world, limits, ledger)
  const told = (output: string | null, error: EvaluationError | null, detail: string | null): Evaluation => {
    const { jndi, reads, gaps } = ledger
    if (error === 'limit') gaps.push({ at: 'the text', because: 'too-large', detail: detail ?? '' })
    return { output, jndi, reads: [...reads], error, detail, steps: substitutor.steps, gaps }
  }
  try {
    if (mode === 'message' && traits.messages === 'not') return told(text, null, null)
    if (mode === 'once' || traits.messages === 'once') return told(substitutor.once(text), null, null)
    return told(message(text, substitutor, ledger, limits), null, null)
  } catch (error) {
    if (error instanceof Stop) return told(null, error.reason, error.message)
    throw error
  }
}

/** MessagePatternConverter.format: from left to right, every `${` has the whole message substituted once more. */
function message(text: string, substitutor: Substitutor, ledger: Ledger, limits: EvaluationLimits): string {
  let now = text
  for (let i = now.indexOf('${'); i >= 0; i = now.indexOf('${', i + 1)) {
    const before = ledger.jndi.length
    const next = substitutor.once(now)
    if (next === now) {
      // Nothing changes any more, so every further pass looks up the same names again.
      repeat(ledger, before, occurrences(now, i + 1), limits)
      return now
    }
    now = next
  }
  return now
}

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
