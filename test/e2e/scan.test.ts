import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ComponentFinding, Gap } from '../../src/core/index.ts'
import { zipOf } from '../kit/archives/zip.ts'
import { type Ended, fireline, type RunOptions } from '../kit/fireline.ts'
import { describeWithLab } from '../kit/lab.ts'
import { log4jCore } from '../kit/log4j-jars.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-scan-'))
afterAll(() => rmSync(folder, { recursive: true }))

function put(path: string, content: Uint8Array | string): string {
  const whole = join(folder, path)
  mkdirSync(dirname(whole), { recursive: true })
  writeFileSync(whole, content)
  return whole
}

interface Told extends Ended {
  readonly complete: boolean
  readonly findings: readonly ComponentFinding[]
  readonly gaps: readonly Gap[]
  readonly notes: readonly string[]
  readonly stats: Readonly<Record<string, number>>
}

async function scan(args: readonly string[], options: RunOptions = {}): Promise<Told> {
  const ended = await fireline(['scan', ...args, '--format', 'json'], { cwd: folder, ...options })
  return { ...(JSON.parse(ended.stdout) as Omit<Told, keyof Ended>), ...ended }
}

const places = ({ findings }: Told): readonly string[] => findings.map(({ at }) => at.path).toSorted()

test('a folder without Log4j ends with 0, and says what was looked at', async () => {
  put('clean/a/readme.txt', 'log4j-core-2.14.1.jar')
  put('clean/lib.jar', zipOf([{ name: 'a.txt', content: 'nothing' }]))

  expect(await scan(['clean'])).toMatchObject({
    code: 0,
    complete: true,
    findings: [],
    gaps: [],
    stats: { files: 2, archives: 1 },
  })
})

test('what cannot be examined ends with 2, and says where and why', async () => {
  put(
    'gaps/secret.zip',
    zipOf([{ name: 'in.jar', content: zipOf([{ name: 'a', content: 'b'.repeat(300), method: 'store' }]), flags: 1 }]),
  )
  put('gaps/cut.jar', zipOf([{ name: 'a.txt', content: 'abc'.repeat(1_000) }]).subarray(0, 40))
  put('gaps/fake.war', 'no archive at all')

  const { code, gaps } = await scan(['gaps'])

  expect(gaps.map(({ at, because }) => `${at} ${because}`).toSorted()).toEqual([
    'gaps/cut.jar truncated',
    'gaps/fake.war malformed',
    'gaps/secret.zip!in.jar encrypted',
  ])
  expect(code).toBe(2)
})

test.each([
  ['nothing to scan', [], /there is nothing to scan.*ARGUMENT_INVALID/s],
  ['a path that is not there', ['nowhere'], /nowhere cannot be scanned.*SCAN_NOTHING_THERE/s],
  ['a pattern that matches nothing', ['clean/*.ear'], /nothing matches it/],
  ['a device', ['/dev/null'], /neither a file nor a folder/],
  ['an unknown format', ['.', '--format', 'pdf'], /REPORT_FORMAT_UNKNOWN/],
  ['an unknown level', ['.', '--fail-on', 'severe'], /REPORT_FAIL_ON_UNKNOWN/],
  [
    'a baseline that is none',
    ['.', '--baseline', 'clean/a/readme.txt'],
    /readme\.txt" is no report.*REPORT_UNREADABLE/s,
  ],
  ['a cache that is none', ['clean', '--cache', 'clean/a/readme.txt'], /SCAN_CACHE_UNREADABLE/],
  ['a depth that is none', ['.', '--max-depth', '0'], /--max-depth "0" is not a number of levels/],
  ['an image that is none', ['--image', 'a//b:1'], /REGISTRY_BAD_REFERENCE/],
  ['a platform that is none', ['--image', '127.0.0.1:1/a', '--platform', 'x'], /REGISTRY_BAD_PLATFORM/],
  ['a registry that is not there', ['--image', '127.0.0.1:2/a'], /REGISTRY_UNREACHABLE/],
])('%s ends with 3, names it and says what to do', async (_case, args, message) => {
  put('clean/a/readme.txt', 'log4j-core-2.14.1.jar')
  const { code, stdout, stderr } = await fireline(['scan', ...args], { cwd: folder })

  expect(stderr).toMatch(message)
  expect(stdout).toBe('')
  expect(code).toBe(3)
})

