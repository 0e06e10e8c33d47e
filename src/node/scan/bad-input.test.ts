import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { vulnerableClasses, vulnerableJar } from '../../../test/kit/archives/vulnerable-jar.ts'
import { zipOf } from '../../../test/kit/archives/zip.ts'
import { archiveFormats } from '../../archive/index.ts'
import type { Gap } from '../../core/index.ts'
import { defaultScanLimits } from '../../scan/index.ts'
import { archiveTools } from '../archive/index.ts'
import { scanDoors } from './doors.ts'
import { headBytes, OpenFile } from './open-file.ts'
import type { Report, Unit } from './protocol.ts'
import { SharedState } from './shared-state.ts'
import { Walker } from './walker.ts'

const root = mkdtempSync(join(tmpdir(), 'fireline-bad-input-'))
// Unlike Node's own, it removes what lies deeper than a path may be long.
afterAll(() => void execFileSync('rm', ['-rf', root]))

function put(path: string, content: Uint8Array | string = vulnerableJar()): string {
  const whole = join(root, path)
  mkdirSync(join(whole, '..'), { recursive: true })
  writeFileSync(whole, content)
  return whole
}

interface Walked {
  readonly found: readonly string[]
  readonly gaps: readonly Gap[]
  readonly counts: ReturnType<SharedState['record']> extends { counts(): infer Counts } ? Counts : never
}

/** Walks what lies there as one thread of a scan does. `before` is called with each folder or file before it is done. */
function walk(path: string, { kind = 'folder', before = () => undefined }: Walking = {}): Walked {
  const found: string[] = []
  const gaps: Gap[] = []
  const tell = (report: Report): void => {
    if (report.is === 'finding') found.push(report.finding.at.path)
    else if (report.is === 'gap') gaps.push(report.gap)
    else if (report.is === 'class') found.push(report.folder)
  }
  const shared = SharedState.make(1)
  const order = {
    ...{ limits: defaultScanLimits, deep: false, quick: false, exclude: [], otherDevices: false, roots: [path] },
    ...{ filesPerSecond: null, shared: shared.buffer, worker: 0, cache: null, poison: [] },
  }
  const walker = new Walker(order, scanDoors(archiveFormats, archiveTools()), shared, null, tell)
  const first: Unit = {
    ...{ kind, path, shown: path, relative: '', follow: kind === 'file', share: 1, ignores: [] },
    origin: { identity: '', launch: null },
  }
  const stack: Unit[] = [first]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    before(String(next.path))
    stack.push(...walker.do(next))
  }
  return {
    found: found.map((each) => each.slice(path.length + 1)).toSorted(),
    gaps,
    counts: shared.record(0).counts(),
  }
}

interface Walking {
  readonly kind?: Unit['kind']
  readonly before?: (path: string) => void
}

describe('what is neither file nor folder is passed over, unopened, and the rest goes on', () => {
  test('a FIFO that nobody writes to, a socket, a device', async ({ skip }) => {
    const folder = join(root, 'special')
    put('special/a.jar')
    put('special/z.jar')
    execFileSync('mkfifo', [join(folder, 'b.jar')])
    const server = createServer().listen(join(folder, 'c.jar'))
    await new Promise((resolve) => server.once('listening', resolve))
    try {
      execFileSync('mknod', [join(folder, 'd.jar'), 'c', '1', '5'], { stdio: 'ignore' })
    } catch {
      // Who is not root makes no devices.
    }
    const special = existsSync(join(folder, 'd.jar')) ? 3 : 2

    const walked = walk(folder)
    await new Promise((resolve) => server.close(resolve))

    expect(walked).toMatchObject({ found: ['a.jar', 'z.jar'], gaps: [], counts: { special, files: 2 } })
    if (special === 2) skip('a device cannot be made here, and was not tried')
  })

  test('a FIFO that takes the place of a file between being listed and being opened', () => {
    const path = join(root, 'swapped')
    execFileSync('mkfifo', [path])

    // To wait for its other end would be to wait for ever.
    expect(walk(path, { kind: 'file' })).toMatchObject({ found: [], gaps: [{ because: 'not-readable' }] })
  })
})

