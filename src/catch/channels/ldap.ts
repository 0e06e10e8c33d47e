import {
  encodeBindSuccess,
  encodeNoSuchObject,
  type LdapMessage,
  maxRepeatedId,
  readLdapMessage,
} from '../../wire/index.ts'
import type { CallbackChannel } from '../conversation.ts'
import { converse, type Step } from '../exchange.ts'

const sequence = 0x30
const integer = 0x02

/**
 * LDAP in clear, as the JNDI provider speaks it: bind, search, unbind. The bind succeeds, so that the search with
 * the token follows; the search finds nothing.
 */
export const ldap: CallbackChannel = {
  id: 'ldap',

  /** A SEQUENCE with a definite length that begins with an INTEGER (RFC 4511 section 4.1.1). */
  recognises(head) {
    if (head[0] !== sequence) return 'no'
    const length = head[1]
    if (length === undefined) return 'need-more'
    if (length === 0x80 || length > 0x84) return 'no'
    const tag = head[2 + (length < 0x80 ? 0 : length - 0x80)]
    if (tag === undefined) return 'need-more'
    return tag === integer ? 'yes' : 'no'
  },

  open({ maxMessageBytes }) {
    const next = (unread: Uint8Array): Step => {
      const reading = readLdapMessage(unread, maxMessageBytes)
      switch (reading.is) {
        case 'incomplete':
          return 'need-more'
        case 'malformed':
        case 'oversized':
          return reading.is
        case 'read':
          return react(reading.value, reading.length)
      }
    }
    return converse({ channel: 'ldap', next }, maxMessageBytes)
  },
}

/** Only binds and searches are answered; what a lookup never sends ends the conversation. */
function react({ id, request }: LdapMessage, length: number): Step {
  const answerable = id <= maxRepeatedId
  const seen = (did: string, asked: string | null) => ({ length, saw: { channel: 'ldap', did, asked } }) as const
  switch (request.op) {
    case 'bind': {
      const asked = request.name === '' ? null : request.name
      return { ...seen('bind', asked), write: answerable ? encodeBindSuccess(id) : null, close: !answerable }
    }
    case 'search':
      return { ...seen('search', request.base), write: answerable ? encodeNoSuchObject(id) : null, close: !answerable }
    case 'extended':
      return { ...seen('extended', request.oid), write: null, close: true }
    case 'abandon':
      return { ...seen('abandon', null), write: null, close: false }
    case 'unbind':
      return { ...seen('unbind', null), write: null, close: true }
    case 'other':
      return { ...seen(`request 0x${request.tag.toString(16)}`, null), write: null, close: true }
  }
}
