import {
  type AttackFinding,
  type ComponentFinding,
  type CveStatus,
  type ExposureFinding,
  type Finding,
  type Gap,
  gapReasons,
  type RunSummary,
  showInstant,
} from '../../core/index.ts'
import { attackMeanings, attackPlace } from '../attack-words.ts'
import { contentUuid } from '../content-id.ts'
import { JsonList, jsonDocument } from '../json-document.ts'
import type { Reporter } from '../reporter.ts'
import { placeUri, webUri } from '../uri.ts'

/**
 * OpenVEX 0.2.0: a statement for each finding and advisory. The product is the place (a file with its nesting, a
 * service), the subcomponent the library, because one release can be mitigated in one place and not in another.
 * An attack says nothing of a product: its statement names the log, and leaves open what wrote it.
 */
export const openvex: Reporter = {
  id: 'openvex',
  mediaType: 'application/json',
  summary: 'OpenVEX 0.2.0, a statement for each finding and advisory',
  definedBy: '[OpenVEX 0.2.0](https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md)',

  begin({ tool, startedAt }) {
    const statements = new JsonList()
    const keep = (each: readonly object[]): string => {
      // Statements must differ.
      for (const statement of each) statements.addOnce(statement)
      return ''
    }
    return {
      finding: (finding) => keep(finding.kind === 'attack' ? attackStatements(finding) : statementsOf(finding)),
      gap: (gap) => keep([unexamined(gap, showInstant(startedAt))]),
      end(summary) {
        if (statements.length === 0) keep([nothingStated(summary)])
        const body = {
          author: `${tool.name} ${tool.version}`,
          role: 'automated examination; nobody has reviewed these statements',
          timestamp: showInstant(summary.endedAt),
          version: 1,
          tooling: `${tool.name} ${tool.version}`,
          statements,
        }
        const id = `urn:uuid:${contentUuid(jsonDocument(body))}`
        return jsonDocument({ '@context': 'https://openvex.dev/ns/v0.2.0', '@id': id, ...body })
      },
    }
  },
}

type Subject = ComponentFinding | ExposureFinding

function statementsOf(finding: Subject): readonly object[] {
  const products = [product(finding)]
  const timestamp = showInstant(finding.seenAt)
  if (finding.cves.length === 0) {
    const status_notes = `${finding.title}: no advisory could be judged`
    return [{ vulnerability: logFourShell, products, timestamp, status: 'under_investigation', status_notes }]
  }
  return finding.cves.map((cve) => ({
    vulnerability: vulnerability(cve.id),
    products,
    timestamp,
    ...verdictOf(cve, finding),
  }))
}

/** The words go where the specification wants them: each status has members that it must have. */
function verdictOf({ status, because, justification }: CveStatus, { remedy, id }: Finding) {
  const why = because === '' ? `finding ${id}` : `${because} (finding ${id})`
  switch (status) {
    case 'affected':
      return { status, status_notes: why, action_statement: remedy === '' ? 'Update to a fixed release.' : remedy }
    case 'not_affected':
      return justification === undefined
        ? { status, impact_statement: why }
        : { status, status_notes: why, justification }
    case 'fixed':
    case 'under_investigation':
      return { status, status_notes: why }
  }
}

function product(finding: Subject) {
  if (finding.kind === 'component') {
    const { purl } = finding.component
    return { '@id': placeUri(finding.at.path), subcomponents: [{ '@id': purl, identifiers: { purl } }] }
  }
  const purl = 'pkg:maven/org.apache.logging.log4j/log4j-core'
  return { '@id': webUri(finding.at.url), subcomponents: [{ '@id': purl, identifiers: { purl } }] }
}

/**
 * The product is whatever wrote the log. Only where a lookup was evaluated, or a scan names what evaluates it, is that
 * affected. That one text cannot fire makes no product unaffected, so everything else stays open.
 */
function attackStatements(finding: AttackFinding): readonly object[] {
  const { at, cves, verdict, lookup, remedy } = finding
  const seen = `${attackMeanings[verdict]}: ${lookup.meaning} in ${attackPlace(finding)}`
  return cves.map((cve) => ({
    vulnerability: vulnerability(cve.id),
    products: [{ '@id': placeUri(at.source) }],
    timestamp: showInstant(finding.seenAt),
    ...(cve.status === 'affected'
      ? verdictOf({ ...cve, because: `${seen}; ${cve.because}` }, finding)
      : {
          status: 'under_investigation',
          status_notes: `an attack, which states nothing about what wrote the log: ${seen}; ${cve.because}; ${remedy} (finding ${finding.id})`,
        }),
  }))
}

/** A gap is a product whose status is not known; the reason holds for every advisory, so that one is enough. */
function unexamined({ at, because, detail }: Gap, timestamp: string) {
  return {
    vulnerability: logFourShell,
    products: [{ '@id': /^[a-z]+:\/\//i.test(at) ? webUri(at) : placeUri(at) }],
    timestamp,
    status: 'under_investigation',
    status_notes: `not examined, ${because}: ${gapReasons[because]}${detail === '' ? '' : ` (${detail})`}`,
  }
}

/** A document must have a statement; this one is about no product. */
function nothingStated({ endedAt }: RunSummary) {
  return {
    vulnerability: logFourShell,
    timestamp: showInstant(endedAt),
    status: 'under_investigation',
    status_notes: 'Nothing was found that a statement could be made about; this states nothing about any product.',
  }
}

function vulnerability(id: CveStatus['id']) {
  return { '@id': `https://www.cve.org/CVERecord?id=${id}`, name: id }
}

const logFourShell = vulnerability('CVE-2021-44228')
