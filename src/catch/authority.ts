import {
  type AddressRecord,
  type BenignRecord,
  type DnsAnswer,
  type DnsMessage,
  type DnsQuery,
  type DnsQuestion,
  type DnsRcode,
  dnsType,
  nameServerLabel,
  readIpAddress,
  writeName,
} from '../wire/index.ts'
import type { ListenerSettings } from './conversation.ts'

/** What a listener has authority for, ready to be answered from. */
export interface Authority {
  /** `null` for a message that must not be answered. */
  answer(message: DnsMessage): DnsAnswer | null
}

const compiled = new WeakMap<ListenerSettings, Authority>()

/**
 * The authority that `settings` describe. Throws RangeError if the zone or an address of theirs cannot be written,
 * which the one who made them had to check.
 */
export function authorityOf(settings: ListenerSettings): Authority {
  const known = compiled.get(settings)
  if (known !== undefined) return known
  const authority = compile(settings)
  compiled.set(settings, authority)
  return authority
}

/** Room for the longest name of ours below the zone. */
const maxZoneBytes = 200
const classIn = 1
const soa: readonly BenignRecord[] = [{ type: 'SOA' }]
const ns: readonly BenignRecord[] = [{ type: 'NS' }]

function compile(settings: ListenerSettings): Authority {
  const { zone, publicAddresses } = settings
  const zoneBytes = zone === null ? 0 : bytesOf(zone)
  const addresses = publicAddresses.map(addressRecord)
  const ofServer = addresses.map((record) => ({ ...record, of: 'name-server' }) as const)

  const say = (rcode: DnsRcode, part: Partial<DnsAnswer> = {}): DnsAnswer => ({
    rcode,
    authoritative: true,
    zoneBytes,
    answers: [],
    authority: [],
    additional: [],
    ...part,
  })
  const refuse = (rcode: DnsRcode): DnsAnswer => say(rcode, { authoritative: false })

  const nxdomain = say('NXDOMAIN', { authority: soa })
  const nodata = say('NOERROR', { authority: soa })
  const nowhere = say('NXDOMAIN')
  const refused = refuse('REFUSED')
  const badVersion = refuse('BADVERS')
  const malformed = refuse('FORMERR')
  const notImplemented = refuse('NOTIMP')
  const apex = new Map<number, DnsAnswer>([
    [dnsType.SOA, say('NOERROR', { answers: soa, authority: ns, additional: ofServer })],
    [dnsType.NS, say('NOERROR', { answers: ns, additional: ofServer })],
    [dnsType.ANY, say('NOERROR', { answers: [...soa, ...ns], additional: ofServer })],
  ])
  const only = (type: 'A' | 'AAAA'): DnsAnswer => {
    const answers = addresses.filter((record) => record.type === type)
    return answers.length === 0 ? nodata : say('NOERROR', { answers })
  }
  const host = new Map<number, DnsAnswer>([
    [dnsType.A, only('A')],
    [dnsType.AAAA, only('AAAA')],
    [dnsType.ANY, addresses.length === 0 ? nodata : say('NOERROR', { answers: addresses })],
  ])

  const inZone = ({ name, type }: DnsQuestion, below: string): DnsAnswer => {
    if (type === dnsType.AXFR || type === dnsType.IXFR) return refused
    if (below === '') return apex.get(type) ?? nodata
    if (below === `${nameServerLabel}.`) return host.get(type) ?? nodata
    // JNDI's DNS provider asks for TXT. "No such data" would make its lookup succeed and change the log line.
    if (type === dnsType.TXT || !settings.mayGoOn(name)) return nxdomain
    return host.get(type) ?? nodata
  }

  /**
   * Outside the zone nobody asks us but one who was given our address: a `jndi:dns:` lookup, which must fail at
   * once, or somebody who takes us for a resolver. Without a zone it is the lookup.
   */
  const outside = ({ type }: DnsQuestion): DnsAnswer => (zone === null || type === dnsType.TXT ? nowhere : refused)

  const question = (asked: DnsQuestion): DnsAnswer => {
    if (asked.class !== classIn) return refused
    if (!asked.echoable) return malformed
    const below = zone === null ? null : labelsBelow(asked.name, zone)
    return below === null ? outside(asked) : inZone(asked, below)
  }

  const query = ({ opcode, edns, flaw, question: asked }: DnsQuery): DnsAnswer => {
    if (opcode !== 0) return notImplemented
    if (edns !== null && edns.version > 0) return badVersion
    return flaw !== null || asked === null ? malformed : question(asked)
  }

  return { answer: (message) => (message.is === 'query' ? query(message.query) : null) }
}

/**
 * What stands before the zone in a name, lower case and with its final dot; empty for the zone itself, `null` for
 * a name outside. A dot inside a label never reads as a dot.
 */
function labelsBelow(name: string, zone: string): string | null {
  const lower = name.toLowerCase()
  if (!lower.endsWith(zone)) return null
  const below = lower.slice(0, lower.length - zone.length)
  return below === '' || below.endsWith('.') ? below : null
}

function bytesOf(zone: string): number {
  const bytes = writeName(zone)
  if (bytes === null || bytes.length > maxZoneBytes || zone !== zone.toLowerCase()) {
    throw new RangeError(`not a zone in lower case of at most ${maxZoneBytes} bytes: ${zone}`)
  }
  return bytes.length
}

function addressRecord(text: string): AddressRecord {
  const address = readIpAddress(text)
  if (address === null) throw new RangeError(`not an IP address literal: ${text}`)
  return { type: address.length === 4 ? 'A' : 'AAAA', of: 'question', address }
}
