import { lstatSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll } from 'vitest'
import { instantOfEpoch } from '../../src/core/index.ts'
import { remedies } from '../../src/fix/index.ts'
import { archiveTools } from '../../src/node/archive/index.ts'
import { surveyFile } from '../../src/node/fix/survey.ts'
import {
  applyFix,
  type FixOrder,
  type FixOutcome,
  type FixPlan,
  newRunId,
  planFix,
  type ScanEvent,
  scan,
  sha256Hex,
} from '../../src/node/index.ts'
import { componentFinding, defaultScanLimits } from '../../src/scan/index.ts'

/** A folder for one test; all are removed in the end. */
export function folders(): () => string {
  const made: string[] = []
  afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })))
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'fireline-fix-'))
    made.push(folder)
    return folder
  }
}

const usual: FixOrder = {
  remedies: remedies.filter(({ byDefault }) => byDefault),
  stripSignature: false,
  breakLinks: false,
}

const { signal } = new AbortController()
const search = { limits: defaultScanLimits, deep: false, signal }

/** What `fireline fix --dry-run` does: with a scan in threads, or for files alone with the same engine in this one. */
export function planned(paths: readonly string[], order: Partial<FixOrder> = {}): Promise<FixPlan> {
  return planFix(eventsOf(paths), { ...usual, ...order }, { ...search, roots: paths })
}

function eventsOf(paths: readonly string[]): AsyncIterable<ScanEvent> {
  return paths.every((path) => lstatSync(path).isFile()) ? examined(paths) : scan({ paths }, { workers: 1 })
}

async function* examined(paths: readonly string[]): AsyncGenerator<ScanEvent> {
  const seenAt = instantOfEpoch(Date.now())
  for (const path of paths) {
    const survey = await Promise.resolve(surveyFile(path, basename(path), path, { ...search, tools: archiveTools() }))
    for (const { place, judgements } of survey.examined) {
      for (const judgement of judgements) {
        const finding = componentFinding(judgement, { place, relative: place, seenAt, digest: sha256Hex })
        yield { is: 'finding', finding }
      }
    }
    for (const gap of survey.gaps) yield { is: 'gap', gap }
  }
}

/** What `fireline fix --yes` does with a plan. */
export function applied(plan: FixPlan, backups: string): Promise<FixOutcome> {
  const startedAt = instantOfEpoch(Date.now())
  const run = newRunId(startedAt)
  return applyFix(plan, { backup: join(backups, run), run, startedAt, ...search })
}

/** What a scan says afterwards: the status of each flaw that was to end, by place. */
export async function statusesOf(paths: readonly string[]): Promise<readonly string[]> {
  const said: string[] = []
  for await (const event of eventsOf(paths)) {
    if (event.is === 'gap') said.push(`gap ${event.gap.at}`)
    if (event.is !== 'finding') continue
    for (const { id, status } of event.finding.cves) if (/44228|45046/.test(id)) said.push(`${id} ${status}`)
  }
  return [...new Set(said)].sort()
}
