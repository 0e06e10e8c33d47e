import type { AdvisoryId, ComponentEvidence, CveStatus, Severity } from '../../core/index.ts'
import type { Advisory, AffectedModule } from '../advisories/advisory.ts'
import { advisories } from '../advisories/index.ts'
import { products, purlOf } from '../product.ts'
import { isIn } from '../release.ts'
import type { Judgement, Specimen } from '../specimen.ts'
import { type Copy, copiesIn } from './copy.ts'
import { classEvidence, configurationEvidence, disputeEvidence, fingerprintEvidence } from './evidence.ts'
import { type Identity, identify, rangeOf } from './identity.ts'
import { launchRemark, reopened } from './launch.ts'
import { remedyFor } from './remedy.ts'
import { type Status, type Surroundings, statusOf } from './status.ts'
import { releaseSaid, type Witness, witnessesOf } from './witness.ts'

/** What is said of each product in a specimen, one for each package that holds one; empty if there is nothing of ours. */
export function judge(specimen: Specimen): readonly Judgement[] {
  const copies = copiesIn(specimen)
  return copies.map((copy) => judgeCopy(copy, copies, specimen))
}

interface Verdict {
  readonly advisory: Advisory
  readonly module: AffectedModule
  readonly status: Status
}

function judgeCopy(copy: Copy, copies: readonly Copy[], specimen: Specimen): Judgement {
  const bytes = identify(copy)
  const witnesses = witnessesOf(copy, bytes, specimen.metadata)
  const identity = { ...bytes, version: releaseSaid(bytes, witnesses) }
  const verdicts = verdictsOn(copy, bytes, { ...specimen, copies })
  const cves = verdicts.map(({ advisory, module, status }) => cveStatus(advisory.id, module, status, specimen))
  const affected = verdicts.filter(({ status }) => status.status === 'affected')
  const undecided = verdicts.filter(({ status }) => status.status === 'under_investigation')
  return {
    component: {
      product: copy.product,
      purl: purlOf(copy.product, identity.version),
      version: identity.version,
      versionRange: rangeOf(identity, copy.product),
      identifiedBy: identifiedBy(copy, identity, witnesses),
      mitigations: mitigationsOf(verdicts, identity, specimen),
      packageRoot: copy.root,
    },
    prefix: copy.prefix,
    title: titleOf(nameOf(copy, copies, identity), affected, cves),
    severity: worst(affected),
    cves,
    evidence: evidenceFor(copy, identity, verdicts, witnesses, specimen),
    remedy: remedyFor(copy.product, identity, affected, undecided),
  }
}

function verdictsOn(copy: Copy, identity: Identity, around: Surroundings): readonly Verdict[] {
  return advisories.flatMap((advisory) =>
    advisory.modules
      .filter(({ product }) => product === copy.product)
      .map((module) => ({ advisory, module, status: statusOf(module, copy, identity, around) })),
  )
}

/** What was configured and how it was started is said beside the verdict; it never changes it. */
function cveStatus(id: AdvisoryId, module: AffectedModule, { status, because }: Status, specimen: Specimen): CveStatus {
  if (status !== 'affected' && status !== 'under_investigation')
    return { id, status, because: inSentences([because, ...reopened(id, status, specimen)]) }
  const { configurations, launch } = specimen
  const raising = configurations.find(({ setting }) => module.raisedBy.includes(setting))
  const lowering = configurations.find(({ setting }) => module.loweredBy.includes(setting))
  const remarks = [
    because,
    ...(raising === undefined ? [] : [`${raising.path} has it: ${raising.text}`]),
    ...(lowering === undefined ? [] : [`${lowering.path} makes it harder, and does not end it: ${lowering.text}`]),
    ...launchRemark(id, launch),
  ]
  return { id, status, because: inSentences(remarks) }
}

function inSentences(remarks: readonly string[]): string {
  return remarks.map((remark) => remark.replace(/\.$/, '')).join('. ')
}

function identifiedBy(
  { classes }: Copy,
  { byFingerprint }: Identity,
  { agreeing }: Witness,
): Judgement['component']['identifiedBy'] {
  return [
    ...(classes.some(({ sighting }) => sighting.role !== null && sighting.stated !== true)
      ? (['class-bytes'] as const)
      : []),
    ...(byFingerprint ? (['fingerprint'] as const) : []),
    ...(agreeing.length > 0 ? (['metadata'] as const) : []),
  ]
}

function mitigationsOf(verdicts: readonly Verdict[], identity: Identity, { launch }: Specimen): readonly string[] {
  const done = verdicts.flatMap(({ status }) => status.mitigation ?? [])
  // Classes of a release, and among them one with a fix that this release does not have: a vendor's patch.
  const patched = verdicts.filter(
    ({ module, status }) =>
      status.status === 'fixed' && identity.version !== null && isIn(module.affected, identity.version),
  )
  const patches = patched.map(({ advisory }) => `${advisory.id} fixed by a changed class`)
  const launched = verdicts.flatMap(({ advisory }) => launchRemark(advisory.id, launch))
  return [...new Set([...done, ...patches, ...launched])]
}

function titleOf(name: string, affected: readonly Verdict[], cves: readonly CveStatus[]): string {
  if (affected.length > 0) return `${name} is affected by ${affected.map(({ advisory }) => advisory.id).join(', ')}`
  const open = cves.filter(({ status }) => status === 'under_investigation')
  if (open.length > 0) return `${name} could not be judged for ${open.map(({ id }) => id).join(', ')}`
  return `${name} has none of the flaws that are judged here`
}

/** `Log4j Core 2.14.1`, with its folder if there are several in one archive. */
function nameOf({ product, prefix }: Copy, copies: readonly Copy[], identity: Identity): string {
  const version = identity.version ?? rangeInWords(rangeOf(identity, product))
  const several = prefix !== '' && copies.filter((other) => other.product === product).length > 1
  return `${products[product].title} ${version}${several ? ` below ${prefix}` : ''}`
}

/** `2.13.0 to 2.14.1`. */
function rangeInWords(range: string | null): string {
  if (range === null) return 'of an unknown release'
  return range
    .slice(range.indexOf('/') + 1)
    .replaceAll(/>=([^|]+)\|<=([^|]+)/g, '$1 to $2')
    .replaceAll('|', ' or ')
}

const order: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

function worst(affected: readonly Verdict[]): Severity {
  return order.find((word) => affected.some(({ advisory }) => advisory.severity === word)) ?? 'info'
}

function evidenceFor(
  copy: Copy,
  identity: Identity,
  verdicts: readonly Verdict[],
  witnesses: Witness,
  { configurations }: Specimen,
): Judgement['evidence'] {
  const resting = new Set(verdicts.flatMap(({ status }) => status.restsOn))
  // Decisive classes first; where none is left, any that shows what this is.
  const shown = [...resting, ...copy.classes.filter((member) => !resting.has(member))].slice(
    0,
    Math.max(1, resting.size),
  )
  const settings = new Set(verdicts.flatMap(({ module }) => [...module.raisedBy, ...module.loweredBy]))
  const evidence: ComponentEvidence[] = [
    ...shown.map((member) => classEvidence(member)),
    ...fingerprintEvidence(copy),
    ...witnesses.evidence,
    ...verdicts.flatMap(({ module }) => disputeEvidence(module, identity)),
    ...configurations.filter(({ setting }) => settings.has(setting)).map(configurationEvidence),
  ]
  const [first, ...others] = evidence
  if (first === undefined) throw new Error('a copy without a class')
  return [first, ...others]
}
