import { type ComponentFinding, type ExposureFinding, isVulnerable, type RunSummary } from '../../core/index.ts'
import { nestingOf } from '../place.ts'
import type { Reporter, ReportWriter } from '../reporter.ts'
import { ComponentDigest } from '../text/component-digest.ts'
import { type Palette, paletteFor } from '../text/palette.ts'
import { showComponent, showComponentAgain, showPlace, ToldReasons } from '../text/show-component.ts'
import { type Shown, showAgain, showExposure } from '../text/show-exposure.ts'
import { GapDigest, showComponentSums, showEnd, showExposureSums, showList } from '../text/show-summary.ts'

/** For a person: each finding at a glance as it comes, then what to do, what could not be examined, and the sums. */
export const text: Reporter = {
  id: 'text',
  mediaType: 'text/plain; charset=utf-8',
  summary: 'for a person, as results come',
  definedBy: 'words may change with any release; programs read another format',

  begin({ verb }, { colour, columns = 100 }) {
    return new TextWriter(verb === 'probe', paletteFor(colour), columns)
  },
}

/** Different verdicts of components that are remembered, so that each is told once. */
const verdictsKept = 2_000

class TextWriter implements ReportWriter {
  readonly #probing: boolean
  readonly #palette: Palette
  readonly #columns: number
  readonly #gaps = new GapDigest()
  readonly #components = new ComponentDigest()
  /** One for each kind of finding; they are sentences of ours, so there are few. */
  readonly #remedies = new Set<string>()
  readonly #verdicts = new Set<string>()
  readonly #reasons = new ToldReasons()
  #proven = 0
  #target: Shown | null = null
  #file: string | null = null

  constructor(probing: boolean, palette: Palette, columns: number) {
    this.#probing = probing
    this.#palette = palette
    this.#columns = columns
  }

  finding(finding: ExposureFinding | ComponentFinding): string {
    if (finding.remedy !== '' && (finding.kind === 'exposure' || isVulnerable(finding)))
      this.#remedies.add(finding.remedy)
    return finding.kind === 'exposure' ? this.#exposure(finding) : this.#component(finding)
  }

  gap(gap: Parameters<GapDigest['add']>[0]): string {
    this.#gaps.add(gap)
    return ''
  }

  end(summary: RunSummary): string {
    const palette = this.#palette
    const sums = this.#probing
      ? showExposureSums(summary, this.#proven, palette)
      : showComponentSums(summary, this.#components, this.#gaps.count, this.#columns, palette)
    // All of a single component was told with it.
    const digest =
      this.#components.total === 1
        ? []
        : [
            ...this.#components.show(this.#columns, palette),
            ...showList('What to do', this.#remedies, this.#columns, palette),
          ]
    const lines = [
      '',
      ...digest,
      ...this.#gaps.show(palette),
      ...showList('Worth knowing', summary.notes, this.#columns, palette),
      ...sums,
      showEnd(summary, palette),
    ]
    return `${lines.join('\n')}\n`
  }

  #exposure(finding: ExposureFinding): string {
    if (isVulnerable(finding)) this.#proven++
    const { at, proof } = finding
    const known = this.#target?.url === at.url ? this.#target : null
    this.#target = { url: at.url, proof, also: known !== null }
    this.#file = null
    return known === null ? showExposure(finding, this.#palette) : showAgain(finding, known, this.#palette)
  }

  #component(finding: ComponentFinding): string {
    this.#components.add(finding)
    const place = showPlace(finding.at.path, this.#file, this.#palette)
    this.#file = nestingOf(finding.at.path).outer
    this.#target = null
    const verdict = JSON.stringify([
      finding.component.purl,
      finding.cves,
      finding.component.mitigations,
      finding.remedy,
    ])
    if (this.#verdicts.has(verdict)) return `${place}${showComponentAgain(finding, this.#columns, this.#palette)}`
    if (this.#verdicts.size < verdictsKept) this.#verdicts.add(verdict)
    return `${place}${showComponent(finding, this.#columns, this.#palette, this.#reasons)}`
  }
}
