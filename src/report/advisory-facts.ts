import { type AdvisoryId, type Severity } from '../core/index.ts'
import { advisories } from '../log4j/index.ts'

/** What every document can say of an advisory beside the verdict. */
export interface AdvisoryFacts {
  readonly id: AdvisoryId
  /** In one sentence without a final dot. */
  readonly title: string
  /** CVSS base score; `null` if we do not have the advisory. */
  readonly cvss: number | null
  readonly severity: Severity | null
  /** The publisher's page first. */
  readonly sources: readonly [string, ...string[]]
}

const known = new Map(advisories.map((advisory) => [advisory.id, advisory]))

/** An advisory that we do not have, as in a finding of a later release, is told by its number. */
export function advisoryFacts(id: AdvisoryId): AdvisoryFacts {
  return (
    known.get(id) ?? { id, title: id, cvss: null, severity: null, sources: [`https://www.cve.org/CVERecord?id=${id}`] }
  )
}
