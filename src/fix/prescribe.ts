import type { AdvisoryId, Component } from '../core/index.ts'
import { type ClassSighting, type Judgement, judge, type Specimen, type Update, updatesOf } from '../log4j/index.ts'
import type { Removal } from './change.ts'
import { Refusal } from './refusal.ts'
import type { Remedy } from './remedies/remedy.ts'

/** What was found in one archive or folder, as the scan judged it. */
export interface Diagnosis {
  readonly specimen: Specimen
  readonly judgements: readonly Judgement[]
}

/** What removing classes does to one copy of a product. */
export interface Effect {
  readonly component: Component
  /** What lies before its package: it tells two copies in one archive apart. */
  readonly prefix: string
  /** `Log4j Core 2.14.1 is affected by …`. */
  readonly title: string
  readonly ends: readonly AdvisoryId[]
  /** Flaws that it has and keeps. */
  readonly stays: readonly AdvisoryId[]
  /** What to do about all of them, in words. */
  readonly advice: string
  readonly updates: readonly Update[]
}

/** What is to be done, and what comes of it. */
export interface Prescription {
  readonly removals: readonly Removal[]
  readonly effects: readonly Effect[]
}

/**
 * What the remedies take away here: classes of copies that have a flaw which that ends. A copy that is fixed, patched or
 * too old keeps its classes. The judge is asked what it would say afterwards. Throws Refusal `would-stay`.
 */
export function prescribe({ specimen, judgements }: Diagnosis, remedies: readonly Remedy[]): Prescription {
  const ofEach = new Map(
    judgements.map((judgement) => {
      const others = judgements.filter((other) => other !== judgement)
      const own = specimen.classes.filter((sighting) => isOf(sighting, judgement, others))
      return [judgement, removalsFor(judgement, own, remedies)]
    }),
  )
  const removals = [...ofEach.values()].flat()
  const gone = new Set(removals.map(({ path }) => path))
  const later = judge({ ...specimen, classes: specimen.classes.filter(({ path }) => !gone.has(path)) })
  const effects = judgements.flatMap((judgement) => {
    const wanted = flawsToEnd(judgement, remedies)
    return wanted.length === 0 || ofEach.get(judgement)?.length === 0 ? [] : [effectOn(judgement, wanted, later)]
  })
  return { removals: unique(removals), effects }
}

function removalsFor(
  judgement: Judgement,
  classes: readonly ClassSighting[],
  remedies: readonly Remedy[],
): readonly Removal[] {
  return remedies
    .filter(({ ends }) => affected(judgement).some((id) => ends.includes(id)))
    .flatMap((remedy) =>
      classes.flatMap(({ role, path, className, crc32, size }): Removal[] => {
        if (role === null || !remedy.takes.includes(role)) return []
        const name = className.replaceAll('/', '.')
        const instead = isMissed(remedy, classes) ? 'empty-class' : 'nothing'
        return [{ path, className: name, role, remedy: remedy.id, instead, crc32, size }]
      }),
    )
}

function isMissed({ missedBy }: Remedy, classes: readonly ClassSighting[]): boolean {
  if (missedBy === undefined) return false
  return classes.some(({ role, features }) => role === missedBy.role && !features.includes(missedBy.unless))
}

function flawsToEnd(judgement: Judgement, remedies: readonly Remedy[]): readonly AdvisoryId[] {
  return affected(judgement).filter((id) => remedies.some(({ ends }) => ends.includes(id)))
}

function effectOn(judgement: Judgement, wanted: readonly AdvisoryId[], later: readonly Judgement[]): Effect {
  const { component, prefix, title } = judgement
  const same = later.find((other) => isSameCopy(other, judgement))
  const open = (same?.cves ?? []).filter(({ status }) => status === 'affected' || status === 'under_investigation')
  const left = open.find(({ id }) => wanted.includes(id))
  if (left !== undefined) throw new Refusal('would-stay', `${left.id} would stay: ${left.because}`)
  // What is taken away may have been the way to other flaws too.
  const stays = affected(judgement).filter((id) => open.some((each) => each.id === id))
  const ends = affected(judgement).filter((id) => !stays.includes(id))
  return { component, prefix, title, ends, stays, advice: judgement.remedy, updates: updatesOf(judgement) }
}

/** Whether a class belongs to the copy that was judged: it is its evidence and no other's, or lies in its package. */
function isOf({ path, className }: ClassSighting, judgement: Judgement, others: readonly Judgement[]): boolean {
  const rests = ({ evidence }: Judgement): boolean =>
    evidence.some((each) => each.kind === 'class' && each.path === path)
  if (rests(judgement)) return true
  const { prefix, component } = judgement
  if (component.packageRoot === null || others.some(rests)) return false
  return className.startsWith(component.packageRoot) && path.startsWith(prefix)
}

/** Whether two judgements are of the same copy in the same place. */
function isSameCopy(a: CopyName, b: CopyName): boolean {
  const root = a.component.packageRoot === b.component.packageRoot
  return root && a.component.product === b.component.product && a.prefix === b.prefix
}

type CopyName = Pick<Effect, 'component' | 'prefix'>

function affected({ cves }: Judgement): readonly AdvisoryId[] {
  return cves.filter(({ status }) => status === 'affected').map(({ id }) => id)
}

function unique(removals: readonly Removal[]): readonly Removal[] {
  return [...new Map(removals.map((removal) => [`${removal.path} ${removal.crc32} ${removal.size}`, removal])).values()]
}