test('--help shows each option in its group, and examples that are commands', async () => {
  const { code, stdout } = await fireline(['scan', '--help'])

  expect(code).toBe(0)
  for (const title of ['What is scanned:', 'How thoroughly:', 'How gently:', 'What is told:', 'Examples:'])
    expect(stdout).toContain(title)
  expect(stdout.match(/^ {2}(?:docker save app \| )?fireline scan /gm)?.length).toBeGreaterThan(5)
})

describe('a list of parts', () => {
  const purl = 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1'
  const cyclonedx = JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ name: 'x', purl }] })

  test('is recognised by its content where it is named, and by its name too where it lies in a folder', async () => {
    put('lists/any.txt', cyclonedx)
    put('lists/app.cdx.json', cyclonedx)
    put('lists/test/resources/example.json', cyclonedx)

    const named = await scan(['lists/any.txt'])
    const inFolder = await scan(['lists'])

    expect(named).toMatchObject({
      code: 1,
      findings: [{ at: { path: `lists/any.txt!${purl}` }, component: { identifiedBy: ['declaration'] } }],
    })
    expect(places(inFolder)).toEqual([`lists/app.cdx.json!${purl}`])
  })

  test.each([
    [
      'cyclonedx.xml',
      `<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component><purl>${purl}</purl></component></components></bom>`,
    ],
    [
      'spdx.json',
      JSON.stringify({
        spdxVersion: 'SPDX-2.3',
        SPDXID: 'SPDXRef-DOCUMENT',
        packages: [{ name: 'x', externalRefs: [{ referenceType: 'purl', referenceLocator: purl }] }],
      }),
    ],
    ['tags.spdx', `SPDXVersion: SPDX-2.3\nPackageName: x\nExternalRef: PACKAGE-MANAGER purl ${purl}\n`],
  ])('is read as %s, also from a pipe', async (name, content) => {
    expect(places(await scan([put(`kinds/${name}`, content)]))).toEqual([`${join(folder, 'kinds', name)}!${purl}`])
    expect(places(await scan(['-'], { input: content }))).toEqual([`-!${purl}`])
  })

  test('of a kind that is not read is a gap where it is named', async () => {
    const { code, gaps } = await scan([put('kinds/app.spdx.yaml', 'SPDXID: SPDXRef-DOCUMENT\n')])

    expect(gaps).toMatchObject([{ because: 'unsupported' }])
    expect(code).toBe(2)
  })

  test('says in text that it is a declaration', async () => {
    const { stdout } = await fireline(['scan', put('lists/any.txt', cyclonedx)])

    expect(stdout).toContain('by declaration')
    expect(stdout).toContain('declared, not seen')
  })
})

