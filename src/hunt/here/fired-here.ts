import { type AttackFinding, type Band, bandReleases, type CveStatus } from '../../core/index.ts'
import type { Inventory, InventoryItem } from './inventory.ts'

/**
 * Says of attacks whether they could fire on what a scan found. Nothing that the scan could not examine counts as harmless:
 * then it stays open.
 */
export class FiredHere {
  readonly #inventory: Inventory
  readonly #answers = new Map<string, CveStatus>()

  constructor(inventory: Inventory) {
    this.#inventory = inventory
  }

  /** The same finding, with what is known of this place. */
  judged(finding: AttackFinding): AttackFinding {
    const { verdict, severity } = finding
    if (verdict !== 'fires' && verdict !== 'dos') return finding
    const cve = this.#answer(verdict, finding.firesOn)
    if (finding.outcome !== 'attempt' && cve.status === 'not_affected') return contradicted(finding, cve)
    if (cve.status === 'not_affected') return { ...finding, cves: [cve], severity: 'low' }
    return {
      ...finding,
      cves: [cve],
      severity: cve.status === 'affected' && verdict === 'fires' ? 'critical' : severity,
    }
  }

  #answer(verdict: 'fires' | 'dos', firesOn: readonly Band[]): CveStatus {
    const key = `${verdict} ${firesOn.join('')}`
    const known = this.#answers.get(key)
    if (known !== undefined) return known
    const id = verdict === 'fires' ? 'CVE-2021-44228' : 'CVE-2021-45105'
    const answer: CveStatus = { id, ...decided(this.#inventory, id, verdict === 'fires' ? firesOn : null) }
    this.#answers.set(key, answer)
    return answer
  }
}

/** What was seen counts over what was not found: the scan may not have been of the machine that called. */
function contradicted(finding: AttackFinding, { id, because }: CveStatus): AttackFinding {
  const { outcome, cves } = finding
  if (outcome === 'callback-seen')
    return { ...finding, cves: cves.map((cve) => ({ ...cve, because: `${cve.because}; yet ${because}` })) }
  const open = {
    id,
    status: 'under_investigation' as const,
    because: `${because}, yet something went out as if it had fired`,
  }
  return { ...finding, cves: [open] }
}

/** `firesOn`: `null` where the band makes no difference. */
function decided(
  { items, unexamined }: Inventory,
  id: CveStatus['id'],
  firesOn: readonly Band[] | null,
): Pick<CveStatus, 'status' | 'because'> {
  const having = (status: CveStatus['status']): readonly InventoryItem[] =>
    items.filter(({ statuses }) => statuses.get(id)?.status === status)
  const evaluates = ({ bands }: InventoryItem): boolean =>
    firesOn === null || bands.some((band) => firesOn.includes(band))
  const affected = having('affected')
  const [first, ...more] = affected.filter(evaluates)
  if (first !== undefined) {
    const others = more.length === 0 ? '' : `, as ${more.length} more`
    return { status: 'affected', because: `${named(first)} evaluates it${others}` }
  }
  const unknown = affected.find(({ bands }) => bands.length === 0)
  if (unknown !== undefined) return { status: 'under_investigation', because: `${named(unknown)} may evaluate it` }
  const unjudged = having('under_investigation').find((item) => item.bands.length === 0 || evaluates(item))
  if (unjudged !== undefined) {
    const why = unjudged.statuses.get(id)?.because ?? ''
    return { status: 'under_investigation', because: `of ${named(unjudged)} it is not known: ${why}` }
  }
  if (unexamined > 0) {
    const because = `the scan found nothing that evaluates it, but could not examine ${unexamined} places`
    return { status: 'under_investigation', because }
  }
  return { status: 'not_affected', because: harmless(affected[0], items, id) }
}

function harmless(affected: InventoryItem | undefined, items: readonly InventoryItem[], id: string): string {
  if (affected !== undefined) {
    const releases = affected.bands.map((band) => bandReleases[band]).join('; ')
    return `${named(affected)} is of ${releases}, on which it does not fire, and nothing else that the scan found is affected`
  }
  const known = items.find(({ statuses }) => statuses.has(id))
  if (known === undefined) return 'the scan found no Log4j that evaluates it'
  const { status, because } = known.statuses.get(id) ?? { status: 'not_affected', because: '' }
  return `nothing that the scan found is affected; of ${named(known)}: ${status === 'fixed' ? 'fixed' : 'not affected'}, ${because}`
}

function named({ name, path }: InventoryItem): string {
  return `${name} in ${path}`
}
