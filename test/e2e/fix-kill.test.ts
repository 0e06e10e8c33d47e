import type { ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { undoFix } from '../../src/node/fix/undo-fix.ts'
import { zipOf } from '../kit/archives/zip.ts'
import { type Ended, fireline } from '../kit/fireline.ts'
import { describeWithLab } from '../kit/lab.ts'
import { jndiLookupEntry, log4jParts } from '../kit/log4j-parts.ts'

const home = mkdtempSync(join(tmpdir(), 'fireline-kill-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const app = join(home, 'app')
const state = join(home, 'state')
const names = ['a.jar', 'b.jar'] as const
/** Large enough for writing it to take a while. */
const ballast = 12 * 2 ** 20

describeWithLab('killed at any moment', () => {
  const contents = new Map<string, { readonly old: Buffer; readonly new: string }>()
  /** Of a whole run, in milliseconds. */
  let duration = 0

  beforeAll(async () => {
    const parts = await log4jParts('2.14.1')
    for (const name of names) {
      const noise = { name: 'noise.bin', content: randomBytes(ballast), method: 'store' as const }
      const mended = zipOf([...parts.filter((part) => part.name !== jndiLookupEntry), noise])
      contents.set(name, { old: zipOf([...parts, noise]), new: digest(mended) })
    }
    reset()
    const startedAt = performance.now()
    const { code, stdout, stderr } = await run()
    duration = performance.now() - startedAt
    expect(code, stdout + stderr).toBe(0)
    expect(names.map(standing)).toEqual(['new', 'new'])
  }, 180_000)

  function reset(): void {
    rmSync(app, { recursive: true, force: true })
    rmSync(state, { recursive: true, force: true })
    mkdirSync(app)
    for (const [name, { old }] of contents) writeFileSync(join(app, name), old)
  }

  const run = (onStart?: (child: ChildProcess) => void): Promise<Ended> =>
    fireline(['fix', '--yes', '--workers', '1', '--quiet', app], {
      env: { XDG_STATE_HOME: state },
      ...(onStart === undefined ? {} : { onStart }),
    })

  function standing(name: string): 'old' | 'new' | 'neither' {
    const now = digest(readFileSync(join(app, name)))
    const known = contents.get(name)
    if (now === known?.new) return 'new'
    return known !== undefined && now === digest(known.old) ? 'old' : 'neither'
  }

  const share = (part: number) => Math.floor(ballast * part)
  const moments: readonly (readonly [string, () => boolean])[] = [
    ...[1, 2, 3, 4, 5, 6, 7].map((n) => [`the manifest has ${n} lines`, () => linesOfManifest() >= n] as const),
    ...[0, 0.3, 0.9].flatMap((part) => [
      [`${part * 100} % of the first backup are written`, () => sizeOf(kept('0001-a.jar')) > share(part)] as const,
      [`${part * 100} % of the second backup are written`, () => sizeOf(kept('0002-b.jar')) > share(part)] as const,
      [`${part * 100} % of a new file are written`, () => sizeOf(temporary()) > share(part)] as const,
    ]),
    ['the first file is the new one', () => sizeOf(join(app, 'a.jar')) < (contents.get('a.jar')?.old.length ?? 0)],
    ...[0.55, 0.65, 0.75, 0.85, 0.9, 0.95].map(
      (part) => [`${part * 100} % of the time are over`, after(part)] as const,
    ),
  ]

  /** Counts from the first time that it is asked. */
  function after(part: number): () => boolean {
    let until = 0
    return () => {
      if (until === 0) until = performance.now() + duration * part
      return performance.now() > until
    }
  }

  const seen: { standings: string[]; killed: number; leftovers: number } = { standings: [], killed: 0, leftovers: 0 }

  test.each(moments)(
    'when %s: each file is the old or the new one, and the old one comes back',
    { timeout: 60_000 },
    async (_moment, isNow) => {
      reset()
      let over = false
      let watching: Promise<void> = Promise.resolve()
      const ended = await run((child) => {
        child.once('exit', () => (over = true))
        watching = (async () => {
          while (!over && !isNow()) await setImmediate()
          child.kill('SIGKILL')
        })()
      })
      await watching
      if (ended.code === null) seen.killed++
      const standings = names.map(standing)
      seen.standings.push(standings.join(' '))
      expect(standings).not.toContain('neither')
      seen.leftovers += readdirSync(app).length - names.length

      for (const manifest of manifests()) {
        const { results } = undoFix(manifest, { force: false, dryRun: false })
        expect(results.filter(({ is }) => is === 'refused')).toEqual([])
      }
      expect(names.map(standing)).toEqual(['old', 'old'])
      // Without a manifest there is nothing to remove.
      expect(readdirSync(app).sort()).toEqual([...names])
    },
  )

  test('the moments were what they should be: before, between and after', () => {
    expect(moments.length).toBeGreaterThanOrEqual(20)
    expect(seen.killed).toBeGreaterThanOrEqual(15)
    expect(seen.leftovers).toBeGreaterThan(0)
    expect(new Set(seen.standings)).toContain('old old')
    expect(new Set(seen.standings)).toContain('new old')
  })

  test('the next fix names what was left, and removes it', { timeout: 60_000 }, async () => {
    reset()
    let over = false
    await run((child) => {
      child.once('exit', () => (over = true))
      void (async () => {
        while (!over && sizeOf(temporary()) === 0) await setImmediate()
        child.kill('SIGKILL')
      })()
    })
    const left = readdirSync(app).filter((name) => name.startsWith('.fireline-fix-'))
    expect(left.length).toBe(1)

    const plan = await fireline(['fix', '--dry-run', app], { env: { XDG_STATE_HOME: state } })
    expect(plan.stdout).toContain(left[0])
    const { code, stdout } = await fireline(['fix', '--yes', app], { env: { XDG_STATE_HOME: state } })

    expect(stdout).toContain(`removed ${join(app, left[0] ?? '')}`)
    expect(code).toBe(0)
    expect(readdirSync(app).sort()).toEqual([...names])
    expect(names.map(standing)).toEqual(['new', 'new'])
  })
})

function digest(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

function manifests(): readonly string[] {
  const folder = join(state, 'fireline', 'fix')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .map((run) => join(folder, run, 'manifest.jsonl'))
    .filter((path) => existsSync(path))
}

function linesOfManifest(): number {
  const [manifest] = manifests()
  return manifest === undefined ? 0 : readFileSync(manifest, 'utf8').split('\n').length - 1
}

/** The path of a backup; there is one run. */
function kept(name: string): string {
  const [manifest = ''] = manifests()
  return manifest.replace(/manifest\.jsonl$/, name)
}

/** A new file that is not whole yet, or is about to take its name. */
function temporary(): string {
  const name = readdirSync(app).find((each) => each.startsWith('.fireline-fix-'))
  return name === undefined ? '' : join(app, name)
}

function sizeOf(path: string): number {
  try {
    return path === '' ? 0 : statSync(path).size
  } catch {
    return 0
  }
}
