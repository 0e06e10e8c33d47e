import {
  type AttackFinding,
  type ComponentFinding,
  type ExposureFinding,
  type Finding,
  isVulnerable,
  type Outcome,
  type RunHeader,
  type RunSummary,
} from '../../core/index.ts'
import { nestingOf } from '../place.ts'
import type { Reporter, ReportWriter } from '../reporter.ts'
import { AttackDigest } from '../text/attack-digest.ts'
import { ComponentDigest } from '../text/component-digest.ts'
import { type Palette, paletteFor } from '../text/palette.ts'
import { showCampaigns } from '../text/show-campaigns.ts'
import { showComponent, showComponentAgain, showPlace, ToldReasons } from '../text/show-component.ts'
import { type Shown, showAgain, showExposure } from '../text/show-exposure.ts'
import {
  GapDigest,
  showAttackSums,
  showComponentSums,
  showEnd,
  showExposureSums,
  showList,
} from '../text/show-summary.ts'

/** For a person: each finding at a glance as it comes, then what to do, what could not be examined, and the sums. */
export const text: Reporter = {
  id: 'text',
  mediaType: 'text/plain; charset=utf-8',
  summary: 'for a person, as results come',
  definedBy: 'words may change with any release; programs read another format',

  tellsAgain: true,

  begin({ verb }, { colour, columns = 100 }) {
    return new TextWriter(verb, paletteFor(colour), columns)
  },
}

/** Different verdicts of components that are remembered, so that each is told once. */
const verdictsKept = 2_000

class TextWriter implements ReportWriter {
  readonly #verb: RunHeader['verb']
  readonly #palette: Palette
  readonly #columns: number
  readonly #gaps = new GapDigest()
  readonly #components = new ComponentDigest()
  readonly #attacks = new AttackDigest()
  /** One for each kind of finding; they are sentences of ours, so there are few. */
  readonly #remedies = new Set<string>()
  readonly #verdicts = new Set<string>()
  readonly #reasons = new ToldReasons()
  #proven = 0
  #target: Shown | null = null
  #file: string | null = null

  constructor(verb: RunHeader['verb'], palette: Palette, columns: number) {
    this.#verb = verb
    this.#palette = palette
    this.#columns = columns
  }

  finding(finding: Finding): string {
    if (finding.kind === 'attack') {
      this.#file = null
      this.#target = null
      return this.#attacks.add(finding, this.#columns, this.#palette)
    }
    if (finding.remedy !== '' && (finding.kind === 'exposure' || isVulnerable(finding)))
      this.#remedies.add(finding.remedy)
    return finding.kind === 'exposure' ? this.#exposure(finding) : this.#component(finding)
  }

  outcome(finding: AttackFinding, before: Outcome): string {
    this.#file = null
    this.#target = null
    return this.#attacks.outcome(finding, before, this.#columns, this.#palette)
  }

  gap(gap: Parameters<GapDigest['add']>[0]): string {
    this.#gaps.add(gap)
    return ''
  }

  end(summary: RunSummary): string {
    const palette = this.#palette
    // All of a single component was told with it.
    const digest =
      this.#components.total === 1
        ? []
        : [
            ...this.#components.show(this.#columns, palette),
            ...showCampaigns(summary.campaigns ?? [], palette),
            ...this.#attacks.show(palette),
            ...showList('What to do', this.#remedies, this.#columns, palette),
          ]
    const lines = [
      '',
      ...digest,
      ...this.#gaps.show(palette),
      ...showList('Worth knowing', summary.notes, this.#columns, palette),
      ...this.#sums(summary),
      showEnd(summary, palette),
    ]
    return `${lines.join('\n')}\n`
  }

  #sums(summary: RunSummary): Iterable<string> {
    const palette = this.#palette
    switch (this.#verb) {
      case 'probe':
        return showExposureSums(summary, this.#proven, palette)
      case 'hunt':
        return showAttackSums(summary, this.#attacks.sums, this.#gaps.count, this.#columns, palette)
      case 'scan':
      case 'fix':
        return showComponentSums(summary, this.#components, this.#gaps.count, this.#columns, palette)
    }
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
