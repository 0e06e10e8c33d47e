import type { AdvisoryId, ComponentFinding, Severity, VexStatus } from '../../core/index.ts'
import {
  type Standing,
  standingOf,
  standings,
  standingWords,
  statuses,
  statusWords,
  versionWords,
} from '../component-words.ts'
import { nestingOf } from '../place.ts'
import { visible } from '../visible.ts'
import type { Palette } from './palette.ts'
import { wrap } from './wrap.ts'

/** Lines of the table of components; the others are counted, and are all in the other formats. */
const linesShown = 40

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

/** Different components that are kept apart; there are fewer releases than that, but versions can be claimed. */
const keptApart = 2_000

interface Tally {
  readonly name: string
  readonly severity: Severity
  readonly affectedBy: string
  places: number
}

/** What the components of a run come to. Memory does not grow with their number. */
export class ComponentDigest {
  readonly #vulnerable = new Map<string, Tally>()
  #others = 0
  readonly #byCve = new Map<AdvisoryId, Map<VexStatus, number>>()
  readonly #byStanding = new Map<Standing, number>()
  #files = 0
  #lastFile: string | null = null

  add(finding: ComponentFinding): void {
    const standing = standingOf(finding)
    this.#byStanding.set(standing, (this.#byStanding.get(standing) ?? 0) + 1)
    for (const { id, status } of finding.cves) {
      const known = this.#byCve.get(id) ?? new Map<VexStatus, number>()
      known.set(status, (known.get(status) ?? 0) + 1)
      this.#byCve.set(id, known)
    }
    if (standing === 'vulnerable') this.#addVulnerable(finding)
  }

  get vulnerable(): number {
    return this.#byStanding.get('vulnerable') ?? 0
  }

  /** Components that were told, however they stand. */
  get total(): number {
    return [...this.#byStanding.values()].reduce((sum, n) => sum + n, 0)
  }

  /** What some advisory could not be judged of, and none is known to affect. */
  get unknown(): number {
    return this.#byStanding.get('unknown') ?? 0
  }

  /** Files on disk that hold something vulnerable; findings of one file come one after the other. */
  get files(): number {
    return this.#files
  }

  /** `3 vulnerable, 1 mitigated`; empty if there is none at all. */
  get standings(): string {
    return standings
      .flatMap((standing) => {
        const n = this.#byStanding.get(standing)
        return n === undefined ? [] : [`${n} ${standingWords[standing].toLowerCase()}`]
      })
      .join(', ')
  }

  *show(columns: number, palette: Palette): Generator<string> {
    if (this.#vulnerable.size > 0) yield* this.#showComponents(columns, palette)
    if (this.#byCve.size > 0) yield* this.#showAdvisories(palette)
  }

  #addVulnerable(finding: ComponentFinding): void {
    const { component, severity, cves, at } = finding
    const { outer } = nestingOf(at.path)
    if (outer !== this.#lastFile) this.#files++
    this.#lastFile = outer
    const name = `${component.product} ${versionWords(component)}`
    const affectedBy = cves.flatMap(({ id, status }) => (status === 'affected' ? [id] : [])).join(' ')
    const key = `${name} ${severity} ${affectedBy}`
    const known = this.#vulnerable.get(key)
    if (known !== undefined) known.places++
    else if (this.#vulnerable.size < keptApart) this.#vulnerable.set(key, { name, severity, affectedBy, places: 1 })
    else this.#others++
  }

  /** The most severe first, of those the most frequent. */
  *#showComponents(columns: number, palette: Palette): Generator<string> {
    const all = [...this.#vulnerable.values()].sort(
      (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.places - a.places,
    )
    const shown = all.slice(0, linesShown).map((tally) => ({ ...tally, name: visible(tally.name) }))
    const wide = Math.min(40, Math.max(...shown.map(({ name }) => name.length)))
    yield palette.strong('Vulnerable components')
    for (const { name, severity, affectedBy, places } of shown) {
      const head = `  ${`${places} ×`.padStart(8)} ${name.padEnd(wide)}  ${severity.padEnd(8)}  `
      const [first, ...rest] = wrap(affectedBy, Math.max(20, columns - head.length))
      yield `${head}${first ?? ''}`
      for (const line of rest) yield `${' '.repeat(head.length)}${line}`
    }
    const left = all.slice(linesShown).reduce((sum, { places }) => sum + places, this.#others)
    if (left > 0) yield palette.faint(`    and ${left} more places (all are in --format json)`)
    yield ''
  }

  *#showAdvisories(palette: Palette): Generator<string> {
    yield palette.strong('By advisory')
    for (const [id, counts] of [...this.#byCve].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const words = statuses.flatMap((status) => {
        const n = counts.get(status)
        if (n === undefined) return []
        const said = `${n} ${statusWords[status]}`
        return [status === 'affected' ? palette.warn(said) : said]
      })
      yield `  ${id.padEnd(14)}  ${words.join(', ')}`
    }
    yield ''
  }
}
