import {
  type AttackFinding,
  type AttackLookup,
  bandReleases,
  type CveStatus,
  defanged,
  type Severity,
} from '../core/index.ts'
import { carriedBy } from './carried.ts'
import type { Contact } from './contact.ts'
import { looksSecret } from './leaks.ts'
import type { Peeled } from './peel.ts'
import { scannerOf } from './scanners.ts'

/** What there is to say of one name of a reading, wherever the text stands. */
export interface AttackClaim
  extends Pick<AttackFinding, 'needsJdk' | 'scanner' | 'leaks' | 'carries' | 'title' | 'severity' | 'cves' | 'remedy'> {
  readonly lookup: Omit<AttackLookup, 'raw'>
}

const mostMeaning = 4_000

/** Sprays repeat themselves: what a text means is kept as long as its reading is. */
const claims = new WeakMap<Peeled, Map<Contact | null, AttackClaim>>()

export function claimOf(peeled: Peeled, contact: Contact | null): AttackClaim {
  const ofPeeled = claims.get(peeled) ?? new Map<Contact | null, AttackClaim>()
  const claim = ofPeeled.get(contact) ?? made(peeled, contact)
  ofPeeled.set(contact, claim)
  claims.set(peeled, ofPeeled)
  return claim
}

function made(peeled: Peeled, contact: Contact | null): AttackClaim {
  const { reading } = peeled
  const lookup = lookupOf(peeled, contact)
  const leaks = reading.leaks.map(({ read, into }) => ({ read, into, secret: looksSecret(read) }))
  const parsing = contact?.target.is === 'contact' ? contact.target.parsing : 'strict'
  return {
    lookup,
    needsJdk: parsing === 'strict' ? null : parsing,
    scanner: scannerOf(lookup.host),
    leaks,
    carries: carriedBy(lookup.path).map(defanged),
    title: titleOf(peeled, lookup),
    severity: severityOf(
      reading.verdict,
      leaks.some(({ secret }) => secret),
    ),
    cves: [statusOf(peeled)],
    remedy: remedyOf(peeled, lookup),
  }
}

function lookupOf({ reading, text }: Peeled, contact: Contact | null): AttackClaim['lookup'] {
  return {
    meaning: contact === null ? text.slice(0, mostMeaning) : `jndi:${contact.name.slice(0, mostMeaning)}`,
    ...targetParts(contact),
    reads: reading.reads,
    times: reading.times,
  }
}

/** What the JDK reads in a name. */
export function targetParts(
  contact: Contact | null,
): Pick<AttackLookup, 'scheme' | 'host' | 'port' | 'path' | 'domain'> {
  const target = contact?.target
  if (target?.is === 'contact') {
    const { scheme, host, port, path, domain } = target
    return { scheme, host, port, path, domain }
  }
  if (target?.is === 'corba') {
    const { host, port, path } = target
    return { scheme: null, host, port, path, domain: null }
  }
  if (target?.is === 'resolver') return { scheme: 'dns', host: null, port: null, path: target.path, domain: null }
  return { scheme: null, host: null, port: null, path: null, domain: null }
}

function titleOf({ reading: { verdict, because, firesOn } }: Peeled, { meaning }: AttackClaim['lookup']): string {
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

function remedyOf({ reading: { verdict, leaks } }: Peeled, { host }: AttackClaim['lookup']): string {
  if (verdict === 'attempt') return 'Nothing to mend here; whoever sent it may try again in another way.'
  if (verdict === 'dos') return 'Scan what logged it with fireline scan, and update what has CVE-2021-45105.'
  const secrets = leaks.filter(({ read }) => looksSecret(read)).map(({ read }) => read)
  const rotate = secrets.length === 0 ? '' : ` Rotate ${secrets.join(', ')} where it could have fired.`
  const watch = host === null ? '' : ` Look for connections to ${defanged(host)}.`
  return `Scan what logged it with fireline scan.${watch}${rotate}`
}
