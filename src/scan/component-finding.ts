import type { ComponentFinding, FindingId, Instant } from '../core/index.ts'
import type { Judgement } from '../log4j/index.ts'

/** What a judgement needs to become a finding. */
export interface Sighted {
  /** As it is shown. */
  readonly place: string
  /** From the scanned root inward: it makes the id, which so survives that the root is moved. */
  readonly relative: string
  readonly seenAt: Instant
  /** A digest in lower-case hexadecimal, at least 32 digits. */
  readonly digest: (text: string) => string
}

export function componentFinding(judgement: Judgement, { place, relative, seenAt, digest }: Sighted): ComponentFinding {
  const { component, prefix, ...rest } = judgement
  const identity = ['component', relative, component.product, component.packageRoot, 'scan']
  // Two copies of one product in one archive, as after a merge, are two findings.
  if (prefix !== '') identity.push(prefix)
  return {
    schema: 'fireline.finding/1',
    id: `f-${digest(JSON.stringify(identity))}`.slice(0, 34) as FindingId,
    kind: 'component',
    at: { path: place },
    component,
    ...rest,
    by: 'scan',
    seenAt,
  }
}
