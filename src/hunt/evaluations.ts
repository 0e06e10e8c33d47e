import { type Log4jVersion, readLog4jVersion } from '../core/index.ts'
import { defaultEvaluationLimits, Evaluating, type Evaluation, evaluate } from '../lookup/index.ts'

/** The last release that evaluates messages; the one that evaluates most. */
export const newest = versionOf('2.14.1')

export type OlderRelease = 'A' | 'B'
/** One of each older band; within a band all do alike. */
export const older: Readonly<Record<OlderRelease, Log4jVersion>> = { A: versionOf('2.7'), B: versionOf('2.12.1') }

export function bandOfRelease(band: OlderRelease): string {
  return band === 'A' ? 'up to 2.7' : 'up to 2.12.1'
}

/**
 * One evaluation among many: a hunter reads what anybody may have written, so what a text may cost is bounded more
 * closely than where one text is explained.
 */
export const limits = {
  ...defaultEvaluationLimits,
  depth: 256,
  work: 300_000,
  output: 262_144,
  lookups: 500,
  steps: 64,
}

export function evaluateOn(version: Log4jVersion, text: string, mode: 'once' | 'message', at: number): Evaluation {
  return evaluate(text, { version, mode, limits, world: { at } })
}

/** By the newest release: in one pass, and then as a message. */
export function evaluatingOnNewest(text: string, at: number): Evaluating {
  return new Evaluating(text, { version: newest, limits, world: { at } })
}

/**
 * Whether 2.12.1 does as the newest release did: it has fewer lookups, and knows no escape in names, but `:\\-` comes of no
 * text without a backslash.
 */
export function isAlikeOnB(text: string, { steps }: Evaluation): boolean {
  return steps.length < limits.steps && !text.includes('\\') && !steps.some(({ name }) => newerLookups.test(name))
}

const newerLookups = /^(?:lower|upper|event):/i

function versionOf(release: string): Log4jVersion {
  const read = readLog4jVersion(release)
  if (read === null) throw new Error(`${release} is no release`)
  return read
}
