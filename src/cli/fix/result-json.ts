import { type Instant, showInstant } from '../../core/index.ts'
import { type FixOutcome, type FixPlan, type FixTarget, packageVersion, type UndoOutcome } from '../../node/index.ts'
import { jsonText } from '../../report/index.ts'

interface Run {
  readonly startedAt: Instant
  readonly endedAt: Instant
}

/** A plan, and what came of it if it was done; see the schema of the contract. */
export function fixJson(plan: FixPlan, outcome: FixOutcome | null, run: Run): string {
  const { order, targets, refused, left, gaps, notes, leftovers } = plan
  const { stripSignature, breakLinks } = order
  return document({
    ...head(run, 'fix'),
    done: outcome !== null,
    complete: outcome?.complete ?? true,
    remedies: order.remedies.map(({ id }) => id),
    stripSignature,
    breakLinks,
    manifest: outcome?.manifest ?? null,
    targets: targets.map((target) => ({ ...targetJson(target), outcome: outcomeJson(target, outcome) })),
    refused,
    left,
    gaps,
    notes,
    leftovers: outcome?.removed ?? leftovers,
  })
}

export function undoJson({ results, leftovers }: UndoOutcome, dryRun: boolean, run: Run): string {
  return document({ ...head(run, 'undo'), done: !dryRun, results, leftovers })
}

function targetJson({ shown, path, kind, places, files, users, unsigned, namesLeft, repacked }: FixTarget) {
  return {
    at: shown,
    path,
    kind,
    places: places.map(({ place, removals, effects }) => ({
      at: place,
      removes: removals.map(({ path: entry, className, role, remedy, instead, size }) => ({
        path: entry,
        className,
        role,
        remedy,
        instead,
        size,
      })),
      effects: effects.map(({ component, title, ends, stays, advice, updates }) => ({
        purl: component.purl,
        version: component.version,
        title,
        ends,
        stays,
        advice,
        updates,
      })),
    })),
    files: files.map(({ original, before, after }) => ({ path: original.path, names: original.names, before, after })),
    processes: users,
    unsigned,
    namesLeft,
    repacked,
  }
}

function outcomeJson(target: FixTarget, outcome: FixOutcome | null) {
  const result = outcome?.results.find((each) => each.target === target)
  if (result === undefined) return null
  return result.is === 'fixed'
    ? { is: result.is, remarks: result.remarks }
    : { is: result.is, because: result.because, detail: result.detail, filesDone: result.done }
}

function head({ startedAt, endedAt }: Run, verb: 'fix' | 'undo') {
  return {
    schema: 'fireline.fix-report/1',
    tool: { name: 'fireline', version: packageVersion() },
    verb,
    startedAt: showInstant(startedAt),
    endedAt: showInstant(endedAt),
  }
}

function document(value: unknown): string {
  return `${jsonText(value, 2)}\n`
}