describeWithLab('a tree with released jars', () => {
  let vulnerable: Buffer
  let war: Buffer
  beforeAll(async () => {
    vulnerable = await log4jCore('2.14.1')
    war = zipOf([
      { name: 'WEB-INF/web.xml', content: '<web-app/>' },
      { name: 'WEB-INF/lib/log4j-core-2.14.1.jar', content: vulnerable, method: 'store' },
    ])
    put('tree/app/shop.war', war)
    put('tree/app/notes.txt', 'nothing')
    put('tree/lib/log4j-core-2.14.1.jar', vulnerable)
    put('tree/lib/log4j-core-2.17.1.jar', await log4jCore('2.17.1'))
  })

  test('is told with place, release, flaws, evidence and remedy, and ends with 1', async () => {
    const told = await scan(['tree', '--all'])

    expect(told).toMatchObject({ code: 1, complete: true, gaps: [], stderr: '' })
    expect(places(told)).toEqual([
      'tree/app/shop.war!WEB-INF/lib/log4j-core-2.14.1.jar',
      'tree/lib/log4j-core-2.14.1.jar',
      'tree/lib/log4j-core-2.17.1.jar',
    ])
    expect(told.findings.find(({ at }) => at.path.startsWith('tree/app'))).toMatchObject({
      severity: 'critical',
      component: { purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1', version: '2.14.1' },
      evidence: expect.arrayContaining([expect.objectContaining({ kind: 'class', role: 'JndiLookup' })]) as unknown,
      remedy: expect.stringMatching(/^Update Log4j Core to 2\./) as string,
    })
    const statusIn = (path: string) =>
      told.findings.find(({ at }) => at.path === path)?.cves.find(({ id }) => id === 'CVE-2021-44228')?.status
    expect(statusIn('tree/lib/log4j-core-2.14.1.jar')).toBe('affected')
    expect(statusIn('tree/lib/log4j-core-2.17.1.jar')).not.toBe('affected')
  })

  test('has ids that outlive a second scan and a move of the root', async () => {
    put('moved/one/lib/a.jar', vulnerable)
    put('moved/one/shop.war', war)
    const idsIn = ({ findings }: Told) => findings.map(({ id }) => id).toSorted()
    const first = idsIn(await scan(['moved/one']))
    renameSync(join(folder, 'moved/one'), join(folder, 'moved/two'))

    expect(idsIn(await scan([join(folder, 'moved/two/')]))).toEqual(first)
    expect(new Set(first).size).toBe(2)
  })

  test('is read from a pipe, by pattern, and beside other things', async () => {
    const list = JSON.stringify({
      bomFormat: 'CycloneDX',
      components: [{ name: 'log4j', purl: 'pkg:maven/log4j/log4j@1.2.17' }],
    })
    const told = await scan(['-', 'tree/**/*.war', put('several/bom.json', list)], { input: war })

    expect(places(told).filter((path) => path.includes('2.14.1'))).toEqual([
      '-!WEB-INF/lib/log4j-core-2.14.1.jar',
      'tree/app/shop.war!WEB-INF/lib/log4j-core-2.14.1.jar',
    ])
    expect(told.code).toBe(1)
  })

  test('is left out where --exclude or .firelineignore say so, and that is told', async () => {
    put('ignored/app/shop.war', war)
    put('ignored/kept/shop.war', war)
    put('ignored/.firelineignore', 'app/\n')

    const told = await scan(['ignored'])

    expect(places(told)).toEqual(['ignored/kept/shop.war!WEB-INF/lib/log4j-core-2.14.1.jar'])
    expect(told.notes).toContain('ignored/.firelineignore leaves things out')
    expect(await scan(['ignored', '--exclude', 'kept'])).toMatchObject({ code: 0, stats: { excluded: 2 } })
  })

  test('in quick mode leaves nested archives closed, which is a gap, but not what was named', async () => {
    const inner = zipOf([{ name: 'a.txt', content: 'x'.repeat(500), method: 'store' }])
    put('quick/own.war', zipOf([{ name: 'WEB-INF/lib/own.jar', content: inner }]))
    put('quick/log4j.jar', vulnerable)
    put('quick/log4j.bin', vulnerable)
    const told = await scan(['quick', '--quick'])

    expect(places(told)).toEqual(['quick/log4j.jar'])
    expect(told.gaps).toMatchObject([
      { because: 'not-attempted', detail: expect.stringContaining('1 nested') as string },
    ])
    expect(places(await scan(['quick/log4j.bin', '--quick']))).toEqual(['quick/log4j.bin'])
  })

  test('a limit of depth is a gap', async () => {
    const deep = zipOf([{ name: 'a.war', content: zipOf([{ name: 'b.ear', content: war }]) }])
    const { code, gaps } = await scan([put('deep.zip', deep), '--max-depth', '2'])

    expect(gaps).toMatchObject([
      { because: 'too-deep', at: expect.stringContaining('deep.zip!a.war!b.ear!') as string },
    ])
    expect(code).toBe(2)
  })

  test('--baseline tells only what is new, in both forms', async () => {
    put('weekly/lib/a.jar', vulnerable)
    for (const format of ['json', 'jsonl']) {
      await fireline(['scan', 'weekly', '--format', format, '--output', `last.${format}`], { cwd: folder })
      expect(await scan(['weekly', '--baseline', `last.${format}`])).toMatchObject({
        code: 0,
        findings: [],
        stats: { known: 1 },
      })
    }
    put('weekly/lib/b.jar', vulnerable)
    const told = await scan(['weekly', '--baseline', 'last.json'])

    expect(places(told)).toEqual(['weekly/lib/b.jar'])
    expect(told.code).toBe(1)
  })

  test('--fail-on chooses what makes it fail, and never passes over gaps', async () => {
    const list = put(
      'medium/bom.json',
      JSON.stringify({
        bomFormat: 'CycloneDX',
        components: [{ name: 'x', purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.17.0' }],
      }),
    )
    const codeOf = async (...args: readonly string[]) => (await fireline(['scan', ...args], { cwd: folder })).code

    expect(await codeOf(list)).toBe(1)
    expect(await codeOf(list, '--fail-on', 'critical')).toBe(0)
    expect(await codeOf('tree', '--fail-on', 'critical')).toBe(1)
    const fake = put('medium/fake.war', 'no archive')
    expect(await codeOf(fake, '--fail-on', 'critical')).toBe(2)
    expect(await codeOf(fake, '--fail-on', 'gap')).toBe(1)
  })

  test('a file that its user may not read is a gap, and the rest goes on', async () => {
    put('locked/a.jar', vulnerable)
    chmodSync(put('locked/b.jar', vulnerable), 0o000)
    mkdirSync(join(folder, 'locked/closed'), { mode: 0o000 })
    // Root reads everything, unless it gives that right away.
    const through = process.getuid?.() === 0 ? ['setpriv', '--bounding-set', '-dac_override,-dac_read_search'] : []

    const told = await scan(['locked'], { through })

    chmodSync(join(folder, 'locked/closed'), 0o700)
    expect(places(told)).toEqual(['locked/a.jar'])
    expect(told.gaps.map(({ at, because }) => `${at} ${because}`).toSorted()).toEqual([
      'locked/b.jar not-readable',
      'locked/closed not-readable',
    ])
  })

  test('text names file, nesting, release, flaws, why and what to do', async () => {
    const { stdout, stderr, code } = await fireline(['scan', 'tree/app'], { cwd: folder })

    expect(stdout).toContain('tree/app/shop.war\n  ! WEB-INF/lib/log4j-core-2.14.1.jar\n')
    expect(stdout).toMatch(/VULNERABLE log4j-core 2\.14\.1, critical/)
    expect(stdout).toMatch(/affected +CVE-2021-44228: /)
    expect(stdout).toMatch(/why +JndiLookup/)
    expect(stdout).toMatch(/do +Update Log4j Core to 2\./)
    expect(stdout).not.toContain('\u001b')
    expect(stderr).toBe('')
    expect(code).toBe(1)
  })

  test('on a terminal, progress is drawn on stderr and colour on stdout, unless they are not wanted', async () => {
    for (let i = 0; i < 30; i++) put(`many/${i}.txt`, 'x')
    put('many/a.jar', vulnerable)
    const onTerminal = async (rest: readonly string[], env: Readonly<Record<string, string>> = {}, to = '') =>
      (
        await fireline(['scan', 'many', '--rate', '20', '--workers', '1', ...rest], {
          cwd: folder,
          env: { TERM: 'xterm', ...env },
          through: ['sh', '-c', `exec script -qec "$* ${to}" /dev/null`, 'sh'],
        })
      ).stdout
    const drawn = /\[#*-+\] +\d+ %, \d+ found/
    const coloured = '\u001b[1;97;41m VULNERABLE '

    const [both, plain, quiet, toFile] = await Promise.all([
      onTerminal([]),
      onTerminal([], { NO_COLOR: '1' }),
      onTerminal(['--no-progress']),
      onTerminal([], {}, '> many.out'),
    ])

    expect([drawn.test(both), both.includes(coloured)]).toEqual([true, true])
    expect([drawn.test(plain), plain.includes(coloured)]).toEqual([true, false])
    expect([drawn.test(quiet), quiet.includes(coloured)]).toEqual([false, true])
    expect([drawn.test(toFile), toFile.includes('VULNERABLE')]).toEqual([true, false])
    const written = readFileSync(join(folder, 'many.out'), 'utf8')
    expect(written).toContain('VULNERABLE log4j-core 2.14.1')
    expect(written).not.toContain('\u001b')
  })

  test('Ctrl-C ends it in order: what was found stands, and the report says that it is not complete', async () => {
    for (let i = 0; i < 60; i++) put(`slow/${String(i).padStart(3, '0')}.txt`, '')
    const stop = {
      onStart: (child: { kill(signal: 'SIGINT'): boolean }) => void setTimeout(() => child.kill('SIGINT'), 2_500),
    }
    const told = await scan(['slow', '--rate', '2', '--workers', '1'], stop)

    expect(told.complete).toBe(false)
    expect(told.code).toBe(2)
    const text = await fireline(['scan', 'slow', '--rate', '2', '--workers', '1'], { cwd: folder, ...stop })
    expect(text.stdout).toContain('before everything was tried')
  })

  test('--output writes a file whole, and nothing to standard output', async () => {
    const { code, stdout } = await fireline(['scan', 'tree', '--output', 'out.txt'], { cwd: folder })

    expect(stdout).toBe('')
    expect(code).toBe(1)
    expect(statSync(join(folder, 'out.txt')).size).toBeGreaterThan(500)
  })
})
