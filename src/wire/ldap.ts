import { type BenignBytes, benign } from './benign.ts'
import { type BerElement, berTag, readBer, readBerList, readBerNumber } from './ber.ts'
import { showFilter } from './ldap-filter.ts'
import { printable } from './printable.ts'
import { malformed, type Reading } from './reading.ts'

/** A request as a directory server gets it (RFC 4511 section 4). */
export interface LdapMessage {
  /** 1 to 2,147,483,647; an answer repeats it. */
  readonly id: number
  readonly request: LdapRequest
}

type LdapRequest =
  | { readonly op: 'bind'; readonly name: string; readonly with: 'simple' | 'sasl' }
  | { readonly op: 'search'; readonly base: string; readonly filter: string }
  | { readonly op: 'unbind' }
  | { readonly op: 'abandon' }
  /** StartTLS is 1.3.6.1.4.1.1466.20037. */
  | { readonly op: 'extended'; readonly oid: string }
  /** Well-formed, but nothing that a lookup does: answers, and what changes or compares entries. */
  | { readonly op: 'other'; readonly tag: number }

/** Reads one message from the front of what a stream has brought so far. */
export function readLdapMessage(bytes: Uint8Array, maxBytes: number): Reading<LdapMessage> {
  if (bytes.length > 0 && bytes[0] !== berTag.sequence) return malformed('no LDAP message')
  const outer = readBer(bytes, maxBytes)
  if (outer.is !== 'read') return outer
  const [idElement, operation] = readBerList(outer.value.content) ?? []
  const id = idElement?.tag === berTag.integer ? readBerNumber(idElement) : null
  if (id === null || id === 0 || operation === undefined) return malformed('no message id or operation')
  const request = readRequest(operation)
  if (request === null) return malformed(`a request 0x${operation.tag.toString(16)} that cannot be read`)
  return { is: 'read', value: { id, request }, length: outer.length }
}

function readRequest({ tag, content }: BerElement): LdapRequest | null {
  switch (tag) {
    case 0x60:
      return readBind(content)
    case 0x63:
      return readSearch(content)
    case 0x42:
      return { op: 'unbind' }
    case 0x50:
      return { op: 'abandon' }
    case 0x77: {
      const [oid] = readBerList(content) ?? []
      return oid?.tag === 0x80 ? { op: 'extended', oid: printable(oid.content) } : null
    }
    default:
      return { op: 'other', tag }
  }
}

/** RFC 4511 section 4.2: version, name, authentication. */
function readBind(content: Uint8Array): LdapRequest | null {
  const [version, name, authentication] = readBerList(content) ?? []
  if (version?.tag !== berTag.integer || name?.tag !== berTag.octetString || authentication === undefined) return null
  return { op: 'bind', name: printable(name.content), with: authentication.tag === 0x80 ? 'simple' : 'sasl' }
}

/** RFC 4511 section 4.5.1: base, scope, aliases, size limit, time limit, types only, filter, attributes. */
function readSearch(content: Uint8Array): LdapRequest | null {
  const [base, , , , , , filter] = readBerList(content) ?? []
  if (base?.tag !== berTag.octetString || filter === undefined) return null
  return { op: 'search', base: printable(base.content), filter: showFilter(filter) }
}

/**
 * The largest message id that we repeat. JNDI counts from 1 on each connection; and the bytes of a larger id could
 * be chosen to spell the first bytes of a Java object.
 */
export const maxRepeatedId = 0x7fff

/** "You are whoever you say": bindResponse with success, no referral, no server credentials. */
export function encodeBindSuccess(id: number): BenignBytes {
  return encodeResult(id, 0x61, 0)
}

/** "There is no such object": searchResultDone with noSuchObject, and never an entry or reference before it. */
export function encodeNoSuchObject(id: number): BenignBytes {
  return encodeResult(id, 0x65, 32)
}

/** RFC 4511 section 4.1.9: code, matched DN and diagnostic message, both empty. */
function encodeResult(id: number, tag: 0x61 | 0x65, code: 0 | 32): BenignBytes {
  if (!Number.isInteger(id) || id < 1 || id > maxRepeatedId) throw new RangeError(`LDAP message id ${id}`)
  const idBytes = id < 0x80 ? [id] : [id >> 8, id & 0xff]
  const body = [berTag.integer, idBytes.length, ...idBytes, tag, 7, berTag.enumerated, 1, code, 4, 0, 4, 0]
  return benign(Uint8Array.from([berTag.sequence, body.length, ...body]))
}
