import {
  type Finding,
  type Gap,
  gapReasons,
  isAlarm,
  type RunHeader,
  type RunSummary,
  type Severity,
  showInstant,
} from '../../core/index.ts'
import { standingOf, versionWords } from '../component-words.ts'
import type { Reporter } from '../reporter.ts'
import { visible } from '../visible.ts'

/**
 * RFC 5424, a line for each finding and gap as they come and one for the run, ready for `logger --rfc3164=no` or a
 * relay. The host is left to the relay; a gap has no time of its own.
 */
export const syslog: Reporter = {
  id: 'syslog',
  mediaType: 'text/plain; charset=utf-8',
  summary: 'RFC 5424, a line for each finding and gap as they come, for log collectors',
  definedBy:
    '[RFC 5424](https://www.rfc-editor.org/rfc/rfc5424); SD-IDs `finding@32473`, `gap@32473`, `run@32473` under the enterprise number that RFC 5612 keeps for documentation',

  begin(header) {
    return {
      finding: (finding) => findingLine(finding),
      gap: (gap) => gapLine(gap),
      end: (summary) => runLine(header, summary),
    }
  },
}

/** Facility 13, log audit (RFC 5424 table 1). */
const facility = 13

/** RFC 5424 table 2. */
const severities: Readonly<Record<Severity, number>> = { critical: 2, high: 3, medium: 4, low: 5, info: 6 }
const warning = 4
const informational = 6

type Param = readonly [name: string, value: string]

function findingLine(finding: Finding): string {
  const { id, severity, title, seenAt, cves } = finding
  const ids = (wanted: string): string => cves.flatMap((cve) => (cve.status === wanted ? [cve.id] : [])).join(' ')
  const params: readonly Param[] = [
    ['id', id],
    ['kind', finding.kind],
    ['severity', severity],
    ['affected', ids('affected')],
    ['unknown', ids('under_investigation')],
    ['notAffected', ids('not_affected')],
    ['fixed', ids('fixed')],
    ...subject(finding),
  ]
  const level = isAlarm(finding) ? severities[severity] : informational
  return line(level, showInstant(seenAt), 'FINDING', 'finding', params, title)
}

/** Places come last: a receiver that cuts a line cuts there. */
function subject(finding: Finding): readonly Param[] {
  if (finding.kind === 'component') {
    const { component, at } = finding
    return [
      ['standing', standingOf(finding)],
      ['product', component.product],
      ['version', versionWords(component)],
      ['purl', component.purl],
      ['path', at.path],
    ]
  }
  if (finding.kind === 'attack') {
    const { verdict, outcome, lookup, from, when, at, field, scanner } = finding
    return [
      ['verdict', verdict],
      ['outcome', outcome],
      ['from', from ?? ''],
      ['when', when === null ? '' : showInstant(when)],
      ['scheme', lookup.scheme ?? ''],
      ['host', lookup.host ?? lookup.domain ?? ''],
      ['port', lookup.port === null ? '' : String(lookup.port)],
      ['scanner', scanner ?? ''],
      ['field', field ?? ''],
      ['line', at.line === null ? '' : String(at.line)],
      ['byteOffset', String(at.byteOffset)],
      ['lookup', lookup.meaning],
      ['log', at.source],
    ]
  }
  const { at, proof, callback } = finding
  return [
    ['proof', proof],
    ['channel', callback.channel],
    ['from', callback.from.address],
    ['point', `${at.point.kind} ${at.point.name}`],
    ['url', at.url],
  ]
}

function gapLine({ at, because, detail }: Gap): string {
  const params: readonly Param[] = [
    ['because', because],
    ['detail', detail],
    ['at', at],
  ]
  return line(warning, '-', 'GAP', 'gap', params, `not examined: ${gapReasons[because]}`)
}

function runLine({ verb, tool }: RunHeader, { endedAt, complete, notes, stats }: RunSummary): string {
  const params: readonly Param[] = [
    ['verb', verb],
    ['version', tool.version],
    ['complete', String(complete)],
    ...Object.entries(stats).map(([name, value]): Param => [paramName(name), String(value)]),
  ]
  const words = [`${verb} ended${complete ? '' : ' before everything was tried'}`, ...notes].join('; ')
  return line(complete ? informational : warning, showInstant(endedAt), 'RUN', 'run', params, words)
}

/** SYSLOG-MSG of RFC 5424 section 6, without a host and a process; the message is MSG-ANY, in UTF-8. */
function line(level: number, time: string, message: string, id: string, params: readonly Param[], words: string) {
  const data = params.flatMap(([name, value]) => (value === '' ? [] : [` ${name}="${paramValue(value)}"`]))
  return `<${facility * 8 + level}>1 ${time} - fireline - ${message} [${id}@32473${data.join('')}] ${visible(words)}\n`
}

/** PARAM-NAME: at most 32 of printable ASCII, without `=`, space, `]` and `"`. */
function paramName(name: string): string {
  return name.replace(/[^\w.-]/g, '_').slice(0, 32)
}

/** PARAM-VALUE: `"`, `\` and `]` are escaped (section 6.3.3); what could act on a terminal was made visible before. */
function paramValue(value: string): string {
  return visible(value).replace(/["\\\]]/g, '\\$&')
}
