import {
  type AttackFinding,
  type AttackLookup,
  bandReleases,
  type CveStatus,
  type FindingId,
  type Instant,
  type Severity,
} from '../core/index.ts'
import { carriedBy, defanged } from './carried.ts'
import type { Contact } from './contact.ts'
import type { Shown } from './evidence/trace.ts'
import type { ReadRecord } from './formats/format.ts'
import { looksSecret } from './leaks.ts'
import type { Peeled } from './peel.ts'
import { scannerOf } from './scanners.ts'

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

/** A finding for one name of a reading; `contact` is `null` where nothing came out as a name. */
export function attackFinding(peeled: Peeled, contact: Contact | null, raw: string, sighting: Sighting): AttackFinding {
  const { reading, layers, text } = peeled
  const { verdict, firesOn, because } = reading
  const lookup = lookupOf(peeled, contact, raw)
  const leaks = reading.leaks.map(({ read, into }) => ({ read, into, secret: looksSecret(read) }))
  const parsing = contact?.target.is === 'contact' ? contact.target.parsing : 'strict'
  return {
    ...placed(sighting, [lookup.meaning, raw]),
    verdict,
    because,
    firesOn,
    needsJdk: parsing === 'strict' ? null : parsing,
    lookup,
    scanner: scannerOf(lookup.host),
    traits: sighting.cut && reading.traits.includes('truncated') ? [...reading.traits, 'cut'] : reading.traits,
    leaks,
    carries: carriedBy(lookup.path).map(defanged),
    title: titleOf(peeled, lookup),
    severity: severityOf(
      verdict,
      leaks.some(({ secret }) => secret),
    ),
    cves: [statusOf(peeled)],
    evidence: [
      logEvidence(sighting, 'it is in this record'),
      ...(layers.length === 0 ? [] : [{ kind: 'decoding' as const, layers, text: text.slice(0, mostRaw) }]),
    ],
    remedy: remedyOf(peeled, lookup),
  }
}

/** A finding for what shows that a lookup was evaluated. */
export function evidenceFinding(
  shown: Shown,
  traceId: string,
  contact: Contact | null,
  sighting: Sighting,
): AttackFinding {
  const meaning = shown.name === null ? shown.says : `jndi:${shown.name}`
  return {
    ...placed(sighting, [traceId, meaning]),
    verdict: 'evidence',
    because: shown.says,
    firesOn: [],
    needsJdk: null,
    lookup: { raw: sighting.text.slice(0, mostRaw), meaning, ...targetParts(contact), reads: [], times: 0 },
    traits: [],
    leaks: [],
    carries: [],
    outcome: 'likely',
    title: `A lookup was evaluated: ${shown.name ?? shown.says}`,
    severity: 'critical',
    cves: [
      {
        id: 'CVE-2021-44228',
        status: 'affected',
        because: `${shown.says}; only a Log4j that evaluates lookups writes this`,
      },
    ],
    evidence: [logEvidence(sighting, shown.says)],
    remedy:
      'Take the host off the network, keep its disks and memory for an inquiry, find its Log4j with fireline scan, and rotate what its processes could read.',
  }
}

function placed(sighting: Sighting, identity: readonly string[]) {
  const { source, relative, line, byteOffset, record, field, format, seenAt, digest } = sighting
  const { when, from, request, userAgent } = record
  const id = `f-${digest(JSON.stringify(['attack', relative, byteOffset, field, ...identity]))}`.slice(
    0,
    34,
  ) as FindingId
  return {
    schema: 'fireline.finding/1',
    id,
    kind: 'attack',
    at: { source, line, byteOffset },
    when,
    from,
    request,
    userAgent,
    field,
    format,
    outcome: 'attempt',
    scanner: null,
    by: 'hunt',
    seenAt,
  } as const
}

function lookupOf({ reading, text }: Peeled, contact: Contact | null, raw: string): AttackLookup {
  return {
    raw: raw.slice(0, mostRaw),
    meaning: contact === null ? text.slice(0, mostRaw) : `jndi:${contact.name.slice(0, mostRaw)}`,
    ...targetParts(contact),
    reads: reading.reads,
    times: reading.times,
  }
}

function targetParts(contact: Contact | null): Pick<AttackLookup, 'scheme' | 'host' | 'port' | 'path' | 'domain'> {
  const target = contact?.target
  if (target?.is === 'contact') {
    const { scheme, host, port, path, domain } = target
    return { scheme, host, port, path, domain }
  }
  if (target?.is === 'resolver') return { scheme: 'dns', host: null, port: null, path: target.path, domain: null }
  return { scheme: null, host: null, port: null, path: null, domain: null }
}

function logEvidence({ source, line, byteOffset, text }: Sighting, says: string) {
  return { kind: 'log', source, line, byteOffset, says, text } as const
}

function titleOf({ reading: { verdict, because, firesOn } }: Peeled, { meaning }: AttackLookup): string {
  const short = meaning.length > 200 ? `${meaning.slice(0, 200)}…` : meaning
  if (verdict === 'fires')
    return `${short} would be looked up by Log4j ${firesOn.map((band) => bandReleases[band]).join('; ')}`
  return verdict === 'dos' ? `A text that makes Log4j fail: ${because}` : `An attempt that cannot fire: ${because}`
}

function severityOf(verdict: AttackFinding['verdict'], secret: boolean): Severity {
  if (verdict === 'fires') return secret ? 'critical' : 'high'
  return verdict === 'dos' ? 'medium' : 'low'
}

/** A log shows what was sent, not what it met: that is for a scan, or for traces, to say. */
function statusOf({ reading: { verdict, because } }: Peeled): CveStatus {
  if (verdict === 'fires')
    return {
      id: 'CVE-2021-44228',
      status: 'under_investigation',
      because: 'the log does not say which Log4j, if any, read it',
    }
  if (verdict === 'dos')
    return {
      id: 'CVE-2021-45105',
      status: 'under_investigation',
      because: 'the log does not say which Log4j, if any, read it',
    }
  return { id: 'CVE-2021-44228', status: 'not_affected', because: `no release evaluates it: ${because}` }
}

function remedyOf({ reading: { verdict, leaks } }: Peeled, { host }: AttackLookup): string {
  if (verdict === 'attempt') return 'Nothing to mend here; whoever sent it may try again in another way.'
  if (verdict === 'dos') return 'Scan what logged it with fireline scan, and update what has CVE-2021-45105.'
  const secrets = leaks.filter(({ read }) => looksSecret(read)).map(({ read }) => read)
  const rotate = secrets.length === 0 ? '' : ` Rotate ${secrets.join(', ')} where it could have fired.`
  const watch = host === null ? '' : ` Look for connections to ${defanged(host)}.`
  return `Scan what logged it with fireline scan.${watch}${rotate}`
}
