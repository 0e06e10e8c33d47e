import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Log4jVersion, readLog4jVersion } from '../core/index.ts'
import { type Evaluation, evaluate } from './evaluate.ts'
import { defaultEvaluationLimits } from './substitutor.ts'
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
  ['a message that holds itself again after every pass', 'x$${event:Message}${y}${y}${y}'.repeat(30_000)],
  ['colons in one name', `\${a\${${':'.repeat(900_000)}}`],
  ['letters of a date', `\${date:${'yM'.repeat(500_000)}}`],
])('1 MB of %s ends, in both modes, old and new', (_case, text) => {
  for (const mode of ['once', 'message'] as const) {
    for (const version of ['2.0-beta9', '2.7', '2.12.1', '2.14.1', '2.17.1'].map(release)) {
      expect(evaluate(text, { version, mode }).jndi.length).toBeLessThanOrEqual(10_001)
    }
  }
})

test('a turkish JVM has letters of its own', () => {
  const world: World = { locale: 'tr_TR' }
  const { output } = evaluate('${upper:jndi}${lower:I}', { version: release('2.14.1'), world })

  expect(output).toBe('JND\u0130\u0131')
})

test('a zone or locale that is not known is a gap, told once', () => {
  const text = '${date:yyyy}${date:MMM}${date:HH}'
  const { output, gaps } = evaluate(text, {
    version: release('2.14.1'),
    world: { zone: 'Europe/Berlin', locale: 'de_DE', at: 0 },
  })

  expect(output).toBe('1970Jan00')
  expect(gaps).toEqual([
    { at: 'date:yyyy', because: 'unsupported', detail: 'the zone Europe/Berlin is taken for UTC' },
    { at: 'date:yyyy', because: 'unsupported', detail: 'dates are written as in en_US, not de_DE' },
  ])
})

test('what a lookup asks of its process is told, whether it is set or not', () => {
  const text = '${env:USER}${ctx:id:-x}${main:0}${bundle:app:password}${k8s:podName}${lower:A}${nope:x}${hostName}'
  const { output, reads } = evaluate(text, {
    version: release('2.14.1'),
    world: { env: { USER: 'tomcat' }, others: { 'main:0': 'serve' }, properties: { hostName: 'vm' } },
  })

  expect(output).toBe('tomcatxserve${bundle:app:password}${k8s:podName}a${nope:x}vm')
  expect(reads).toEqual(['env:USER', 'ctx:id', 'main:0', 'bundle:app:password', 'k8s:podName', 'hostName'])
})

test('a limit that was reached is an error and a gap, and what was seen before it is told', () => {
  const limits = { ...defaultEvaluationLimits, lookups: 2 }
  const { output, jndi, error, gaps } = evaluate('${jndi:a}${jndi:b}${jndi:c}${jndi:d}', {
    version: release('2.14.1'),
    limits,
  })

  expect({ output, error }).toEqual({ output: null, error: 'limit' })
  expect(jndi.slice(0, 2)).toEqual(['java:comp/env/a', 'java:comp/env/b'])
  expect(gaps).toEqual([{ at: 'the text', because: 'too-large', detail: 'more than 2 JNDI lookups' }])
})

test('never throws and tells the same twice, whatever the text', () => {
  const word = fc.constantFrom(
    '${',
    '}',
    ':-',
    '$',
    ':',
    '\\',
    'jndi:',
    'lower:',
    "date:'",
    'event:Message',
    '\ud800',
    'x',
  )
  fc.assert(
    fc.property(
      fc.array(fc.oneof(word, fc.string({ unit: 'binary' })), { maxLength: 40 }),
      fc.constantFrom('once' as const, 'message' as const),
      fc.constantFrom('2.0-beta9', '2.7', '2.12.1', '2.13.1', '2.14.1', '2.15.0', '2.26.1'),
      (words, mode, version) => {
        const options = { version: release(version), mode, limits: { ...defaultEvaluationLimits, work: 100_000 } }
        const text = words.join('')
        expect(evaluate(text, options)).toEqual(evaluate(text, options))
      },
    ),
    { numRuns: 2_000 },
  )
})
