import type { AttackFinding, FindingId, Instant } from '../core/index.ts'
import { claimOf, targetParts } from './attack-claim.ts'
import type { Contact } from './contact.ts'
import type { Shown } from './evidence/trace.ts'
import type { ReadRecord } from './formats/format.ts'
import type { Peeled } from './peel.ts'

/** Where a record lies, and what it says beside the attack. */
export interface Sighting {
  /** As it is shown. */
  readonly source: string
  /** From the root inward: it makes the id, which so survives that the root is moved. */
  readonly relative: string
  readonly line: number | null
  readonly byteOffset: number
  readonly format: string
  readonly record: Omit<ReadRecord, 'fields'>
  readonly field: string | null
  /** The record, shortened. */
  readonly text: string
  readonly cut: boolean
  readonly seenAt: Instant
  /** A digest in lower-case hexadecimal, at least 32 digits. */
  readonly digest: (text: string) => string
}

const mostRaw = 4_000

/** What to do where a lookup was evaluated. */
export const evaluatedRemedy =
  'Take the host off the network, keep its disks and memory for an inquiry, find its Log4j with fireline scan, and rotate what its processes could read.'

/** A finding for one name of a reading; `contact` is `null` where nothing came out as a name. */
export function attackFinding(peeled: Peeled, contact: Contact | null, raw: string, sighting: Sighting): AttackFinding {
  const { reading, layers, text } = peeled
  const { verdict, firesOn, because, traits } = reading
  const { lookup, needsJdk, scanner, leaks, carries, title, severity, cves, remedy } = claimOf(peeled, contact)
  const { source, line, byteOffset, record, field, format, seenAt, cut } = sighting
  const inRecord = logEvidence(sighting, 'it is in this record')
  // Written out, because a spray makes as many of these as its log has lines.
  return {
    schema: 'fireline.finding/1',
    id: idOf(sighting, lookup.meaning, raw),
    kind: 'attack',
    at: { source, line, byteOffset },
    when: record.when,
    from: record.from,
    request: record.request,
    userAgent: record.userAgent,
    field,
    format,
    verdict,
    because,
    firesOn,
    needsJdk,
    lookup: {
      raw: raw.slice(0, mostRaw),
      meaning: lookup.meaning,
      scheme: lookup.scheme,
      host: lookup.host,
      port: lookup.port,
      path: lookup.path,
      domain: lookup.domain,
      reads: lookup.reads,
      times: lookup.times,
    },
    traits: cut && traits.includes('truncated') ? [...traits, 'cut'] : traits,
    leaks,
    carries,
    outcome: 'attempt',
    scanner,
    title,
    severity,
    cves,
    evidence: layers.length === 0 ? [inRecord] : [inRecord, { kind: 'decoding', layers, text: text.slice(0, mostRaw) }],
    by: 'hunt',
    seenAt,
    remedy,
  }
}

/** What to do where a request may have brought the text that shows it. */
const sentRemedy =
  'Find out what wrote this log: where that is a program with Log4j, take its host off the network, and find its Log4j with fireline scan; what a web server writes, whoever asks it may choose.'

/** A finding for what shows that a lookup was evaluated. In the record of a request it may be what was sent. */
export function evidenceFinding(
  shown: Shown,
  traceId: string,
  contact: Contact | null,
  sighting: Sighting,
): AttackFinding {
  const meaning = shown.name === null ? shown.says : `jndi:${shown.name}`
  const { request, userAgent } = sighting.record
  const mayBeSent = request !== null || userAgent !== null
  const says = mayBeSent ? `${shown.says}, or whoever sent the request wrote that text` : shown.says
  return {
    ...placed(sighting, traceId, meaning),
    verdict: 'evidence',
    because: says,
    firesOn: [],
    needsJdk: null,
    lookup: { raw: sighting.text.slice(0, mostRaw), meaning, ...targetParts(contact), reads: [], times: 0 },
    traits: [],
    leaks: [],
    carries: [],
    outcome: 'likely',
    title: `A lookup was evaluated: ${shown.name ?? shown.says}`,
    severity: mayBeSent ? 'high' : 'critical',
    cves: [
      {
        id: 'CVE-2021-44228',
        status: mayBeSent ? 'under_investigation' : 'affected',
        because: mayBeSent ? says : `${says}; only a Log4j that evaluates lookups writes this`,
      },
    ],
    evidence: [logEvidence(sighting, says)],
    remedy: mayBeSent ? sentRemedy : evaluatedRemedy,
  }
}

function placed(sighting: Sighting, ...identity: readonly [string, string]) {
  const { source, line, byteOffset, record, field, format, seenAt } = sighting
  const { when, from, request, userAgent } = record
  return {
    schema: 'fireline.finding/1',
    id: idOf(sighting, ...identity),
    kind: 'attack',
    at: { source, line, byteOffset },
    when,
    from,
    request,
    userAgent,
    field,
    format,
    scanner: null,
    by: 'hunt',
    seenAt,
  } as const
}

/** `what` and `which`: beside the place, what makes it this finding. */
function idOf({ relative, byteOffset, field, digest }: Sighting, what: string, which: string): FindingId {
  const hex = digest(`attack\0${relative}\0${byteOffset}\0${field ?? ''}\0${what}\0${which}`)
  return `f-${hex.slice(0, 32)}` as FindingId // of a digest, as every id is
}

function logEvidence({ source, line, byteOffset, text }: Sighting, says: string) {
  return { kind: 'log', source, line, byteOffset, says, text } as const
}
