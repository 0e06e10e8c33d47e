import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Gap } from '../../core/index.ts'
import { defaultScanLimits } from '../../scan/index.ts'
import { Crew } from './crew.ts'
import type { Unit } from './protocol.ts'

const root = mkdtempSync(join(tmpdir(), 'fireline-crew-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Folders with a file each that is told as a gap: its name says archive, its content is none. */
function folders(count: number): readonly Unit[] {
  return Array.from({ length: count }, (_, i) => {
    const path = join(root, `d${i}`)
    mkdirSync(path, { recursive: true })
    writeFileSync(join(path, 'a.jar'), 'no archive')
    return folder(path)
  })
}

function folder(path: string): Unit {
  const origin = { identity: '', launch: null }
  return { kind: 'folder', path, shown: path, relative: '', follow: false, share: 1, ignores: [], origin }
}

async function gapsOf(units: readonly Unit[]): Promise<readonly Gap[]> {
  const gaps: Gap[] = []
  const order = {
    ...{ limits: defaultScanLimits, deep: false, quick: false, exclude: [], otherDevices: false, roots: [root] },
    ...{ filesPerSecond: null, cache: null },
  }
  await new Crew(order, 2, [units], (report) => {
    if (report.is === 'gap') gaps.push(report.gap)
  }).run()
  return gaps
}

test('threads share folders, of which many lie side by side, and tell each once', async () => {
  const gaps = await gapsOf(folders(300))

  expect(new Set(gaps.map(({ at }) => at)).size).toBe(300)
  expect(gaps).toHaveLength(300)
})

test('a folder that no thread survives costs that folder alone, whatever a thread was given with it', async () => {
  const deadly = { ...folder(join(root, 'deadly')), ignores: null as never }
  mkdirSync(join(root, 'deadly', 'below'), { recursive: true })
  const units = folders(20)
  const gaps = await gapsOf([...units.slice(0, 7), deadly, ...units.slice(7)])

  const told = new Map(gaps.map(({ at, because, detail }) => [at, `${because}: ${detail}`]))
  expect(told.get(deadly.shown)).toMatch(/^malformed: unexpected: /)
  expect([...told.keys()].filter((at) => at.endsWith('a.jar'))).toHaveLength(20)
  expect(told.size).toBe(21)
})
