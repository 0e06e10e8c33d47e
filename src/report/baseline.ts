import { type AdvisoryId, type Finding, problem } from '../core/index.ts'

export const baselineUnreadable = problem('REPORT_BASELINE_UNREADABLE', (path: string, flaw: string) => ({
  message: `${JSON.stringify(path)} is no report that a later run can be compared with: ${flaw}`,
  hint: 'Give a report that was written with --format json or --format jsonl.',
}))

/** What an earlier run had found: for each finding's id, the advisories that it was affected by. */
export type Baseline = ReadonlyMap<string, ReadonlySet<AdvisoryId>>

/** A finding is new if it was not there, or if an advisory affects it now that did not before. */
export function isNew({ id, cves }: Finding, baseline: Baseline): boolean {
  const before = baseline.get(id)
  return before === undefined || cves.some((cve) => cve.status === 'affected' && !before.has(cve.id))
}

/**
 * What an earlier report has, of `fireline.report/1` or its form in lines; `parts` as {@link reportParts} gives them. Members and
 * kinds that are not known are borne, so that a report of a later release serves too. Lines without a summary are of a run that
 * did not end: what they have was found all the same. Throws REPORT_BASELINE_UNREADABLE; `path` is only named.
 */
export function readBaseline(path: string, parts: Iterable<unknown>): Baseline {
  const unreadable = (flaw: string): Error => baselineUnreadable(path, flaw)
  const baseline = new Map<string, ReadonlySet<AdvisoryId>>()
  let number = 0
  for (const part of parts) {
    number++
    const findings = findingsOf(part)
    if (findings === null) throw unreadable(number === 1 ? 'its schema is not ours' : `part ${number} is not ours`)
    for (const finding of findings) {
      if (!isKnown(finding)) throw unreadable('a finding has no id, or no list of CVEs')
      const affected = finding.cves.flatMap(({ id, status }) => (status === 'affected' ? [id] : []))
      baseline.set(finding.id, new Set([...(baseline.get(finding.id) ?? []), ...affected]))
    }
  }
  if (number === 0) throw unreadable('it is empty')
  return baseline
}

/** The findings of a report or of one line of it; `null` if it is neither. */
function findingsOf(value: unknown): readonly unknown[] | null {
  if (!isObject(value)) return null
  switch (value['schema']) {
    case 'fireline.report/1':
      return Array.isArray(value['findings']) ? (value['findings'] as readonly unknown[]) : null // looked at one by one
    case 'fireline.finding/1':
      return [value]
    case 'fireline.gap/1':
    case 'fireline.summary/1':
      return []
    default:
      return null
  }
}

interface Known {
  readonly id: string
  readonly cves: readonly { readonly id: AdvisoryId; readonly status: string }[]
}

function isKnown(value: unknown): value is Known {
  if (!isObject(value) || typeof value['id'] !== 'string' || !Array.isArray(value['cves'])) return false
  return value['cves'].every(
    (cve: unknown) => isObject(cve) && typeof cve['id'] === 'string' && typeof cve['status'] === 'string',
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
