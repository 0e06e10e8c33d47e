import {
  type Finding,
  type Gap,
  type GapReason,
  isVulnerable,
  type RunHeader,
  type RunSummary,
} from '../../core/index.ts'
import { advisoryFacts } from '../advisory-facts.ts'
import { askedOf, attackPlace, attackVerdicts } from '../attack-words.ts'
import { standingOf, versionWords } from '../component-words.ts'
import { type Labels, MetricFamily } from '../prometheus/metric-family.ts'
import type { Reporter, ReportWriter } from '../reporter.ts'
import { visible } from '../visible.ts'

/**
 * The text format of Prometheus 0.0.4 for a textfile collector. Series are counts by few labels, so that their number
 * stays small; each finding and each gap itself is a comment, which a collector passes over and a person can search.
 */
export const prometheus: Reporter = {
  id: 'prometheus',
  mediaType: 'text/plain; version=0.0.4; charset=utf-8',
  summary: 'counts for a textfile collector, with each finding and gap as a comment',
  definedBy:
    '[Prometheus text format 0.0.4](https://prometheus.io/docs/instrumenting/exposition_formats/); one file for each verb',

  begin(header) {
    return new MetricsWriter(header)
  },
}

class MetricsWriter implements ReportWriter {
  readonly #header: RunHeader
  readonly #comments: string[] = []
  readonly #vulnerable: MetricFamily
  readonly #byAdvisory: MetricFamily
  readonly #components: MetricFamily
  readonly #attacks: MetricFamily
  readonly #gaps: MetricFamily

  constructor(header: RunHeader) {
    this.#header = header
    const family = (name: string, help: string): MetricFamily => new MetricFamily(name, help, { verb: header.verb })
    this.#vulnerable = family(
      'fireline_vulnerable',
      'Findings of the last run that claim that something is vulnerable.',
    )
    this.#byAdvisory = family('fireline_findings', 'Findings of the last run by advisory and what was found of it.')
    this.#components = family('fireline_components', 'Components found in files by the last run.')
    this.#attacks = family('fireline_attacks', 'Attacks found in logs by the last run, by what they can do.')
    this.#gaps = family('fireline_gaps', 'Places that the last run could not examine, by reason.')
    this.#vulnerable.add({}, 0)
    if (header.verb === 'hunt') for (const verdict of attackVerdicts) this.#attacks.add({ verdict }, 0)
  }

  finding(finding: Finding): string {
    const { kind, cves, severity } = finding
    if (isVulnerable(finding)) this.#vulnerable.add({}, 1)
    for (const { id, status } of cves) {
      const graded = advisoryFacts(id).severity ?? severity
      this.#byAdvisory.add({ kind, cve: id, status, severity: graded }, 1)
    }
    if (finding.kind === 'component') this.#components.add(componentLabels(finding), 1)
    if (finding.kind === 'attack') this.#attacks.add({ verdict: finding.verdict }, 1)
    this.#comments.push(`# finding ${words(finding)}`)
    return ''
  }

  gap({ at, because, detail }: Gap): string {
    this.#gaps.add({ because: because satisfies GapReason }, 1)
    this.#comments.push(`# gap ${because} ${visible(at)}${detail === '' ? '' : ` (${visible(detail)})`}`)
    return ''
  }

  end({ endedAt, complete, stats }: RunSummary): string {
    const { verb, tool, startedAt } = this.#header
    const gauge = (name: string, help: string, value: number, labels: Labels = {}): MetricFamily => {
      const family = new MetricFamily(name, help, { verb })
      family.add(labels, value)
      return family
    }
    const counters = new MetricFamily('fireline_run_stat', 'Counters of the last run.', { verb })
    for (const [name, value] of Object.entries(stats)) counters.add({ stat: name }, value)
    const families = [
      this.#vulnerable,
      this.#byAdvisory,
      this.#components,
      this.#attacks,
      this.#gaps,
      gauge('fireline_run_complete', 'Whether the last run tried everything.', complete ? 1 : 0),
      gauge('fireline_run_end_timestamp_seconds', 'When the last run ended.', endedAt / 1_000),
      gauge('fireline_run_duration_seconds', 'How long the last run took.', (endedAt - startedAt) / 1_000),
      counters,
      gauge('fireline_build_info', 'The release of fireline that ran last.', 1, { version: tool.version }),
    ]
    return [...families.flatMap((family) => family.lines()), ...this.#comments, ''].join('\n')
  }
}

function componentLabels(finding: Extract<Finding, { kind: 'component' }>): Labels {
  const { component, severity } = finding
  return { product: component.product, version: versionWords(component), standing: standingOf(finding), severity }
}

function words(finding: Finding): string {
  const { id, severity, cves } = finding
  const verdicts = cves.map((cve) => `${cve.id}=${cve.status}`).join(' ')
  return visible(`${id} ${severity} ${placeOf(finding)} ${verdicts}`)
}

function placeOf(finding: Finding): string {
  switch (finding.kind) {
    case 'component':
      return finding.at.path
    case 'exposure':
      return `${finding.at.url} ${finding.at.point.kind} ${finding.at.point.name}`
    case 'attack':
      return `${attackPlace(finding)} ${finding.verdict} ${askedOf(finding) ?? ''} from ${finding.from ?? '-'}`
  }
}
