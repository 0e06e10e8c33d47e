import {
  type Band,
  bandReleases,
  between,
  type CallbackEvidence,
  type CallbackSource,
  type CveStatus,
  type ExposureFinding,
  type FindingId,
  type Instant,
  type Interaction,
  isHigher,
  type Point,
  provesEvaluation,
  type Rung,
  rungMeanings,
  type TargetIdentity,
} from '../core/index.ts'
import { bandOfEvaluatedName, bandShown, identityShown, type LookupForm, type LookupScheme } from '../lookup/index.ts'

/** One callback together with the payload that caused it. */
export interface Heard {
  readonly interaction: Interaction
  readonly form: LookupForm
  readonly scheme: LookupScheme
  /** What the token's payload said, as it was written into the request. */
  readonly payload: string
  readonly sentAt: Instant
  readonly status: number | null
  /** Whether it came from an address that requests of this target went to. */
  readonly fromTarget: boolean
}

/** Everything known about one injection point that called back. */
export interface PointHistory {
  readonly url: string
  readonly point: Point
  readonly heard: readonly [Heard, ...Heard[]]
}

/** What all callbacks of one target tell together. */
export interface TargetTraits {
  readonly band: Band | null
  readonly egress: readonly string[]
  readonly identity: TargetIdentity | null
}

/** A digest of a text in lower-case hexadecimal, at least 16 characters; handed in. */
export type Digest = (text: string) => string

/** How much of the first bytes a finding carries; the journal has the rest. */
const rawShown = 256

/**
 * How high on the ladder one callback stands. Only what the evaluation of a lookup alone can cause proves it:
 * a resolver's query for the plain name and a plain HTTP request could come from a URL scanner.
 */
export function rungOf({ interaction, form, scheme }: Heard): Rung {
  const { channel, did, asked } = interaction
  switch (channel) {
    case 'ldap':
      return did === 'search' ? 'looked-up' : 'connected'
    case 'rmi':
      return did === 'lookup' ? 'looked-up' : 'connected'
    case 'ldaps':
      return scheme === 'ldaps' ? 'connected' : 'name-resolved'
    case 'dns':
      // The JNDI DNS provider asks the server that the lookup names, for TXT; resolvers and URL scanners ask for A and AAAA.
      if (scheme === 'dns' && did === 'TXT') return 'direct-query'
      return form.id === 'evaluated-name' && bandOfEvaluatedName(asked ?? '') !== null
        ? 'name-evaluated'
        : 'name-resolved'
    case 'http':
    case 'https':
    case 'unknown':
      return 'name-resolved'
  }
}

/** The band, the ways out and the identity that the callbacks of one target show. */
export function traitsOf(heard: readonly Heard[]): TargetTraits {
  let band: Band | null = null
  let identity: TargetIdentity | null = null
  const egress = new Set<string>()
  for (const each of heard) {
    const { asked, channel, transport, local, token } = each.interaction
    // What a resolver asks in the target's name says nothing about the target's own way out.
    if (sourceOf(each) === 'target') egress.add(`${transport}/${local.port} ${channel}`)
    if (asked === null || token === null) continue
    if (rungOf(each) === 'looked-up') band ??= bandShown(asked, token)
    if (rungOf(each) === 'name-evaluated') band ??= bandOfEvaluatedName(asked)
    if (each.form.id === 'identify') identity ??= identityShown(asked, token)
  }
  return { band, identity, egress: [...egress].sort() }
}

/** Judges one point. The finding stands on the highest callback, and shows all of them that differ. */
export function conclude(history: PointHistory, traits: TargetTraits, digest: Digest): ExposureFinding {
  const best = history.heard.reduce((a, b) => (isHigher(rungOf(b), rungOf(a)) ? b : a))
  const proof = rungOf(best)
  const proven = provesEvaluation(proof)
  const { url, point } = history
  const { channel, peer, at } = best.interaction
  const where = `${point.kind} ${point.name}`
  return {
    schema: 'fireline.finding/1',
    id: `f-${digest(JSON.stringify(['exposure', url, point.kind, point.name, 'probe']))}`.slice(0, 34) as FindingId,
    kind: 'exposure',
    at: { url, point },
    proof,
    band: traits.band,
    callback: { channel, from: peer, source: sourceOf(best), at, delayMs: between(best.sentAt, at) },
    egress: traits.egress,
    identity: traits.identity,
    title: proven
      ? `Log4j evaluates lookups sent in ${where}`
      : `A name sent in ${where} was asked for; whether Log4j evaluated it is not proven`,
    severity: proven ? 'critical' : 'medium',
    cves: statuses(proven, proof, traits.band),
    evidence: [...evidenceOf(history.heard), deliveryOf(best)] as unknown as ExposureFinding['evidence'], // history.heard is never empty
    by: 'probe',
    seenAt: at,
    remedy: proven ? remedy : 'Prove or rule out: let the target reach the listener, or scan its files.',
  }
}

const remedy =
  'Update log4j-core to 2.17.1 or later (Java 8), 2.12.4 (Java 7) or 2.3.2 (Java 6); until then remove ' +
  'JndiLookup.class from every log4j-core jar. formatMsgNoLookups alone is not sufficient.'

function statuses(proven: boolean, proof: Rung, band: Band | null): readonly CveStatus[] {
  if (!proven) {
    return [{ id: 'CVE-2021-44228', status: 'under_investigation', because: rungMeanings[proof] }]
  }
  const releases = band === null ? '' : `; the name that arrived shows Log4j ${bandReleases[band]}`
  return [
    { id: 'CVE-2021-44228', status: 'affected', because: `${rungMeanings[proof]}${releases}` },
    {
      id: 'CVE-2021-45046',
      status: 'under_investigation',
      because:
        'needs a pattern layout with a context lookup, which a network probe cannot see; the same update fixes it',
    },
  ]
}

function sourceOf({ interaction, scheme, fromTarget }: Heard): CallbackSource {
  if (fromTarget) return 'target'
  const byResolver = interaction.channel === 'dns' && !(scheme === 'dns' && interaction.did === 'TXT')
  return byResolver ? 'resolver' : 'other'
}

/** One piece of evidence for each channel, deed and source that differ: a failing lookup repeats itself. */
function evidenceOf(heard: readonly Heard[]): readonly CallbackEvidence[] {
  const seen = new Map<string, CallbackEvidence>()
  for (const { interaction, sentAt } of heard) {
    const { channel, did, asked, peer, local, at, raw } = interaction
    const key = [channel, did, asked, peer.address].join(' ')
    if (seen.has(key)) continue
    const rawHex = hex(raw.subarray(0, rawShown))
    seen.set(key, {
      kind: 'callback',
      channel,
      did,
      asked,
      from: peer,
      to: local,
      at,
      delayMs: between(sentAt, at),
      rawHex,
    })
  }
  return [...seen.values()]
}

function deliveryOf({ payload, status, sentAt }: Heard) {
  return { kind: 'delivery', payload, status, sentAt } as const
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
