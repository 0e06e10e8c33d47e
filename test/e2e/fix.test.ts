import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { vulnerableClasses } from '../kit/archives/vulnerable-jar.ts'
import { zipOf } from '../kit/archives/zip.ts'
import { type Ended, fireline } from '../kit/fireline.ts'
import { canMount, ownWorld } from '../kit/own-world.ts'

const home = mkdtempSync(join(tmpdir(), 'fireline-fix-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const disk = join(home, 'disk')
/** So long that the manifest needs another page for the line that says what is about to happen. */
const app = join(disk, ...['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => letter.repeat(200)), 'app')
const jar = join(app, 'core.jar')
const state = join(disk, 'state')
/** What was on the disk when a run in a world of its own was over. */
const seen = join(home, 'seen')
const source = join(home, 'source.jar')

const page = 4_096
const old = zipOf([
  ...Object.entries(vulnerableClasses).map(([name, content]) => ({ name, content })),
  { name: 'noise', content: randomBytes(40 * page), method: 'store' },
])
let mended: Buffer

function reset(): void {
  for (const folder of [disk, seen]) rmSync(folder, { recursive: true, force: true })
  for (const folder of [app, state, seen]) mkdirSync(folder, { recursive: true })
  writeFileSync(jar, old)
}

const fix = (through: readonly string[] = [], args: readonly string[] = ['--yes', app]): Promise<Ended> =>
  fireline(['fix', '--quiet', '--workers', '1', ...args], { env: { XDG_STATE_HOME: state }, through })

beforeAll(async () => {
  writeFileSync(source, old)
  reset()
  const { code, stderr } = await fix()
  expect(code, stderr).toBe(0)
  mended = readFileSync(jar)
  expect(mended.equals(old)).toBe(false)
}, 120_000)

beforeEach(reset)

/** The old file, or the new one, and nothing else beside it. */
function standing(folder: string): 'old' | 'new' | 'neither' {
  expect(readdirSync(folder)).toEqual(['core.jar'])
  const now = readFileSync(join(folder, 'core.jar'))
  if (now.equals(old)) return 'old'
  return now.equals(mended) ? 'new' : 'neither'
}

const appSeen = app.replace(disk, seen)
const stateSeen = state.replace(disk, seen)

/** Files of backups, without the manifest and what keeps scans away. */
function kept(): readonly string[] {
  const files = readdirSync(stateSeen, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map(({ name }) => name).filter((name) => name !== 'manifest.jsonl' && name !== '.firelineignore')
}

describe('of what tar packs', () => {
  const tar = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync('tar', args, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } })
    expect(status, stderr).toBe(0)
    return stdout
  }
  const archive = join(app, 'app.tar.gz')
  /** Names, modes, owners and times of all, without the size of what was changed. */
  const listing = (): string => tar('-tzv', '--full-time', '-f', archive).replace(/ +\d+ (?=.*\.war)/, ' ')

  test.each([
    ['ustar', []],
    ['gnu', []],
    ['posix', ['--pax-option=comment:=by hand']],
  ])(
    'a war in a compressed %s is fixed, all else stays, and undo brings back its bytes',
    { timeout: 120_000 },
    async (form, more) => {
      const packed = join(home, 'packed', 'app')
      mkdirSync(join(packed, 'empty'), { recursive: true })
      writeFileSync(join(packed, `${'long-'.repeat(12)}.war`), zipOf([{ name: 'WEB-INF/lib/core.jar', content: old }]))
      writeFileSync(join(packed, 'start.sh'), '#!/bin/sh\n', { mode: 0o755 })
      spawnSync('ln', ['-sf', 'start.sh', join(packed, 'run')])
      spawnSync('ln', ['-f', join(packed, 'start.sh'), join(packed, 'same.sh')])
      tar(
        '-C',
        join(home, 'packed'),
        `--format=${form}`,
        ...more,
        '--owner=deploy:1234',
        '--group=web:99',
        '-czf',
        archive,
        'app',
      )
      rmSync(jar)
      const before = readFileSync(archive)
      const listed = listing()
      const statuses = async (): Promise<string> => {
        const { stdout } = await fireline(['scan', '--all', '--format', 'json', app])
        const { findings } = JSON.parse(stdout) as { findings: { cves: { id: string; status: string }[] }[] }
        const cves = findings.flatMap((finding) => finding.cves).filter(({ id }) => id === 'CVE-2021-44228')
        return cves.map(({ status }) => status).join()
      }
      expect(await statuses()).toBe('affected')

      const { code, stdout } = await fix()

      expect(stdout.replaceAll(/\s+/g, ' ')).toContain('compressed anew: what it holds stays byte for byte')
      expect(code).toBe(0)
      expect(await statuses()).toBe('not_affected')
      expect(listing()).toBe(listed)
      tar('-xzf', archive, '-C', seen, '--no-same-owner')
      const names = readdirSync(packed).sort()
      expect(readdirSync(join(seen, 'app')).sort()).toEqual(names)
      for (const name of ['start.sh', 'same.sh', 'run']) {
        expect(readFileSync(join(seen, 'app', name))).toEqual(readFileSync(join(packed, name)))
      }
      const [run = ''] = readdirSync(join(state, 'fireline', 'fix'))
      const undone = await fix([], ['--undo', join(state, 'fireline', 'fix', run, 'manifest.jsonl')])
      expect(undone.code).toBe(0)
      expect(readFileSync(archive).equals(before)).toBe(true)
      expect((await fix([], ['--dry-run', app])).code).toBe(1)
    },
  )

  test('a name that is not UTF-8 is left alone, which is told, and the others are fixed', {
    timeout: 60_000,
  }, async () => {
    const other = Buffer.concat([Buffer.from(`${app}/caf`), Buffer.from([0xe9]), Buffer.from('.jar')])
    writeFileSync(other, old)

    const { code, stdout } = await fix()

    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('its name is not UTF-8: rename it, or fix a copy')
    expect(code).toBe(1)
    expect(readFileSync(other).equals(old)).toBe(true)
    expect(readFileSync(jar).equals(mended)).toBe(true)
  })

  test('a second fix says that nothing is to be done', { timeout: 60_000 }, async () => {
    expect((await fix()).code).toBe(0)

    const { code, stdout } = await fix()

    expect(stdout).toContain('There is nothing to take away in what was examined.')
    expect(code).toBe(0)
  })
})

const describeAsRoot = canMount
  ? describe
  : (title: string, suite: () => void) =>
      describe.skip(`${title} (skipped: it takes root, unshare, setpriv and prlimit)`, suite)

describeAsRoot('where the system does not let it,', () => {
  const mount = (folder: string, options: string): string => `mount -t tmpfs -o ${options} none ${folder}`
  const put = `mkdir -p ${app} ${state}; cp ${source} ${jar}`
  const look = `cp -a ${disk}/. ${seen}`

  describe('on one disk with the backups, which is full', () => {
    const oldPages = Math.ceil(old.length / page)
    const newPages = (): number => Math.ceil(mended.length / page)
    /** With a page for the manifest, and one for `.firelineignore`. */
    const withBackup = 2 * oldPages + 2

    test.each([
      ['but for half of the backup', () => withBackup - oldPages / 2, 3, 'FIX_BACKUP_UNUSABLE'],
      ['but for the last page of the backup', () => withBackup - 1, 1, 'the backup in'],
      ['when the new file is begun', () => withBackup, 1, 'the new file in'],
      ['in the middle of the new file', () => withBackup + newPages() / 2, 1, 'the new file in'],
      ['at the last page of the new file', () => withBackup + newPages() - 1, 1, 'the new file in'],
      ['when it is noted what is about to happen', () => withBackup + newPages(), 1, 'the backup in'],
    ])('%s: the file stays as it is', { timeout: 60_000 }, async (_when, size, expected, named) => {
      const world = ownWorld(`${mount(disk, `size=${Math.ceil(size()) * page}`)}; ${put}`, look)

      const { code, stdout, stderr } = await fix(world)

      const said = (stdout + stderr).replaceAll(/\s+/g, ' ')
      expect(said).toContain(named)
      expect(said).toMatch(/the disk is full: make room there|\d+ are free there/)
      expect(said).not.toContain('To take it back')
      expect(code, said).toBe(expected)
      expect(standing(appSeen)).toBe('old')
      expect(kept()).toEqual([])
    })

    test('but for what is needed: it is fixed, and the old file is kept', { timeout: 60_000 }, async () => {
      const world = ownWorld(`${mount(disk, `size=${(withBackup + newPages() + 1) * page}`)}; ${put}`, look)

      const { code } = await fix(world)

      expect(code).toBe(0)
      expect(standing(appSeen)).toBe('new')
      expect(kept()).toEqual(['0001-core.jar'])
    })
  })

  describe('where the backups have a disk of their own', () => {
    test.each([
      ['that has no room for a manifest', 'size=4k', 3, 'FIX_BACKUP_UNUSABLE'],
      ['that may have no more files', 'nr_inodes=6', 1, 'the backup in'],
      ['that may not even have a folder more', 'nr_inodes=2', 3, 'FIX_BACKUP_UNUSABLE'],
      ['that is read-only', 'ro', 3, 'FIX_BACKUP_UNUSABLE'],
    ])('%s: the file stays as it is', { timeout: 60_000 }, async (_how, options, expected, named) => {
      const { code, stdout, stderr } = await fix(ownWorld(`${put}; ${mount(state, options)}`, look))

      expect((stdout + stderr).replaceAll(/\s+/g, ' ')).toContain(named)
      expect(code, stdout + stderr).toBe(expected)
      expect(standing(appSeen)).toBe('old')
      expect(kept()).toEqual([])
    })
  })

  test.each([
    ['larger than the old file', (): number => old.length - 1, 'the backup in'],
    ['larger than the line that says what is about to happen', (): number => 2_000, 'the backup in'],
  ])('where no file may become %s: it stays as it is', { timeout: 60_000 }, async (_what, limit, named) => {
    const { code, stdout } = await fix(['prlimit', `--fsize=${limit()}`])

    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(new RegExp(`${named}.*ulimit -f`))
    expect(code).toBe(1)
    expect(standing(app)).toBe('old')
  })

  test('on a disk that is read-only: it stays as it is', { timeout: 60_000 }, async () => {
    const world = ownWorld(`mount --bind ${app} ${app}; mount -o remount,ro,bind ${app}`, look)

    const { code, stdout } = await fix(world)

    expect(stdout).toContain('mounted read-only')
    expect(code).toBe(1)
    expect(standing(app)).toBe('old')
    expect(existsSync(join(state, 'fireline'))).toBe(false)
  })

  test('immutable: it stays as it is', { timeout: 60_000 }, async ({ skip }) => {
    if (spawnSync('chattr', ['+i', jar]).status !== 0) skip('this file system has no immutable files')
    try {
      const { code, stdout } = await fix()
      expect(stdout).toContain('immutable')
      expect(code).toBe(1)
      expect(standing(app)).toBe('old')
    } finally {
      spawnSync('chattr', ['-i', jar])
    }
  })

  /** As root without the rights that root has over files of others. */
  const asOwner = ['setpriv', '--bounding-set=-all', '--inh-caps=-all']

  test('in a folder that is not writable: it stays as it is', { timeout: 60_000 }, async () => {
    chmodSync(app, 0o555)

    const { code, stdout } = await fix(asOwner)

    expect(stdout).toContain('permission denied: run as a user who may write there')
    expect(code).toBe(1)
    expect(standing(app)).toBe('old')
    expect(existsSync(join(state, 'fireline'))).toBe(false)
  })

  test('with an owner that it cannot be given: it stays as it is', { timeout: 60_000 }, async () => {
    chownSync(jar, 12_345, 12_345)

    const { code, stdout } = await fix(asOwner)

    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('it belongs to 12345:12345: run as root, or as its owner')
    expect(code).toBe(1)
    expect(standing(app)).toBe('old')
  })

  test('read-only itself, in a folder that is writable: it is fixed, and stays read-only', {
    timeout: 60_000,
  }, async () => {
    chmodSync(jar, 0o444)

    const { code } = await fix(asOwner)

    expect(code).toBe(0)
    expect(standing(app)).toBe('new')
    expect(statSync(jar).mode & 0o777).toBe(0o444)
  })

  test('below /proc, where nothing can be kept: it says so, and stays as it is', { timeout: 60_000 }, async () => {
    const { code, stderr } = await fix([], ['--yes', '--backup', '/proc/backups', app])

    expect(stderr).toMatch(/no folder can be made there.*FIX_BACKUP_UNUSABLE/s)
    expect(code).toBe(3)
    expect(standing(app)).toBe('old')
  })

  test.each([
    ['paths beside --undo', ['--undo', join(home, 'no.jsonl'), app], 'ARGUMENT_INVALID'],
    ['--force without --undo', ['--force', '--yes', app], 'ARGUMENT_INVALID'],
    ['nothing to fix', ['--yes'], 'ARGUMENT_INVALID'],
    ['a manifest that is not there', ['--undo', join(home, 'no.jsonl')], 'FIX_MANIFEST_UNUSABLE'],
  ])('%s: it is refused, and nothing is written', { timeout: 60_000 }, async (_what, args, problem) => {
    const { code, stderr } = await fix([], [...args, '--output', join(seen, 'result.txt')])

    expect(stderr).toContain(problem)
    expect(code).toBe(3)
    expect(readdirSync(seen)).toEqual([])
    expect(standing(app)).toBe('old')
  })

  test('when it is to be undone, without room for that: it stays fixed, and can be undone later', {
    timeout: 60_000,
  }, async () => {
    await fix()
    const run = readdirSync(join(state, 'fireline', 'fix'))[0] ?? ''
    const undo = ['--undo', join(state, 'fireline', 'fix', run, 'manifest.jsonl')]

    const refused = await fix(['prlimit', `--fsize=${old.length - 1}`], undo)

    expect(refused.stdout.replaceAll(/\s+/g, ' ')).toMatch(/Not restored.*the file in.*ulimit -f/)
    expect(refused.code).toBe(1)
    expect(standing(app)).toBe('new')
    expect((await fix([], undo)).code).toBe(0)
    expect(standing(app)).toBe('old')
  })
})
