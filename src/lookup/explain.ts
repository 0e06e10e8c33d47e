import { type Band, bandOf, readLog4jVersion } from '../core/index.ts'
import { type Evaluation, type EvaluationOptions, evaluate } from './evaluate.ts'
import { isContacted, type JndiTarget, readJndiName } from './jndi-target.ts'
import { defaultEvaluationLimits } from './substitutor.ts'
import type { World } from './world.ts'

/** What one text would do, in facts that can be put into words. */
export interface Explanation {
  readonly evaluation: Evaluation
  /** Each JNDI name once, with how often it is looked up and what a JVM contacts for it. */
  readonly lookups: readonly { readonly name: string; readonly times: number; readonly target: JndiTarget }[]
  readonly leaks: readonly Leak[]
  /** The bands in which the text, logged as a message, looks up a name that a JVM contacts something for. */
  readonly firesOn: readonly Band[]
}

/** A value of the process that a contacted name would carry away, if it is set. */
export interface Leak {
  /** Such as `env:AWS_SECRET_ACCESS_KEY`. */
  readonly read: string
  /** The name as it would be looked up, with `${read}` in place of the value. */
  readonly into: string
}

/** The oldest and the newest release of each band, to ask where a text fires. */
const representatives = ['2.0-beta9', '2.7', '2.8', '2.12.1', '2.13.0', '2.14.1', '2.17.1']

/** Reads that are tried for a leak, one evaluation each; a text that asks for more is made to be unreadable. */
const readsTried = 32

/** For the evaluations beside the one that is explained, of which there are up to forty. */
const asideLimits = { ...defaultEvaluationLimits, work: 2_000_000, steps: 0 }

export function explain(text: string, options: EvaluationOptions): Explanation {
  const evaluation = evaluate(text, options)
  const counts = new Map<string, number>()
  for (const name of evaluation.jndi) counts.set(name, (counts.get(name) ?? 0) + 1)
  return {
    evaluation,
    lookups: [...counts].map(([name, times]) => ({ name, times, target: readJndiName(name) })),
    leaks: evaluation.reads
      .slice(0, readsTried)
      .flatMap((read) => leakOf(read, text, { ...options, limits: asideLimits }) ?? []),
    firesOn: [...new Set(representatives.flatMap((release) => firingBand(text, release, options) ?? []))],
  }
}

/** Follows a value: it is set to a mark that no text of an attacker holds, and the names are searched for the mark. */
export function leakOf(read: string, text: string, options: EvaluationOptions): Leak | null {
  const mark = unusedCharacter(text)
  const { jndi } = evaluate(text, {
    ...options,
    world: withValue(options.world ?? {}, read, mark),
  })
  // Other values that are not set stand in the name as they were asked for, where letters would be.
  const readable = (asked: string): string => asked.replace(/\$\{[^${}]{0,500}\}/g, mark)
  const name = jndi.find((asked) => asked.includes(mark) && isContacted(readable(asked)))
  return name === undefined ? null : { read, into: name.replaceAll(mark, `\${${read}}`) }
}

/** From a private use area, where no character has another case. */
function unusedCharacter(text: string): string {
  for (let code = 0xe000; code < 0xf8ff; code++) {
    const mark = String.fromCharCode(code)
    if (!text.includes(mark)) return mark
  }
  return '\uf8ff'
}

function withValue(world: World, read: string, value: string): World {
  const colon = read.indexOf(':')
  const prefix = read.slice(0, Math.max(colon, 0))
  switch (prefix) {
    case '':
      return { ...world, properties: { ...world.properties, [read]: value } }
    case 'env':
    case 'sys':
    case 'ctx':
    case 'java':
    case 'event':
      return { ...world, [prefix]: { ...world[prefix], [read.slice(colon + 1)]: value } }
    default:
      return { ...world, others: { ...world.others, [read]: value } }
  }
}

function firingBand(text: string, release: string, { world = {} }: EvaluationOptions): Band | null {
  const version = readLog4jVersion(release)
  if (version === null) return null
  const { jndi } = evaluate(text, { version, world, mode: 'message', limits: asideLimits })
  return jndi.some(isContacted) ? bandOf(version) : null
}
