import {
  bandReleases,
  type ComponentFinding,
  type ExposureFinding,
  type Gap,
  gapReasons,
  type RunHeader,
  rungMeanings,
  showInstant,
  type VexStatus,
} from '../../core/index.ts'
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

type Column = 'kind' | (typeof exposureColumns)[number] | (typeof componentColumns)[number]
type Row = Readonly<Partial<Record<Column, string>>>

/**
 * A row for each finding and gap (RFC 4180), for spreadsheets: no cell is a formula. A component is one row, so that rows
 * count places; its advisories are in a column for each status. Columns are told by their names: new ones can come.
 */
export const csv: Reporter = {
  id: 'csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  summary: 'a row for each finding and gap as they come, for spreadsheets',
  definedBy: 'RFC 4180; a row a finding, with a column of CVEs for each status',

  begin({ verb }) {
    const [first, then] = verb === 'probe' ? [exposureColumns, componentColumns] : [componentColumns, exposureColumns]
    const columns: readonly Column[] = [...new Set<Column>(['kind', ...first, ...then])]
    let head = `${columns.join(',')}\r\n`
    const write = (row: Row | null): string => {
      const text = row === null ? head : `${head}${columns.map((column) => cell(row[column] ?? '')).join(',')}\r\n`
      head = ''
      return text
    }
    return {
      finding: (finding) => write(finding.kind === 'component' ? componentRow(finding) : exposureRow(finding)),
      gap: (gap) => write(gapRow(gap, verb)),
      end: () => write(null),
    }
  },
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
  return { kind: 'gap', [verb === 'probe' ? 'url' : 'path']: at, result: because, meaning: gapReasons[because], detail }
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
