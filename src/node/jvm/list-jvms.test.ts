import { copyFile, mkdir, mkdtemp, readFile, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sha256 } from '../../../test/kit/image.ts'
import { describeWithLab } from '../../../test/kit/lab.ts'
import type { Gap } from '../../core/index.ts'
import { fetchArtifacts, findJdk } from '../lab/index.ts'
import { startJava } from '../lab/java-service.ts'
import type { Jvm } from './jvm.ts'
import { kindOf, listJvms } from './list-jvms.ts'
import { ProcessView } from './process-view.ts'

const folder = await mkdtemp(join(tmpdir(), 'fireline-jvm-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

async function listed(proc?: string): Promise<{ jvms: Jvm[]; gaps: Gap[] }> {
  const jvms: Jvm[] = []
  const gaps: Gap[] = []
  for await (const event of listJvms(proc === undefined ? {} : { proc })) {
    if (event.is === 'jvm') jvms.push(event.jvm)
    else gaps.push(event.gap)
  }
  return { jvms, gaps }
}

const program = `
public class Wait {
  public static void main(String[] args) throws Exception {
    Class.forName("org.apache.logging.log4j.core.lookup.JndiLookup", false, Wait.class.getClassLoader());
    System.out.println("READY 1 log4j=2.14.1");
    while (System.in.read() >= 0) {}
  }
}`

describeWithLab('a running JVM', () => {
  const group = 'org.apache.logging.log4j'
  const [oldCore, newCore, api] = [
    `${group}:log4j-core:2.14.1`,
    `${group}:log4j-core:2.17.1`,
    `${group}:log4j-api:2.14.1`,
  ]

  test('whose jars were replaced and deleted is read by what it runs, not by what lies on disk', async () => {
    const jars = await fetchArtifacts([oldCore, newCore, api])
    const pathOf = (coordinate: string): string => jars.get(coordinate) ?? ''
    const lib = join(folder, 'lib')
    await mkdir(join(lib, 'classes'), { recursive: true })
    await writeFile(join(folder, 'Wait.java'), program)
    await copyFile(pathOf(oldCore), join(lib, 'core.jar'))
    await copyFile(pathOf(api), join(lib, 'api.jar'))
    const { java } = await findJdk()
    const options = ['-Dlog4j2.formatMsgNoLookups=true', '-Ddb.password=s3cret']
    const service = await startJava(java, {
      args: [...options, '-cp', 'lib/*:lib/classes', 'Wait.java'],
      folder,
      name: 'a program that waits',
      onEnd: () => Promise.resolve(),
    })
    try {
      const mine = async (): Promise<Jvm | undefined> =>
        (await listed()).jvms.find(({ parts }) => parts.some(({ path }) => path.startsWith(lib)))
      const before = (await mine())?.parts.filter(({ path }) => path.startsWith(lib)) ?? []
      expect(before.map(({ path, kind, state }) => [path, kind, state]).sort()).toEqual([
        [join(lib, 'api.jar'), 'file', 'on-disk'],
        [join(lib, 'classes'), 'folder', 'on-disk'],
        [join(lib, 'core.jar'), 'file', 'on-disk'],
      ])

      await copyFile(pathOf(newCore), join(lib, 'core.jar.new'))
      await rename(join(lib, 'core.jar.new'), join(lib, 'core.jar'))
      await unlink(join(lib, 'api.jar'))
      const jvm = await mine()

      const replaced = jvm?.parts.find(({ state }) => state === 'replaced')
      expect(jvm?.parts.filter(({ state }) => state !== 'on-disk')).toHaveLength(2)
      const deleted = jvm?.parts.find(({ state }) => state === 'deleted')
      expect(replaced).toMatchObject({ path: join(lib, 'core.jar'), via: 'fd' })
      expect(deleted).toMatchObject({ path: join(lib, 'api.jar'), via: 'fd' })
      expect(sha256(await readFile(replaced?.readFrom ?? ''))).toBe(sha256(await readFile(pathOf(oldCore))))
      expect(sha256(await readFile(deleted?.readFrom ?? ''))).toBe(sha256(await readFile(pathOf(api))))
      expect(jvm?.parts).toContainEqual(
        expect.objectContaining({ path: join(lib, 'core.jar'), state: 'on-disk', via: 'class-path' }),
      )
      expect(jvm?.launch).toMatchObject({ runs: 'Wait.java', properties: { 'log4j2.formatMsgNoLookups': 'true' } })
      expect(JSON.stringify(jvm)).not.toContain('s3cret')
      expect(jvm?.uid).toBe(process.getuid?.())
      expect(Math.abs((jvm?.startedAt ?? 0) - Date.now())).toBeLessThan(120_000)
    } finally {
      await service.stop()
    }
  }, 90_000)
})

/** A process under a /proc of our own; `root` is what it sees as `/`. */
async function fakeProcess(
  proc: string,
  pid: number,
  files: Readonly<Record<string, string>>,
  links: Readonly<Record<string, string>> = {},
): Promise<void> {
  const at = join(proc, String(pid))
  await mkdir(join(at, 'fd'), { recursive: true })
  const status = `Uid:\t${pid}\t${pid}\t${pid}\t${pid}\n`
  for (const [name, text] of Object.entries({ status, ...files })) await writeFile(join(at, name), text)
  for (const [name, target] of Object.entries(links)) await symlink(target, join(at, name))
}

const jvmMap = '7f00-7f01 r-xp 00000000 08:01 7 /usr/lib/jvm/lib/server/libjvm.so\n'

test('a JVM in a container is read by way of its root, and its links do not lead to our files', async () => {
  const proc = join(folder, 'proc-container')
  const root = join(folder, 'root')
  await mkdir(join(root, 'app/real'), { recursive: true })
  await mkdir(join(root, 'opt'), { recursive: true })
  await writeFile(join(root, 'app/real/a.jar'), 'PK\u0003\u0004')
  await symlink('/app/real', join(root, 'app/lib'))
  await symlink('/etc/hostname', join(root, 'app/out.jar'))
  await symlink('/app/round.jar', join(root, 'app/round.jar'))
  await fakeProcess(
    proc,
    1,
    { maps: jvmMap, cmdline: 'java\0-cp\0lib/a.jar:out.jar:round.jar:gone.jar\0Main\0' },
    { root, cwd: '/app', 'fd/3': join(root, 'app/real/a.jar'), 'fd/4': 'socket:[1]' },
  )

  const { jvms, gaps } = await listed(proc)

  expect(jvms).toHaveLength(1)
  expect(jvms[0]).toMatchObject({ pid: 1, isElsewhere: true, uid: 1, startedAt: null })
  const found = jvms[0]?.parts.find(({ via }) => via === 'class-path')
  expect(found).toMatchObject({
    path: '/app/real/a.jar',
    readFrom: join(proc, '1', 'root', 'app/real/a.jar'),
    kind: 'file',
  })
  expect(jvms[0]?.parts.filter(({ via }) => via === 'class-path')).toHaveLength(1)
  expect(gaps).toEqual([])
})

test('the class path of a manifest counts, as long as it is no circle', async () => {
  const proc = join(folder, 'proc-manifest')
  const root = join(folder, 'root-manifest')
  await mkdir(join(root, 'lib'), { recursive: true })
  await writeFile(join(root, 'app.jar'), storedZip('META-INF/MANIFEST.MF', 'Class-Path: lib/b.jar app.jar\n'))
  await writeFile(join(root, 'lib/b.jar'), storedZip('META-INF/MANIFEST.MF', 'Class-Path: ../app.jar\n'))
  await fakeProcess(proc, 1, { maps: jvmMap, cmdline: 'java\0-jar\0/app.jar\0' }, { root, cwd: '/' })

  const [jvm] = (await listed(proc)).jvms

  expect(jvm?.parts.map(({ path }) => path)).toEqual(['/app.jar', '/lib/b.jar'])
})

test('a mapped jar that was replaced, and that we may not read, is a gap', async () => {
  const proc = join(folder, 'proc-mapped')
  const root = join(folder, 'root-mapped')
  await mkdir(root)
  await writeFile(join(root, 'a.jar'), 'new')
  const maps = `${jvmMap}7f10-7f11 r--s 00000000 08:01 1 /a.jar\n7f12-7f13 r--s 00000000 08:01 2 /b.jar (deleted)\n`
  await fakeProcess(proc, 1, { maps, cmdline: 'java\0Main\0' }, { root, cwd: '/' })

  const { gaps } = await listed(proc)

  expect(gaps).toMatchObject([
    { at: '/a.jar', because: 'not-readable', detail: expect.stringContaining('replaced') as string },
    { at: '/b.jar', because: 'not-readable', detail: expect.stringContaining('deleted') as string },
  ])
})

test('processes that are no JVM, that ended, and those of the system are passed over', async () => {
  const proc = join(folder, 'proc-others')
  await fakeProcess(proc, 1, { maps: '7f00-7f01 r-xp 00000000 08:01 7 /bin/sh\n', cmdline: 'sh\0' })
  await fakeProcess(proc, 2, { cmdline: '' })
  await mkdir(join(proc, '3'))
  await mkdir(join(proc, 'self'))

  expect(await listed(proc)).toEqual({ jvms: [], gaps: [] })
})

/** A process of another user: its files are there, and what they say is withheld. */
class OfAnother extends ProcessView {
  override bytes(name: string): Uint8Array | null {
    if (name !== 'maps' && name !== 'environ') return super.bytes(name)
    this.denied = true
    return null
  }
}

test.each([
  ['called java', 'java\0-jar\0a.jar\0', 'closed-jvm'],
  ['called anything else, which may be a JVM too', 'jsvc\0', 'unknown'],
  ['of the system', '', 'other'],
])('a process that may not be looked into, %s', async (name, cmdline, kind) => {
  const proc = join(folder, `proc-denied ${name}`)
  await fakeProcess(proc, 5, { maps: '', cmdline, comm: 'x\n' })

  expect(kindOf(new OfAnother(proc, 5))).toBe(kind)
})

test('where the processes of others are hidden, that is a gap', async () => {
  const proc = join(folder, 'proc-hidden')
  await fakeProcess(proc, 77, { maps: '7f00-7f01 r-xp 00000000 08:01 7 /bin/sh\n', cmdline: 'sh\0' })

  expect((await listed(proc)).gaps).toMatchObject([{ at: proc, detail: expect.stringContaining('hidepid') as string }])
})

test('without /proc it is a problem that says what to do', async () => {
  await expect(listed(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'JVM_NO_PROC' })
})

test('elsewhere than on Linux it is a problem that says what to do', async () => {
  const { platform } = process
  Object.defineProperty(process, 'platform', { value: 'darwin' })
  try {
    await expect(listed()).rejects.toMatchObject({ code: 'JVM_NEEDS_LINUX' })
  } finally {
    Object.defineProperty(process, 'platform', { value: platform })
  }
})

/** A zip of one stored entry, with its directory. */
function storedZip(name: string, text: string): Buffer {
  const content = Buffer.from(text)
  const fixed = Buffer.alloc(26)
  fixed.writeUInt16LE(10, 0)
  fixed.writeUInt32LE(content.length, 14)
  fixed.writeUInt32LE(content.length, 18)
  fixed.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fixed, Buffer.from(name), content])
  const central = Buffer.concat([Buffer.from('PK\u0001\u0002\u000a\u0000'), fixed, Buffer.alloc(14), Buffer.from(name)])
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}
