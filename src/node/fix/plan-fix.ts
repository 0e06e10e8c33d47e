import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { AdvisoryId, ComponentFinding, Gap } from '../../core/index.ts'
import { type RefusedPlace, remedies } from '../../fix/index.ts'
import type { ScanLimits } from '../../scan/index.ts'
import { archiveTools } from '../archive/index.ts'
import type { ScanEvent } from '../scan/scan-files.ts'
import type { FixOrder, FixPlan, LeftAlone } from './fix-plan.ts'
import { Planner } from './planner.ts'
import { listFileUsers } from './processes.ts'
import type { SurveyOptions } from './survey.ts'

export interface PlanOptions {
  readonly limits: ScanLimits
  readonly deep: boolean
  readonly signal: AbortSignal
  /** Folders in which other names (hard links) of a file are changed with it. */
  readonly roots?: readonly string[]
  /** Called with each file that is about to be planned. */
  readonly at?: (shown: string) => void
}

/** What a scan finds, turned into what is to be done. Reads everything and writes nothing. */
export async function planFix(
  found: AsyncIterable<ScanEvent>,
  order: FixOrder,
  { limits, deep, signal, roots = [], at }: PlanOptions,
): Promise<FixPlan> {
  const findings: ComponentFinding[] = []
  const gaps: Gap[] = []
  const notes: string[] = []
  for await (const event of found) {
    if (event.is === 'finding') findings.push(event.finding)
    else if (event.is === 'gap') gaps.push(event.gap)
    else notes.push(event.text)
  }
  const survey: SurveyOptions = { tools: archiveTools(), limits, deep }
  const planner = new Planner(order, survey, roots)
  const wanted = findings.filter((finding) => isWanted(finding, order))
  const users = wanted.length === 0 ? null : await listFileUsers(signal)
  if (wanted.length > 0 && users === null) notes.push(noProcesses)
  for (const located of planner.group(wanted)) {
    await setImmediate()
    if (signal.aborted) break
    at?.(located.shown)
    planner.plan(located, users)
  }
  if (signal.aborted) gaps.push({ at: 'fix', because: 'interrupted', detail: 'it was stopped before all was planned' })
  const leftovers = planner.leftovers()
  const left = new Set(leftovers.map((path) => basename(path)))
  // Half a file that an interrupted fix left is told as such, and goes.
  const goes = (place: string): boolean => left.has(basename(place.split('!', 1)[0] ?? place))
  const staying = findings.filter(({ at: { path } }) => !goes(path))
  return {
    order,
    targets: planner.targets,
    refused: [
      ...planner.refused,
      ...planner.unexplained(),
      ...staying.flatMap((finding) => undecidedIn(finding, order)),
    ],
    left: staying.flatMap((finding) => leftOf(finding, order)),
    gaps: gaps.filter(({ at: where }) => !goes(where)),
    // Who uses a file is no question of whether it is vulnerable.
    notes: [...notes, ...(users === null ? [] : users.gaps.map(({ at: where, detail }) => `${where}: ${detail}`))],
    leftovers,
  }
}

const noProcesses = 'which running JVMs have the files open is not known on this system: restart those that do'

function isWanted({ cves, component }: ComponentFinding, order: FixOrder): boolean {
  // What is only declared is not there to be changed.
  if (component.identifiedBy.every((by) => by === 'declaration')) return false
  return affected(cves).some((id) => order.remedies.some(({ ends }) => ends.includes(id)))
}

/** What a remedy would end if it were known to be there: nobody may take it for mended. */
function undecidedIn({ at, cves, component }: ComponentFinding, order: FixOrder): readonly RefusedPlace[] {
  if (component.identifiedBy.every((by) => by === 'declaration')) return []
  const [first, ...others] = cves.filter(
    ({ id, status }) => status === 'under_investigation' && order.remedies.some(({ ends }) => ends.includes(id)),
  )
  if (first === undefined) return []
  const ids = [first, ...others].map(({ id }) => id)
  const detail = `${ids.join(', ')}: ${first.because}; look at it, or take it away, and scan again`
  return [{ place: at.path, because: 'undecided', detail }]
}

function leftOf(finding: ComponentFinding, order: FixOrder): readonly LeftAlone[] {
  const cves = affected(finding.cves)
  if (cves.length === 0 || isWanted(finding, order)) return []
  const others = remedies.filter(({ ends }) => ends.some((id) => cves.includes(id)))
  const ids = others.map(({ id }) => id)
  return [{ place: finding.at.path, title: finding.title, cves, advice: finding.remedy, remedies: ids }]
}

function affected(cves: ComponentFinding['cves']): readonly AdvisoryId[] {
  return cves.filter(({ status }) => status === 'affected').map(({ id }) => id)
}
