import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type Log4jVersion, readLog4jVersion } from '../core/index.ts'
import { type Evaluation, evaluate } from './evaluate.ts'
import type { World } from './world.ts'

function release(text: string): Log4jVersion {
  const version = readLog4jVersion(text)
  if (version === null) throw new Error(`not a release: ${text}`)
  return version
}

interface OracleRow {
  readonly id: number
  readonly input: string
  readonly once: Recorded
  readonly msg: Recorded
}

interface Recorded {
  readonly jndi: readonly string[]
  readonly out: string | null
  readonly err: string | null
}

const lines = gunzipSync(readFileSync(new URL('./testdata/lookup-oracle.jsonl.gz', import.meta.url)))
  .toString('utf8')
  .trimEnd()
  .split('\n')
const [header = '', ...rows] = lines

/** The environment that the real Log4j 2.14.1 ran in, from the first line of the recording. */
const world: World = (() => {
  const meta = JSON.parse(header) as {
    env: string
    sys: Record<string, string>
    ctx: Record<string, string>
    properties: Record<string, string>
    javaLookup: Record<string, string>
    event: Record<string, string>
    timeMillis: number
  }
  const env = Object.fromEntries(
    meta.env
      .slice(1, -1)
      .split(', ')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
  const { sys, ctx, properties, javaLookup: java, event, timeMillis: at } = meta
  return { env, sys, ctx, properties, java, event, at, zone: 'UTC', locale: 'en_US' }
})()

const errors: Readonly<Record<string, readonly (string | null)[]>> = {
  'java.lang.IllegalArgumentException': ['illegal-argument'],
  'java.lang.IllegalStateException': ['cycle'],
  'java.lang.StackOverflowError': ['depth', 'cycle'],
}

function differs({ output, jndi, error }: Evaluation, recorded: Recorded): boolean {
  const expected = recorded.err === null ? [null] : (errors[recorded.err] ?? [])
  if (!expected.includes(error)) return true
  // How far a JVM comes before its stack ends depends on the JVM.
  if (recorded.err === 'java.lang.StackOverflowError') return false
  return output !== recorded.out || JSON.stringify(jndi) !== JSON.stringify(recorded.jndi)
}

test.each(['once', 'message'] as const)('agrees with 5,026 recordings of the real Log4j 2.14.1, mode %s', (mode) => {
  const differences = rows
    .map((line) => JSON.parse(line) as OracleRow)
    .filter((row) =>
      differs(evaluate(row.input, { version: release('2.14.1'), world, mode }), mode === 'once' ? row.once : row.msg),
    )
    .map(({ id, input, once, msg }) => ({
      id,
      input,
      recorded: mode === 'once' ? once : msg,
      ours: evaluate(input, { version: release('2.14.1'), world, mode }),
    }))

  expect(rows).toHaveLength(5_026)
  expect(differences.slice(0, 3)).toEqual([])
})

test.each([
  ['nothing but openings', '${'.repeat(500_000)],
  ['openings and closings', '${'.repeat(250_000) + '}'.repeat(500_000)],
  ['defaults without an end', '${a:-'.repeat(200_000)],
  ['escapes', '$$${x}'.repeat(160_000)],
  ['lookups side by side', '${jndi:ldap://h/a}'.repeat(55_000)],
  ['values that are evaluated again', '${lower:'.repeat(400) + 'x'.repeat(990_000) + '}'.repeat(400)],
  ['a self-reference in a name', '${lower:${event:Message}}'],
])('1 MB of %s ends, in both modes', (_case, text) => {
  for (const mode of ['once', 'message'] as const) {
    const { jndi } = evaluate(text, { version: release('2.14.1'), mode })
    expect(jndi.length).toBeLessThanOrEqual(10_001)
  }
})
