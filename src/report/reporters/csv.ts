import {
  type AttackFinding,
  bandReleases,
  type ComponentFinding,
  type ExposureFinding,
  type Finding,
  type Gap,
  gapReasons,
  type RunHeader,
  rungMeanings,
  showInstant,
  type VexStatus,
} from '../../core/index.ts'
import { attackMeanings, layersOf, releasesOf, traitWords } from '../attack-words.ts'
import { lastAsked } from '../callback-words.ts'
import { evidenceWords, standingOf, standingWords } from '../component-words.ts'
import type { Reporter } from '../reporter.ts'
import { visible } from '../visible.ts'

const exposureColumns = [
  'url',
  'point',
  'result',
  'meaning',
  'band',
  'releases',
  'callback',
  'from',
  'source',
  'delay ms',
  'asked',
  'cves',
  'detail',
  'seen at',
  'id',
] as const

const componentColumns = [
  'path',
  'result',
  'meaning',
  'severity',
  'product',
  'version',
  'affected',
  'unknown',
  'not affected',
  'fixed',
  'mitigations',
  'evidence',
  'remedy',
  'identified by',
  'purl',
  'cves',
  'detail',
  'seen at',
  'id',
] as const

const attackColumns = [
  'log',
  'line',
  'byte offset',
  'when',
  'from',
  'result',
  'meaning',
  'severity',
  'lookup',
  'scheme',
  'host',
  'port',
  'lookup path',
  'domain',
  'releases',
  'because',
  'outcome',
  'field',
  'request',
  'user agent',
  'format',
  'layers',
  'traits',
  'reads',
  'leaks',
  'rotate',
  'carries',
  'scanner',
  'written',
  'remedy',
  'cves',
  'detail',
  'seen at',
  'id',
] as const

type Column =
  | 'kind'
  | (typeof exposureColumns)[number]
  | (typeof componentColumns)[number]
  | (typeof attackColumns)[number]
type Row = Readonly<Partial<Record<Column, string>>>

/**
 * A row for each finding and gap (RFC 4180), for spreadsheets: no cell is a formula. A component is one row, so that rows
 * count places; its advisories are in a column for each status. An attack is one row, with what it asks for in parts. Columns are told by their names: new ones can come.
 */
export const csv: Reporter = {
  id: 'csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  summary: 'a row for each finding and gap as they come, for spreadsheets',
  definedBy: 'RFC 4180; a row a finding, with a column of CVEs for each status',

  begin({ verb }) {
    const columns: readonly Column[] = [...new Set<Column>(['kind', ...orders[verb].flat()])]
    let head = `${columns.join(',')}\r\n`
    const write = (row: Row | null): string => {
      const text = row === null ? head : `${head}${columns.map((column) => cell(row[column] ?? '')).join(',')}\r\n`
      head = ''
      return text
    }
    return {
      finding: (finding) => write(rowOf(finding)),
      gap: (gap) => write(gapRow(gap, verb)),
      end: () => write(null),
    }
  },
}

/** What the verb looks for comes first. */
const orders = {
  probe: [exposureColumns, componentColumns, attackColumns],
  scan: [componentColumns, exposureColumns, attackColumns],
  fix: [componentColumns, exposureColumns, attackColumns],
  hunt: [attackColumns, componentColumns, exposureColumns],
} as const satisfies Record<RunHeader['verb'], unknown>

/** Where the place of a gap stands. */
const gapColumns = { probe: 'url', scan: 'path', fix: 'path', hunt: 'log' } as const

function rowOf(finding: Finding): Row {
  switch (finding.kind) {
    case 'exposure':
      return exposureRow(finding)
    case 'component':
      return componentRow(finding)
    case 'attack':
      return attackRow(finding)
  }
}

function attackRow(finding: AttackFinding): Row {
  const { id, kind, at, when, from, verdict, severity, because, outcome, field, request, userAgent, format } = finding
  const { lookup, traits, leaks, carries, scanner, cves, seenAt, title, remedy } = finding
  return {
    kind,
    log: at.source,
    line: at.line === null ? '' : String(at.line),
    'byte offset': String(at.byteOffset),
    when: when === null ? '' : showInstant(when),
    from: from ?? '',
    result: verdict,
    meaning: attackMeanings[verdict],
    severity,
    lookup: lookup.meaning,
    scheme: lookup.scheme ?? '',
    host: lookup.host ?? '',
    port: lookup.port === null ? '' : String(lookup.port),
    'lookup path': lookup.path ?? '',
    domain: lookup.domain ?? '',
    releases: releasesOf(finding),
    because,
    outcome,
    field: field ?? '',
    request: request ?? '',
    'user agent': userAgent ?? '',
    format,
    layers: layersOf(finding).join(' '),
    traits: traits.map((trait) => `${trait}: ${traitWords[trait]}`).join(' / '),
    reads: lookup.reads.join(' '),
    leaks: leaks.map(({ read, into }) => `${read} in ${into}`).join(' / '),
    rotate: leaks.flatMap(({ read, secret }) => (secret ? [read] : [])).join(' '),
    carries: carries.join(' / '),
    scanner: scanner ?? '',
    written: lookup.raw,
    remedy,
    cves: cves.map(({ id: cve, status }) => `${cve} ${status}`).join(', '),
    detail: title,
    'seen at': showInstant(seenAt),
    id,
  }
}

function exposureRow(finding: ExposureFinding): Row {
  const { id, kind, at, proof, band, callback, cves, seenAt, title } = finding
  return {
    kind,
    url: at.url,
    point: `${at.point.kind} ${at.point.name}`,
    result: proof,
    meaning: rungMeanings[proof],
    ...(band === null ? {} : { band, releases: bandReleases[band] }),
    callback: callback.channel,
    from: callback.from.address,
    source: callback.source,
    'delay ms': String(Math.round(callback.delayMs)),
    asked: lastAsked(finding) ?? '',
    cves: cves.map(({ id: cve, status }) => `${cve} ${status}`).join(', '),
    detail: title,
    'seen at': showInstant(seenAt),
    id,
  }
}

function componentRow(finding: ComponentFinding): Row {
  const { id, kind, at, component, cves, evidence, severity, seenAt, title, remedy } = finding
  const standing = standingOf(finding)
  const having = (wanted: VexStatus): string =>
    cves.flatMap(({ id: cve, status }) => (status === wanted ? [cve] : [])).join(', ')
  return {
    kind,
    path: at.path,
    result: standing,
    meaning: standingWords[standing],
    product: component.product,
    version: component.version ?? component.versionRange ?? '',
    purl: component.purl,
    severity,
    cves: cves.map(({ id: cve, status }) => `${cve} ${status}`).join(', '),
    affected: having('affected'),
    unknown: having('under_investigation'),
    'not affected': having('not_affected'),
    fixed: having('fixed'),
    'identified by': component.identifiedBy.join(', '),
    mitigations: component.mitigations.join(', '),
    evidence: evidence.map(evidenceWords).join(' / '),
    remedy,
    detail: title,
    'seen at': showInstant(seenAt),
    id,
  }
}

function gapRow({ at, because, detail }: Gap, verb: RunHeader['verb']): Row {
  return { kind: 'gap', [gapColumns[verb]]: at, result: because, meaning: gapReasons[because], detail }
}

/**
 * Spreadsheets run a cell that begins with one of these; an apostrophe makes it a text (OWASP, CSV injection). Where
 * lists are split at semicolons, a cell begins after each of them too.
 */
const formulas = /(^|;)(?=\s*[=+\-@])/g

function cell(text: string): string {
  const harmless = visible(text).replace(formulas, "$1'")
  return /[",;']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