describe('what changes while it is walked', () => {
  test('a file and a folder that are gone are gaps, and the rest goes on', () => {
    const folder = join(root, 'vanishing')
    put('vanishing/kept/a.jar')
    put('vanishing/gone/b.jar')
    const walked = walk(folder, {
      before(path) {
        if (path.endsWith('/gone')) rmSync(path, { recursive: true })
      },
    })

    expect(walked).toMatchObject({ found: ['kept/a.jar'], gaps: [{ at: join(folder, 'gone'), because: 'vanished' }] })
    expect(walk(join(folder, 'gone/b.jar'), { kind: 'file' }).gaps).toMatchObject([{ because: 'vanished' }])
  })

  test('a folder whose place a file took', () => {
    put('taken/a/b.jar')
    const walked = walk(join(root, 'taken'), {
      before(path) {
        if (!path.endsWith('/a')) return
        rmSync(path, { recursive: true })
        writeFileSync(path, 'a file')
      },
    })

    expect(walked.gaps).toMatchObject([{ because: 'vanished' }])
  })

  test('a file that becomes shorter is a gap where it ended', () => {
    const path = put('shorter.jar', Buffer.alloc(100_000, 1))
    const file = new OpenFile(path, Buffer.alloc(headBytes))
    expect(file.read(50_000, 1_000)).toHaveLength(1_000)
    truncateSync(path, 60_000)

    expect(() => file.read(59_000, 2_000)).toThrow(expect.objectContaining({ because: 'changed' }) as Error)
    expect(file.read(59_000, 1_000)).toHaveLength(1_000)
    file.close()
  })

  test('an archive that is replaced while it is open is read as it was', () => {
    const path = put('replaced.jar', vulnerableJar({ comment: 'c'.repeat(10_000) }))
    const file = new OpenFile(path, Buffer.alloc(headBytes))
    const { size } = file
    renameSync(put('next.jar', 'short'), path)

    expect(file.read(size - 100, 100)).toHaveLength(100)
    file.close()
  })
})

test('an error of the device is a gap that says so, and never the end', ({ skip }) => {
  // No address of a process begins at zero, which the kernel tells as it tells a broken disk: by EIO.
  const broken = '/proc/self/mem'
  if (!existsSync(broken)) return skip('there is no /proc here, and so nothing that answers by EIO')

  expect(walk(broken, { kind: 'file' })).toMatchObject({
    found: [],
    gaps: [{ at: broken, because: 'not-readable', detail: expect.stringContaining('EIO') as string }],
  })
})

test('links that lead in circles, to nowhere and to what is walked anyway are followed by nobody', () => {
  const folder = join(root, 'circles')
  put('circles/a/b/c.jar')
  for (const [target, name] of [
    ['..', 'a/up'],
    ['../..', 'a/b/top'],
    ['self', 'self'],
    ['two', 'one'],
    ['one', 'two'],
    ['nowhere', 'lost.jar'],
    ['a/b/c.jar', 'same.jar'],
  ] as const) {
    symlinkSync(target, join(folder, name))
  }

  expect(walk(folder)).toMatchObject({ found: ['a/b/c.jar'], gaps: [], counts: { links: 7, folders: 3 } })
})

describe('names on disk', () => {
  test('that are no UTF-8, or control a terminal, hide nothing', () => {
    const folder = join(root, 'names')
    mkdirSync(folder)
    const inside = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x66, 0xff, 0xe9])])
    mkdirSync(inside)
    writeFileSync(Buffer.concat([inside, Buffer.from([0x2f, 0xc3, 0x28])]), vulnerableJar())
    put('names/\u001b[2J\r\n.jar')

    expect(walk(folder)).toMatchObject({ found: ['\u001b[2J\r\n.jar', 'f\\xff\\xe9/\\xc3('], gaps: [] })
  })

  test('in folders deeper than a path may be long are a gap', () => {
    const folder = join(root, 'deep')
    const chain = Array.from({ length: 15 }, () => 'd'.repeat(200))
    // No single call can name what lies that deep, so one half is moved into the other.
    mkdirSync(join(folder, ...chain), { recursive: true })
    mkdirSync(join(root, 'lower', ...chain), { recursive: true })
    renameSync(join(root, 'lower'), join(folder, ...chain, 'lower'))
    put('deep/a.jar')

    const { found, gaps } = walk(folder)
    execFileSync('rm', ['-rf', folder])

    expect(found).toEqual(['a.jar'])
    expect(gaps).toMatchObject([{ because: 'not-readable', detail: expect.stringContaining('longer') as string }])
  })
})

test('a damaged class in a folder takes nothing from the classes beside it', () => {
  for (const [name, bytes] of Object.entries(vulnerableClasses)) put(`classes/${name}`, bytes)
  for (const [i, bytes] of Object.values(vulnerableClasses).entries()) {
    for (const cut of [4, 9, 10, 200, bytes.length - 1]) put(`classes/cut/${i}-${cut}.class`, bytes.subarray(0, cut))
  }
  put('classes/huge.class', Buffer.concat([Buffer.from([0xca, 0xfe, 0xba, 0xbe]), Buffer.alloc(1_000_000, 1)]))

  const { found, gaps } = walk(join(root, 'classes'))

  expect(found).toHaveLength(Object.keys(vulnerableClasses).length)
  expect(gaps).toEqual([])
})

test('two hundred damaged contents in one zip are one gap', () => {
  const members = Array.from({ length: 200 }, (_, i) => ({
    ...{ name: `${i}.jar`, raw: Buffer.alloc(200, 0xff), claims: { size: 500 + i } },
  }))

  expect(walk(put('damaged.zip', zipOf(members)), { kind: 'file' }).gaps).toMatchObject([
    { because: 'malformed', detail: expect.stringContaining('200 entries') as string },
  ])
})
