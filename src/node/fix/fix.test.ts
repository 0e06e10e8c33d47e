import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { readZip, type ZipContent } from '../../../test/kit/archives/read-zip.ts'
import { xzOf } from '../../../test/kit/archives/wrap.ts'
import { type ZipMember, zipOf } from '../../../test/kit/archives/zip.ts'
import { applied, folders, planned, statusesOf } from '../../../test/kit/fix-files.ts'
import { describeWithLab } from '../../../test/kit/lab.ts'
import { jndiLookupEntry, log4jParts, relocated, withRenamedLookup } from '../../../test/kit/log4j-parts.ts'
import { tarOf } from '../../../test/kit/tar.ts'
import { readFixManifest } from '../../contract/index.ts'
import type { FixPlan } from './fix-plan.ts'
import { undoFix } from './undo-fix.ts'

const folder = folders()
function wholeOf(content: Buffer): { readonly size: number; readonly sha256: string } {
  return { size: content.length, sha256: createHash('sha256').update(content).digest('hex') }
}

const mended = ['CVE-2021-44228 not_affected', 'CVE-2021-45046 not_affected']

describeWithLab('a fix of files with a real Log4j 2.14.1', () => {
  let parts: readonly ZipContent[] = []
  let jar: Buffer = Buffer.alloc(0)
  beforeAll(async () => {
    parts = await log4jParts('2.14.1')
    jar = zipOf(parts)
  }, 120_000)

  /** A folder with one vulnerable file in it. */
  function place(name: string, content: Uint8Array): { readonly at: string; readonly file: string } {
    const at = folder()
    const file = join(at, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
    return { at, file }
  }

  const stored = (content: Uint8Array, name = 'lib/core.jar'): ZipMember => ({ name, content, method: 'store' })
  const deep = (content: Buffer, levels: number): Buffer =>
    levels === 0
      ? content
      : zipOf([{ name: 'META-INF/x' }, { name: `${levels}.jar`, content: deep(content, levels - 1) }])

  const packings: (readonly [string, string, () => Buffer])[] = [
    ['a jar', 'core.jar', () => jar],
    ['a jar without an extension', 'core', () => jar],
    ['a self-executing jar', 'app.sh', () => zipOf(parts, { prefix: '#!/bin/sh\nexec java -jar "$0"\n' })],
    ['a program with a jar behind it', 'app.exe', () => zipOf(parts, { stub: 'MZ' + 'x'.repeat(999) })],
    ['a jar in ZIP64', 'core.jar', () => zipOf(parts, { zip64: true })],
    ['a war that stores a jar', 'app.war', () => zipOf([{ name: 'index.html' }, stored(jar)])],
    ['a war that deflates a jar', 'app.war', () => zipOf([{ name: 'lib/core.jar', content: jar }, { name: 'z' }])],
    ['a jar 30 archives deep', 'deep.ear', () => deep(jar, 30)],
    ['two copies in two places', 'two.ear', () => zipOf([stored(jar, 'a.jar'), { name: 'b.jar', content: jar }])],
    ['an uber jar', 'uber.jar', () => zipOf([...parts, { name: 'com/acme/Main.class', content: 'main' }])],
    [
      'classes of a web application',
      'app.war',
      () => zipOf(parts.map((part) => ({ ...part, name: `WEB-INF/classes/${part.name}` }))),
    ],
    ['a relocated copy', 'shaded.jar', () => zipOf(relocated(parts))],
    ['a renamed class', 'guarded.jar', () => zipOf(withRenamedLookup(parts))],
    [
      'an agent that hides its classes',
      'agent.jar',
      () => zipOf(parts.map(({ name, content }) => ({ name: `inst/${name.replace(/class$/, 'classdata')}`, content }))),
    ],
  ]

  packings.push(
    ['a jar in a tar', 'app.tar', () => tarOf([{ name: 'lib/core.jar', content: jar }])],
    [
      'a jar in a zip in a tar in a zip',
      'app.zip',
      () => zipOf([{ name: 'a.tar', content: tarOf([{ name: 'a.zip', content: zipOf([stored(jar)]) }]) }]),
    ],
    [
      'a war in a compressed tar',
      'app.tar.gz',
      () => gzipSync(tarOf([{ name: 'app.war', content: zipOf([stored(jar)]) }])),
    ],
    [
      'a compressed tar in a zip',
      'app.zip',
      () => zipOf([{ name: 'a.tgz', content: gzipSync(tarOf([{ name: 'core.jar', content: jar }])) }]),
    ],
    ['a compressed jar', 'core.jar.gz', () => gzipSync(jar)],
    [
      'classes in a tar',
      'classes.tar',
      () =>
        tarOf(
          parts.filter(({ name }) => name.length < 90).map(({ name, content }) => ({ name: `app/${name}`, content })),
        ),
    ],
  )

  describe('in each packing the way in goes, nothing else, and the old bytes come back:', () => {
    const at = folder()
    const before = new Map<string, Buffer>()
    const after = new Map<string, Buffer>()
    let plan: FixPlan
    let said: readonly string[] = []
    const fileOf = (index: number, name: string): string => join(at, String(index), name)
    const each = (keep: (name: string, file: string) => void): void =>
      packings.forEach(([what, name], index) => keep(what, fileOf(index, name)))

    beforeAll(async () => {
      packings.forEach(([, name, content], index) => {
        mkdirSync(dirname(fileOf(index, name)))
        writeFileSync(fileOf(index, name), content())
      })
      each((what, file) => before.set(what, readFileSync(file)))
      plan = await planned([at])
      each((what, file) => expect(readFileSync(file), what).toEqual(before.get(what)))
      const { manifest } = await applied(plan, folder())
      said = await statusesOf([at])
      each((what, file) => after.set(what, readFileSync(file)))
      const undo = () => undoFix(manifest, { force: false, dryRun: false }).results.map(({ is }) => is)
      expect(undo()).toEqual(packings.map(() => 'restored'))
      each((what, file) => expect(readFileSync(file), what).toEqual(before.get(what)))
      expect(undo()).toEqual(packings.map(() => 'unchanged'))
    }, 120_000)

    test.each(packings)('%s', (what, name) => {
      const target = plan.targets.find(
        ({ shown }) =>
          shown ===
          fileOf(
            packings.findIndex(([w]) => w === what),
            name,
          ),
      )

      expect(target?.files).toMatchObject([{ before: { size: before.get(what)?.length } }])
      expect(target?.files[0]?.after).toEqual(wholeOf(after.get(what) ?? Buffer.alloc(0)))
    })

    test('the scan then says so of all', () => {
      expect(plan.refused).toEqual([])
      expect(said).toEqual(mended)
    })

    test('no other file is there', () => {
      const names = readdirSync(at, { recursive: true, withFileTypes: true })
      expect(names.filter((entry) => entry.isFile()).length).toBe(packings.length)
    })
  })

  test('a jar keeps all other entries, byte for byte', async () => {
    const { file } = place('core.jar', jar)

    await applied(await planned([file]), folder())

    expect(readFileSync(file)).toEqual(zipOf(parts.filter(({ name }) => name !== jndiLookupEntry)))
  })

  test('a folder of classes loses the one class, which the backup keeps', async () => {
    const at = folder()
    for (const { name, content } of parts) {
      mkdirSync(join(at, 'classes', dirname(name)), { recursive: true })
      writeFileSync(join(at, 'classes', name), content)
    }
    const lookup = join(at, 'classes', jndiLookupEntry)
    const all = (): readonly string[] => readdirSync(at, { recursive: true }).map(String).sort()
    const before = all()
    chmodSync(lookup, 0o640)

    const outcome = await applied(await planned([at]), folder())

    expect(all()).toEqual(before.filter((name) => basename(name) !== 'JndiLookup.class'))
    expect(await statusesOf([at])).toEqual(mended)
    undoFix(outcome.manifest, { force: false, dryRun: false })
    expect(all()).toEqual(before)
    expect(statSync(lookup).mode & 0o777).toBe(0o640)
  })

  describe('of the archives in one', () => {
    const sealed = (): Buffer => zipOf([...parts, { name: 'META-INF/A.SF' }, { name: 'META-INF/A.RSA' }])

    test.each([
      ['a zip', zipOf],
      ['a tar', tarOf],
    ])('in %s only that stays which is signed', async (_what, pack) => {
      const outer = pack([
        { name: 'a.jar', content: jar },
        { name: 's.jar', content: sealed() },
      ])
      const { file } = place('app', outer)

      const plan = await planned([file])
      const outcome = await applied(plan, folder())

      expect(plan.refused).toMatchObject([{ place: `${file}!s.jar`, because: 'signed' }])
      expect(plan.refused[0]?.detail).toMatch(/^s\.jar: META-INF\/A\.SF, META-INF\/A\.RSA: with --strip-signature/)
      expect(outcome.results).toMatchObject([{ is: 'fixed' }])
      expect(await statusesOf([file])).toEqual([...mended, ...mended.map((text) => text.replace('not_', ''))].sort())
      undoFix(outcome.manifest, { force: false, dryRun: false })
      expect(readFileSync(file)).toEqual(outer)
    })

    test('the signed one loses its signature if asked', async () => {
      const { file } = place(
        'app.ear',
        zipOf([
          { name: 'a.jar', content: jar },
          { name: 's.jar', content: sealed() },
        ]),
      )

      const plan = await planned([file], { stripSignature: true })
      await applied(plan, folder())

      expect(plan.targets[0]?.unsigned).toEqual(['s.jar!META-INF/A.SF', 's.jar!META-INF/A.RSA'])
      expect(await statusesOf([file])).toEqual(mended)
    })

    test('a signature around them keeps all of them', async () => {
      const outer = [{ name: 'a.jar', content: jar }, { name: 'META-INF/A.SF' }, { name: 'META-INF/A.RSA' }]
      const { file } = place('app.war', zipOf(outer))

      const plan = await planned([file])

      expect(plan.targets).toEqual([])
      expect(plan.refused).toMatchObject([{ because: 'signed' }])
    })
  })

  describe('of the two copies in one jar', () => {
    test('only that goes which is affected', async () => {
      const newer = await log4jParts('2.17.1')
      const both = [...parts.map((part) => ({ ...part, name: `WEB-INF/classes/${part.name}` })), ...newer]
      const { file } = place('both.war', zipOf(both))

      await applied(await planned([file]), folder())

      const left = readZip(readFileSync(file)).map(({ name }) => name)
      expect(both.map(({ name }) => name).filter((name) => !left.includes(name))).toEqual([
        `WEB-INF/classes/${jndiLookupEntry}`,
      ])
    })
  })

  test.each(['2.17.1', '2.12.2', '2.16.0'])('%s is left alone: there is nothing to take away', async (version) => {
    const { file } = place('core.jar', zipOf(await log4jParts(version)))

    const plan = await planned([file])

    expect(plan.targets).toEqual([])
    expect(plan.refused).toEqual([])
  })

  test('one whose JndiLookup is nothing that is known is left alone, and told', async () => {
    const strange = parts.map((part) =>
      part.name === jndiLookupEntry ? { ...part, content: Buffer.alloc(3_000) } : part,
    )
    const { file } = place('core.jar', zipOf(strange))

    const plan = await planned([file])

    expect(plan.targets).toEqual([])
    expect(plan.refused).toEqual([
      {
        place: file,
        because: 'undecided',
        detail:
          'CVE-2021-44228, CVE-2021-45046: JndiLookup is there, and its content is like that of no release; look at it, or take it away, and scan again',
      },
    ])
  })

  test('2.15.0 loses the class too: what is left of CVE-2021-45046 goes', async () => {
    const { file } = place('core.jar', zipOf(await log4jParts('2.15.0')))

    const plan = await planned([file])
    await applied(plan, folder())

    expect(plan.targets[0]?.places[0]?.effects[0]?.ends).toEqual(['CVE-2021-45046'])
    expect(await statusesOf([file])).toContain('CVE-2021-45046 not_affected')
  })

  describe('is refused, and nothing is touched,', () => {
    async function refusal(file: string): Promise<FixPlan['refused'][number]> {
      const before = statSync(file, { bigint: true })
      const plan = await planned([file])
      const after = statSync(file, { bigint: true })
      expect(plan.targets).toEqual([])
      expect([after.ino, after.mtimeNs, after.ctimeNs]).toEqual([before.ino, before.mtimeNs, before.ctimeNs])
      const [only, ...others] = plan.refused
      expect(others).toEqual([])
      return only ?? expect.fail('nothing was refused')
    }

    test('in what is not put together anew: it says what to do', async () => {
      const { file } = place('app.tar.xz', xzOf(tarOf([{ name: 'lib/core.jar', content: jar }])))

      expect(await refusal(file)).toMatchObject({
        because: 'container',
        place: `${file}!lib/core.jar`,
        detail: 'xz is not rewritten: unpack it, run fireline fix on the folder, pack it again',
      })
    })

    test('in a tar that is taken for a jar by its name and by what lies at its end', async () => {
      const { file } = place('app.jar', tarOf([{ name: 'core.jar', content: jar }]))

      expect(await refusal(file)).toMatchObject({ because: 'unsupported' })
    })

    test('in an image that podman saved, whose layers have other names', async () => {
      const name = 'a'.repeat(64)
      const layer = tarOf([{ name: 'app/core.jar', content: jar }])
      const { file } = place('image.tar', tarOf([{ name: `${name}.tar`, content: layer }, { name: 'manifest.json' }]))

      expect(await refusal(file)).toMatchObject({ because: 'layer' })
    })

    test('in a layer of an image', async () => {
      const layer = tarOf([{ name: 'app/core.jar', content: jar }])
      const { file } = place('image.tar', tarOf([{ name: 'abc/layer.tar', content: layer }]))

      expect(await refusal(file)).toMatchObject({ because: 'layer' })
    })

    test('in the storage of a container engine', async () => {
      const { file } = place('docker/overlay2/0a1b/diff/app/core.jar', jar)

      expect(await refusal(file)).toMatchObject({ because: 'layer' })
    })

    test('where it has several names, unless that is wanted', async () => {
      const { file } = place('core.jar', jar)
      const other = join(folder(), 'other.jar')
      linkSync(file, other)

      expect(await refusal(file)).toMatchObject({ because: 'several-names' })
      await applied(await planned([file], { breakLinks: true }), folder())

      expect(await statusesOf([file])).toEqual(mended)
      expect(readFileSync(other)).toEqual(jar)
    })

    test('where only some of its names are in what was named', async () => {
      const { at, file } = place('core.jar', jar)
      linkSync(file, join(at, 'b.jar'))
      linkSync(file, join(folder(), 'other.jar'))

      const plan = await planned([at])

      expect(plan.refused).toMatchObject([{ because: 'several-names' }])
      expect(plan.refused[0]?.detail).toMatch(/^1 more outside of what was named/)
      expect(plan.targets).toEqual([])
    })

    test('where its directory does not name it, because another zip lies behind', async () => {
      const { file } = place('core.jar', Buffer.concat([jar, zipOf([{ name: 'a.txt', content: 'a' }])]))

      const said = await refusal(file)
      expect(said).toMatchObject({ because: 'damaged' })
      expect(said.detail).toContain('as where another zip lies before it: unpack it, and pack it anew')
    })

    test('where its directory is damaged', async () => {
      const whole = Buffer.concat([jar, Buffer.from('PK')])
      const { file } = place('core.jar', whole.subarray(0, jar.length - 30))

      expect(await refusal(file)).toMatchObject({ because: 'damaged' })
    })

    test.runIf(process.getuid?.() === 0 && spawnSync('chattr', ['-V']).error === undefined)(
      'where it is immutable',
      async ({ skip }) => {
        const { file } = place('core.jar', jar)
        if (spawnSync('chattr', ['+i', file]).status !== 0) skip('this file system has no immutable files')
        try {
          const plan = await planned([file])
          expect(plan.refused).toMatchObject([{ because: 'not-writable' }])
          expect(plan.targets).toEqual([])
        } finally {
          spawnSync('chattr', ['-i', file])
        }
      },
    )
  })

  describe('of a file with several names, all in what was named,', () => {
    const inodes = (files: readonly string[]) => new Set(files.map((file) => statSync(file).ino))

    test('all become the new one, and the old one again', async () => {
      const { at, file } = place('core.jar', jar)
      const names = [file, join(at, 'b.jar'), join(at, 'lib', 'c.jar')]
      mkdirSync(join(at, 'lib'))
      for (const name of names.slice(1)) linkSync(file, name)

      const plan = await planned([at])
      const outcome = await applied(plan, folder())

      expect(plan.targets).toMatchObject([{ namesLeft: 0, files: [{}, {}, {}] }])
      expect(outcome.results).toMatchObject([{ is: 'fixed', remarks: [] }])
      expect(inodes(names).size).toBe(1)
      expect(statSync(file).nlink).toBe(3)
      expect(await statusesOf([at])).toEqual(mended)
      expect(readdirSync(dirname(outcome.manifest)).filter((name) => name.startsWith('0'))).toHaveLength(1)
      const undone = undoFix(outcome.manifest, { force: false, dryRun: false })
      expect(undone.results.map(({ is }) => is)).toEqual(['restored', 'restored', 'restored'])
      expect(inodes(names).size).toBe(1)
      expect(readFileSync(file)).toEqual(jar)
      expect(readdirSync(at).sort()).toEqual(['b.jar', 'core.jar', 'lib'])
    })

    test('and one that became another file meanwhile is left alone', async () => {
      const { at, file } = place('core.jar', jar)
      const other = join(at, 'd.jar')
      linkSync(file, other)
      const plan = await planned([at])
      rmSync(other)
      writeFileSync(other, 'another')

      const { results } = await applied(plan, folder())

      // That a name went shows in the file itself: it is not what was planned with.
      expect(results).toMatchObject([{ is: 'refused', because: 'changed', done: 0 }])
      expect(readFileSync(other, 'utf8')).toBe('another')
      expect(readFileSync(file)).toEqual(jar)
    })
  })

  describe('keeps what it was', () => {
    test('mode, owner, group, and the time to the nanosecond', async () => {
      const { file } = place('core.jar', jar)
      chmodSync(file, 0o640)
      if (process.getuid?.() === 0) chownSync(file, 12_345, 23_456)
      utimesSync(file, 1_577_934_245.123_456, 1_577_934_245.123_456)
      const seen = ({ mode, uid, gid, mtimeNs }: ReturnType<typeof stats>): unknown => ({ mode, uid, gid, mtimeNs })
      const stats = (path: string) => statSync(path, { bigint: true })
      const before = seen(stats(file))

      const outcome = await applied(await planned([file]), folder())

      expect(outcome.results).toMatchObject([{ is: 'fixed', remarks: [] }])
      expect(seen(stats(file))).toEqual(before)
      undoFix(outcome.manifest, { force: false, dryRun: false })
      expect(seen(stats(file))).toEqual(before)
    })

    const python = (code: string, ...args: readonly string[]): string | null => {
      const { status, stdout } = spawnSync('python3', ['-c', code, ...args], { encoding: 'utf8' })
      return status === 0 ? stdout.trim() : null
    }
    const attributes = (file: string): string | null =>
      python('import os, sys; f = sys.argv[1]; print([(n, os.getxattr(f, n)) for n in sorted(os.listxattr(f))])', file)

    test('access lists and extended attributes', async ({ skip }) => {
      const { file } = place('core.jar', jar)
      // An access list in the system's own form: version 2, then tag, rights and number of each entry.
      const set =
        'import os, struct, sys; f = sys.argv[1]; os.setxattr(f, "user.origin", b"build 7"); ' +
        'e = [(1, 6, -1), (2, 4, 12345), (4, 4, -1), (16, 4, -1), (32, 0, -1)]; ' +
        'os.setxattr(f, "system.posix_acl_access", struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *x) for x in e))'
      if (python(set, file) === null) skip('no python3 here, or a file system without extended attributes')
      const before = attributes(file)
      expect(before).toContain('posix_acl_access')

      const outcome = await applied(await planned([file]), folder())

      expect(outcome.results).toMatchObject([{ is: 'fixed', remarks: [] }])
      expect(attributes(file)).toBe(before)
      undoFix(outcome.manifest, { force: false, dryRun: false })
      expect(attributes(file)).toBe(before)
    })

    test('a link to it, which is followed', async () => {
      const { file } = place('core.jar', jar)
      const link = join(folder(), 'link.jar')
      symlinkSync(file, link)

      const plan = await planned([link])
      expect(plan.targets).toMatchObject([{ shown: link, path: file }])
      await applied(plan, folder())

      expect(readlinkSync(link)).toBe(file)
      expect(lstatSync(file).isFile()).toBe(true)
      expect(await statusesOf([file])).toEqual(mended)
    })

    test('one file that two links lead to is fixed once', async () => {
      const { file } = place('core.jar', jar)
      const at = folder()
      symlinkSync(file, join(at, 'a.jar'))
      symlinkSync(file, join(at, 'b.jar'))

      const plan = await planned([at])

      expect(plan.targets.map(({ path }) => path)).toEqual([file])
      expect(plan.refused).toEqual([])
    })
  })

  describe('what happens between the plan and the change', () => {
    test.each([
      ['it is written to', (file: string) => writeFileSync(file, jar.subarray(0, jar.length - 1))],
      ['it is touched', (file: string) => utimesSync(file, 1, 1)],
      [
        'it is replaced by the same bytes',
        (file: string) => {
          rmSync(file)
          writeFileSync(file, jar)
        },
      ],
      ['it is gone', (file: string) => rmSync(file)],
      [
        'a link takes its place',
        (file: string) => {
          renameSync(file, `${file}.moved`)
          symlinkSync(`${file}.moved`, file)
        },
      ],
      [
        'another folder takes the place of its own',
        (file: string) => {
          renameSync(dirname(file), `${dirname(file)}-moved`)
          mkdirSync(dirname(file))
          writeFileSync(file, jar)
        },
      ],
    ])('%s: it is left as it is', async (_what, change) => {
      const { file } = place('app/core.jar', jar)
      const plan = await planned([file])
      change(file)
      const before = existsSync(file) ? readFileSync(file) : null
      const backups = folder()

      const outcome = await applied(plan, backups)

      expect(outcome.results).toMatchObject([{ is: 'refused', because: 'changed' }])
      expect(existsSync(file) ? readFileSync(file) : null).toEqual(before)
      expect(readdirSync(dirname(file)).filter((name) => name.includes('fireline'))).toEqual([])
      // The manifest says so, and nothing else is kept.
      expect(readdirSync(dirname(outcome.manifest)).sort()).toEqual(['.firelineignore', 'manifest.jsonl'])
    })
  })

  describe('undoing', () => {
    async function fixed(name = 'core.jar') {
      const { file } = place(name, jar)
      const outcome = await applied(await planned([file]), folder())
      return { file, manifest: outcome.manifest, backup: join(dirname(outcome.manifest), `0001-${name}`) }
    }

    test('says first what it would do', async () => {
      const { file, manifest } = await fixed()
      const now = readFileSync(file)

      expect(undoFix(manifest, { force: false, dryRun: true }).results).toMatchObject([{ is: 'restored', path: file }])
      expect(readFileSync(file)).toEqual(now)
    })

    test('leaves alone what was changed since, unless forced', async () => {
      const { file, manifest } = await fixed()
      writeFileSync(file, 'something newer')

      const { results } = undoFix(manifest, { force: false, dryRun: false })

      expect(results).toMatchObject([{ is: 'refused', because: 'changed' }])
      expect(readFileSync(file, 'utf8')).toBe('something newer')
      undoFix(manifest, { force: true, dryRun: false })
      expect(readFileSync(file)).toEqual(jar)
    })

    test('brings back the time to the nanosecond, also of a file that was touched since; its new mode stays', async () => {
      const { file } = place('core.jar', jar)
      spawnSync('touch', ['-m', '--date=@1500000000.123456789', file])
      const before = statSync(file, { bigint: true }).mtimeNs
      const { manifest } = await applied(await planned([file]), folder())
      utimesSync(file, 5, 5)
      chmodSync(file, 0o640)

      undoFix(manifest, { force: false, dryRun: false })

      expect(statSync(file, { bigint: true }).mtimeNs).toBe(before)
      expect(lstatSync(file).mode & 0o777).toBe(0o640)
    })

    test.runIf(process.getuid?.() === 0)('forced over another file gives it its old owner, mode and time', async () => {
      const { file } = place('core.jar', jar)
      chownSync(file, 1_234, 4_321)
      chmodSync(file, 0o4750)
      const rights = () => {
        const { mode, uid, gid, mtimeNs } = lstatSync(file, { bigint: true })
        return { mode, uid, gid, mtimeNs }
      }
      const before = rights()
      const { manifest } = await applied(await planned([file]), folder())
      rmSync(file)
      writeFileSync(file, 'something newer', { mode: 0o600 })
      // As on a disk that knows no owners.
      const backup = join(dirname(manifest), '0001-core.jar')
      chownSync(backup, 0, 0)
      chmodSync(backup, 0o777)

      undoFix(manifest, { force: true, dryRun: false })

      expect(readFileSync(file)).toEqual(jar)
      expect(rights()).toEqual(before)
    })

    test.each([
      ['its folder', 'app', 'app/core.jar'],
      ['a folder around that', 'app', 'app/lib/core.jar'],
    ])('follows no link that has taken the place of %s, even if forced', async (_what, moved, name) => {
      const { at, file } = place(name, jar)
      const { manifest } = await applied(await planned([file]), folder())
      const now = readFileSync(file)
      renameSync(join(at, moved), join(at, 'moved'))
      symlinkSync('moved', join(at, moved))

      for (const force of [false, true]) {
        expect(undoFix(manifest, { force, dryRun: false }).results).toMatchObject([
          { is: 'refused', because: 'changed', detail: expect.stringContaining('its folder') as string },
        ])
      }
      expect(readFileSync(file)).toEqual(now)
    })

    test('a link that has taken the place of the file is told, and stays', async () => {
      const { file, manifest } = await fixed()
      renameSync(file, `${file}.moved`)
      symlinkSync(`${file}.moved`, file)

      expect(undoFix(manifest, { force: true, dryRun: false }).results).toMatchObject([
        { is: 'refused', because: 'changed', detail: `${file}: a link has taken its place` },
      ])
      expect(readlinkSync(file)).toBe(`${file}.moved`)
    })

    test('of two fixes that met at one file, that one takes it back which changed it', async () => {
      const { file } = place('core.jar', jar)
      const [first, second] = [await planned([file]), await planned([file])]
      const winner = await applied(first, folder())
      const loser = await applied(second, folder())
      expect(loser.results).toMatchObject([{ is: 'refused', because: 'changed' }])

      expect(undoFix(loser.manifest, { force: false, dryRun: false }).results).toEqual([])
      expect(undoFix(winner.manifest, { force: false, dryRun: false }).results).toMatchObject([{ is: 'restored' }])
      expect(readFileSync(file)).toEqual(jar)
    })

    test('that failed after all was prepared is not the one to take back what another did', async () => {
      const { file, manifest, backup } = await fixed()
      // What an exchange writes whose last step was refused.
      writeFileSync(manifest, '{"is":"failed","seq":1,"because":"changed","detail":"touched"}\n', { flag: 'a' })
      rmSync(backup)

      expect(undoFix(manifest, { force: false, dryRun: false }).results).toEqual([])
      expect(readFileSync(file)).not.toEqual(jar)
    })

    test('names the backup that is gone, not the file', async () => {
      const { manifest, backup } = await fixed()
      rmSync(backup)

      expect(undoFix(manifest, { force: false, dryRun: false }).results).toMatchObject([
        { is: 'refused', detail: `its backup ${backup}: it is not there any more` },
      ])
    })

    test.each(['etc/x.jar', '/srv/../etc/x.jar', '/srv/./x.jar'])(
      'takes no manifest with the path %s',
      async (path) => {
        const { file, manifest } = await fixed()
        writeFileSync(manifest, readFileSync(manifest, 'utf8').replaceAll(`"path":"${file}"`, `"path":"${path}"`))

        expect(() => undoFix(manifest, { force: true, dryRun: false })).toThrow(/line 2: path/)
      },
    )

    test('brings back what was removed since, if forced', async () => {
      const { file, manifest } = await fixed()
      rmSync(file)

      expect(undoFix(manifest, { force: false, dryRun: false }).results).toMatchObject([{ is: 'refused' }])
      undoFix(manifest, { force: true, dryRun: false })

      expect(readFileSync(file)).toEqual(jar)
    })

    test('does not put a damaged backup in its place', async () => {
      const { file, manifest, backup } = await fixed()
      const now = readFileSync(file)
      writeFileSync(backup, 'rotten')

      expect(undoFix(manifest, { force: true, dryRun: false }).results).toMatchObject([
        { is: 'refused', because: 'damaged' },
      ])
      expect(readFileSync(file)).toEqual(now)
      expect(readdirSync(dirname(file))).toEqual([basename(file)])
    })

    describe('what was taken away', () => {
      async function taken() {
        const { file } = place(
          `classes/${jndiLookupEntry}`,
          parts.find(({ name }) => name === jndiLookupEntry)!.content,
        )
        for (const { name, content } of parts) {
          const at = join(file.slice(0, -jndiLookupEntry.length), name)
          mkdirSync(dirname(at), { recursive: true })
          writeFileSync(at, content)
        }
        const { manifest } = await applied(await planned([file.slice(0, -jndiLookupEntry.length)]), folder())
        expect(existsSync(file)).toBe(false)
        return { file, manifest, backup: join(dirname(manifest), '0001-JndiLookup.class') }
      }

      test.each([false, true])(
        'lets nothing but that class come to be where there is none, forced: %s',
        async (force) => {
          const { file, manifest, backup } = await taken()
          const kept = readFileSync(backup)
          const forged = Buffer.from('* * * * * root id\n')
          const text = readFileSync(manifest, 'utf8')
          writeFileSync(backup, forged)
          writeFileSync(manifest, text.replace(wholeOf(kept).sha256, wholeOf(forged).sha256))
          for (const dryRun of [true, false]) {
            expect(undoFix(manifest, { force, dryRun }).results).toMatchObject([{ is: 'refused', because: 'damaged' }])
          }
          expect(existsSync(file)).toBe(false)

          writeFileSync(backup, kept)
          writeFileSync(manifest, text)
          expect(undoFix(manifest, { force, dryRun: false }).results).toMatchObject([{ is: 'restored' }])
          expect(readFileSync(file)).toEqual(kept)
        },
      )

      test('makes no name of another file', async () => {
        const { file, manifest, backup } = await taken()
        const { file: other } = place('other', readFileSync(backup))
        const text = readFileSync(manifest, 'utf8')
        writeFileSync(manifest, text.replace('"removed":', `"linkTo":${JSON.stringify(other)},"removed":`))

        expect(undoFix(manifest, { force: true, dryRun: false }).results).toMatchObject([{ is: 'refused' }])
        expect(existsSync(file)).toBe(false)
      })
    })

    test('does not take another file for a manifest', async () => {
      const { file, manifest } = await fixed()
      const lines = readFileSync(manifest, 'utf8')
      writeFileSync(manifest, lines.replaceAll('0001-core.jar', '../../../etc/passwd'))

      expect(() => undoFix(manifest, { force: false, dryRun: false })).toThrow(/backup/)
      expect(() => undoFix(file, { force: false, dryRun: false })).toThrow(/line 1/)
      expect(() => undoFix(join(dirname(file), 'none'), { force: false, dryRun: false })).toThrow(/ENOENT/)
    })
  })

  test('the manifest has each step before it was done, and can be read by its schema', async () => {
    const at = folder()
    writeFileSync(join(at, 'a.jar'), jar)
    writeFileSync(join(at, 'b.jar'), jar)

    const { manifest } = await applied(await planned([at]), folder())

    const read = readFixManifest(readFileSync(manifest, 'utf8'))
    const lines = 'lines' in read ? read.lines : expect.fail(read.flaw)
    expect(lines.map(({ is }) => is)).toEqual(['run', 'opened', 'prepared', 'done', 'opened', 'prepared', 'done'])
    expect(lines.find((line) => line.is === 'prepared')).toMatchObject({
      before: { size: jar.length },
      removed: [{ className: 'org.apache.logging.log4j.core.lookup.JndiLookup', remedy: 'jndi-lookup' }],
    })
    expect(statSync(dirname(manifest)).mode & 0o777).toBe(0o700)
  })

  test('a scan of everything says that backups are left out, and does not accuse them', async () => {
    const at = folder()
    writeFileSync(join(at, 'a.jar'), jar)
    await applied(await planned([at]), join(at, 'state'))

    expect(await statusesOf([at])).toEqual(mended)
  })
})
