import { type Band, bandOf, readLog4jVersion } from '../core/index.ts'
import { type Evaluation, type EvaluationOptions, evaluate } from './evaluate.ts'
import { type JndiTarget, readJndiName } from './jndi-target.ts'

/** What one text would do, in facts that can be put into words. */
export interface Explanation {
  readonly evaluation: Evaluation
  /** Each JNDI name once, with how often it is looked up and what a JVM contacts for it. */
  readonly lookups: readonly { readonly name: string; readonly times: number; readonly target: JndiTarget }[]
  /** Environment, properties and the like that are read; a name looked up carries their values away. */
  readonly leaks: readonly string[]
  /** The bands in which the text, logged as a message, looks up a name that a JVM contacts something for. */
  readonly firesOn: readonly Band[]
}

/** One release of each band, to ask where a text fires. */
const representatives = ['2.3', '2.12.1', '2.14.1', '2.17.1']

export function explain(text: string, options: EvaluationOptions): Explanation {
  const evaluation = evaluate(text, options)
  const counts = new Map<string, number>()
  for (const name of evaluation.jndi) counts.set(name, (counts.get(name) ?? 0) + 1)
  return {
    evaluation,
    lookups: [...counts].map(([name, times]) => ({ name, times, target: readJndiName(name) })),
    leaks: evaluation.reads.filter((read) => !read.startsWith('date:')),
    firesOn: representatives.flatMap((release) => firingBand(text, release, options) ?? []),
  }
}

function firingBand(text: string, release: string, { world = {} }: EvaluationOptions): Band | null {
  const version = readLog4jVersion(release)
  if (version === null) return null
  const { jndi } = evaluate(text, { version, world, mode: 'message' })
  return jndi.some((name) => readJndiName(name).is !== 'nothing') ? bandOf(version) : null
}
