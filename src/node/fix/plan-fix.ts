import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type Bytes, piecesOf } from '../../archive/index.ts'
import type { AdvisoryId, ComponentFinding, Gap } from '../../core/index.ts'
import { type ArchiveChange, planArchive, Refusal, type RefusedPlace, type Removal, remedies } from '../../fix/index.ts'
import type { ScanLimits } from '../../scan/index.ts'
import { archiveTools } from '../archive/index.ts'
import { headBytes, OpenFile } from '../scan/open-file.ts'
import type { ScanEvent } from '../scan/scan-files.ts'
import { fixDoors } from './doors.ts'
import { isInLayer } from './engine-storage.ts'
import type { FileChange, FixOrder, FixPlan, FixTarget, LeftAlone } from './fix-plan.ts'
import { leftoversIn } from './leftovers.ts'
import { type Located, locate } from './locate.ts'
import { newContent } from './new-content.ts'
import { checkReplaceable, type Original, originalAt } from './original.ts'
import { type FileUsers, listFileUsers } from './processes.ts'
import { type SurveyOptions, surveyBytes, surveyFolder } from './survey.ts'
import { systemRefusal } from './system-refusal.ts'
import { digestOf } from './write-whole.ts'

export interface PlanOptions {
  readonly limits: ScanLimits
  readonly deep: boolean
  readonly signal: AbortSignal
  /** Called with each file that is about to be planned. */
  readonly at?: (shown: string) => void
}

/** What a scan finds, turned into what is to be done. Reads everything and writes nothing. */
export async function planFix(
  found: AsyncIterable<ScanEvent>,
  order: FixOrder,
  { limits, deep, signal, at }: PlanOptions,
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
  const planner = new Planner(order, survey)
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
  return {
    order,
    targets: planner.targets,
    refused: [...planner.refused, ...planner.unexplained()],
    left: findings.flatMap((finding) => leftOf(finding, order)),
    // Half a file that an interrupted fix left is told as such, and goes.
    gaps: gaps.filter(({ at: where }) => !left.has(basename(where.split('!', 1)[0] ?? where))),
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

/** Plans one file or folder after another. */
class Planner {
  readonly targets: FixTarget[] = []
  readonly refused: RefusedPlace[] = []
  /** Places in which something is to be taken away, as the first path to them shows them. */
  readonly #wanted: string[] = []
  readonly #order: FixOrder
  readonly #survey: SurveyOptions

  constructor(order: FixOrder, survey: SurveyOptions) {
    this.#order = order
    this.#survey = survey
  }

  /** The files and folders that findings are in, each once, whatever leads there. */
  group(findings: readonly ComponentFinding[]): readonly Located[] {
    const located = new Map<string, Located>()
    for (const { at } of findings) {
      this.#attempt(at.path, () => {
        const there = locate(at.path)
        const first = located.get(there.path) ?? there
        located.set(there.path, first)
        this.#wanted.push(`${first.shown}${at.path.slice(there.shown.length)}`)
      })
    }
    return [...located.values()]
  }

  plan(located: Located, users: FileUsers | null): void {
    this.#attempt(located.shown, () => {
      if (isInLayer(located.path)) {
        throw new Refusal(
          'layer',
          'a container engine keeps it there: mend what the image is built from, build it anew',
        )
      }
      const target = located.kind === 'file' ? this.#archive(located) : this.#folder(located)
      const { files } = target
      if (files.length === 0) return
      const used = [statSync(located.path, { bigint: true }), ...files.map(({ original }) => original)]
      const all = used.flatMap((file) => users?.of(file) ?? [])
      this.targets.push({ ...target, users: [...new Map(all.map((user) => [user.pid, user])).values()] })
    })
  }

  /** Places that the scan found and a second look did not, which must not be passed over. */
  unexplained(): readonly RefusedPlace[] {
    const known = [...this.targets.flatMap(({ places }) => places), ...this.refused].map(({ place }) => place)
    const paths = new Set(known)
    return [...new Set(this.#wanted)]
      .filter((place) => !paths.has(place) && !known.some((each) => place.startsWith(`${each}!`)))
      .map((place) => ({ place, because: 'changed', detail: 'a second look did not find what the scan had found' }))
  }

  leftovers(): readonly string[] {
    const folders = new Set(this.targets.flatMap(({ files }) => files.map(({ original }) => original.folder.path)))
    return [...folders].flatMap((folder) => leftoversIn(folder).map((name) => join(folder, name)))
  }

  #archive({ path, shown }: Located): Omit<FixTarget, 'users'> {
    const original = this.#original(path)
    const file = new OpenFile(path, Buffer.alloc(headBytes))
    try {
      const { examined } = surveyBytes(file, original.name, shown, this.#survey)
      const { change, places, refused } = planArchive(examined, this.#order.remedies)
      this.refused.push(...refused)
      const unsigned: string[] = []
      const files = places.length === 0 ? [] : [this.#rewrite(original, file, change, unsigned)]
      return { path, shown, kind: 'file', files, places, examined, unsigned }
    } finally {
      file.close()
    }
  }

  #rewrite(original: Original, file: Bytes, change: ArchiveChange, unsigned: string[]): FileChange {
    const made = { by: 'change', change } as const
    const doors = fixDoors(this.#survey.tools)
    const pieces = newContent(file, made, this.#order, doors, (names) => unsigned.push(...names))
    return { original, made, before: digestOf(piecesOf(file)), after: digestOf(pieces) }
  }

  #folder({ path, shown }: Located): Omit<FixTarget, 'users'> {
    const examined = surveyFolder(path, shown)
    const { places, refused } = planArchive(examined, this.#order.remedies)
    this.refused.push(...refused)
    const removals = places.flatMap((place) => place.removals)
    const files = removals.map((removal) => this.#classFile(join(path, removal.path), removal))
    return { path, shown, kind: 'folder', files, places, examined, unsigned: [] }
  }

  #classFile(path: string, { instead }: Removal): FileChange {
    const original = this.#original(path)
    const file = new OpenFile(path, Buffer.alloc(headBytes))
    try {
      const before = digestOf(piecesOf(file))
      if (instead === 'nothing') return { original, made: null, before, after: null }
      const made = { by: instead }
      const after = digestOf(newContent(file, made, this.#order, fixDoors(this.#survey.tools)))
      return { original, made, before, after }
    } finally {
      file.close()
    }
  }

  #original(path: string): Original {
    const original = originalAt(path)
    if (original.names > 1 && !this.#order.breakLinks) {
      const detail = `${original.names - 1} more (find / -xdev -samefile '${path}'): with --break-links this name is fixed, the others stay`
      throw new Refusal('several-names', detail)
    }
    checkReplaceable(original)
    return original
  }

  #attempt(place: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      const { because, message } = systemRefusal(place, error)
      this.refused.push({ place, because, detail: message })
    }
  }
}
