import type { ComponentFinding, VexStatus } from '../../core/index.ts'
import { standingOf, standingWords, statuses, statusWords, versionWords } from '../component-words.ts'
import { nestingOf } from '../place.ts'
import { visible } from '../visible.ts'
import type { Palette } from './palette.ts'
import { type Row, showRows } from './rows.ts'
import { placeEvidence, shortEvidence } from './short-evidence.ts'

const labelWidth = 12

/** Levels of nesting that are drawn by indenting; what lies deeper stands below the last of them. */
const levelsDrawn = 16

/** Where a component lies, from the outside inward; a file that was named just before is not named again. */
export function showPlace(path: string, fileBefore: string | null, palette: Palette): string {
  const { outer, inside } = nestingOf(path)
  const levels = inside.map((name, i) => {
    const paint = i === inside.length - 1 ? palette.strong : palette.plain
    return `${' '.repeat(2 * Math.min(i, levelsDrawn) + 2)}${palette.faint('!')} ${paint(visible(name))}\n`
  })
  return `\n${fileBefore === outer ? '' : `${palette.strong(visible(outer))}\n`}${levels.join('')}`
}

/**
 * What a component is, what each advisory says of it, why, and what to do. `told` keeps the reasons that were given
 * before, for another component: they are not given again.
 */
export function showComponent(
  finding: ComponentFinding,
  columns: number,
  palette: Palette,
  told: ToldReasons = new ToldReasons(),
): string {
  const rows = [
    ...advisoryRows(finding, told),
    ...shortEvidence(finding.evidence).map((words) => ['why', words] as const),
    ...finding.component.mitigations.map((words) => ['mitigated', words] as const),
    ...(needsAction(finding) ? [['do', finding.remedy] as const] : []),
  ]
  return `${headLine(finding, palette)}\n${showRows(rows, labelWidth, columns, palette)}`
}

/** One whose verdict was told before, word for word, elsewhere: only what is of this place follows. */
export function showComponentAgain(finding: ComponentFinding, columns: number, palette: Palette): string {
  const anyOpen = finding.cves.some(({ status }) => isOpen(status))
  const rows = [
    ...statuses.flatMap((status): readonly (readonly [string, string])[] => {
      if (anyOpen && !isOpen(status)) return []
      const ids = finding.cves.flatMap((cve) => (cve.status === status ? [cve.id] : []))
      return ids.length === 0 ? [] : [[statusWords[status], ids.join(' ')]]
    }),
    ...placeEvidence(finding.evidence).map((words) => ['why', words] as const),
  ]
  return `${headLine(finding, palette)} ${palette.faint('(told above)')}\n${showRows(rows, labelWidth, columns, palette)}`
}

/** What is settled asks nothing of the reader. */
function needsAction(finding: ComponentFinding): boolean {
  const standing = standingOf(finding)
  return finding.remedy !== '' && (standing === 'vulnerable' || standing === 'unknown')
}

function headLine(finding: ComponentFinding, palette: Palette): string {
  const { component, severity } = finding
  const standing = standingOf(finding)
  const words = standingWords[standing]
  const badge =
    standing === 'vulnerable'
      ? palette.alarm(words)
      : standing === 'unknown'
        ? palette.warn(words)
        : palette.strong(words)
  const grade = standing === 'vulnerable' ? `, ${severity}` : ''
  const by = component.identifiedBy.join() === 'declaration' ? ', by declaration' : ''
  return `  ${badge} ${palette.strong(visible(`${component.product} ${versionWords(component)}`))}${grade}${by}`
}

/** Reasons that were given, each for one advisory. They are sentences of ours with names of classes, so there are few. */
export class ToldReasons {
  readonly #told = new Set<string>()

  /** Whether it is given for the first time. */
  isNew(id: string, because: string): boolean {
    const key = `${id} ${because}`
    if (this.#told.has(key)) return false
    if (this.#told.size < reasonsKept) this.#told.add(key)
    return true
  }
}

const reasonsKept = 5_000

/** One row for each reason. Beside advisories that are open, reasons of those that are settled are left to other formats. */
function advisoryRows({ cves }: ComponentFinding, told: ToldReasons): readonly Row[] {
  if (cves.length === 0) return [[statusWords.under_investigation, 'no advisory could be judged']]
  const anyOpen = cves.some(({ status }) => isOpen(status))
  const byReason = new Map<string, { readonly status: VexStatus; readonly ids: string[]; readonly because: string }>()
  for (const { id, status, because: reason } of cves) {
    const because = (anyOpen && !isOpen(status)) || !told.isNew(id, reason) ? '' : reason
    const key = `${status} ${because}`
    const known = byReason.get(key)
    if (known === undefined) byReason.set(key, { status, ids: [id], because })
    else known.ids.push(id)
  }
  return [...byReason.values()]
    .sort((a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status) || rank(a) - rank(b))
    .map(({ status, ids, because }) => [statusWords[status], `${ids.join(' ')}${because === '' ? '' : `: ${because}`}`])
}

/** What is explained comes before what was. */
function rank({ because }: { readonly because: string }): number {
  return because === '' ? 1 : 0
}

function isOpen(status: VexStatus): boolean {
  return status === 'affected' || status === 'under_investigation'
}
