import { encodeJrmpAck, looksLikeJrmp, readJrmpCall, readJrmpEndpoint, readJrmpHandshake } from '../../wire/index.ts'
import type { CallbackChannel, Peer } from '../conversation.ts'
import { converse, type Step } from '../exchange.ts'

const magicBytes = 6

/**
 * RMI as the JNDI registry provider speaks it: handshake, acknowledgement, a lookup. The lookup is never answered:
 * the connection ends, and the client reports that instead of reading an object.
 */
export const rmi: CallbackChannel = {
  id: 'rmi',

  recognises(head) {
    if (!looksLikeJrmp(head)) return 'no'
    return head.length < magicBytes ? 'need-more' : 'yes'
  },

  open({ maxMessageBytes }, peer) {
    let expects = handshake(peer)
    const next = (unread: Uint8Array): Step => {
      const [step, then] = expects(unread)
      if (typeof step !== 'string') expects = then
      return step
    }
    return converse({ channel: 'rmi', next }, maxMessageBytes)
  },
}

/** One turn of the client, and what to expect after it. */
type Turn = (unread: Uint8Array) => readonly [Step, Turn]

function handshake(peer: Peer): Turn {
  return (unread) => {
    const reading = readJrmpHandshake(unread)
    if (reading.is !== 'read') return [notRead(reading.is), handshake(peer)]
    // Only the stream protocol waits for an acknowledgement; nothing that a lookup does speaks the other two.
    const stream = reading.value === 'stream'
    const write = stream ? encodeJrmpAck(peer.address, peer.port) : null
    const saw = { channel: 'rmi', did: stream ? 'connect' : reading.value, asked: null } as const
    return [{ length: reading.length, saw, write, close: !stream }, endpoint]
  }
}

const endpoint: Turn = (unread) => {
  const reading = readJrmpEndpoint(unread)
  if (reading.is !== 'read') return [notRead(reading.is), endpoint]
  return [{ length: reading.length, saw: null, write: null, close: false }, call]
}

const call: Turn = (unread) => {
  const reading = readJrmpCall(unread)
  if (reading.is !== 'read') return [notRead(reading.is), call]
  const { method, name } = reading.value
  const saw = { channel: 'rmi', did: method, asked: name } as const
  return [{ length: reading.length, saw, write: null, close: true }, call]
}

function notRead(is: 'incomplete' | 'malformed' | 'oversized'): Step {
  return is === 'incomplete' ? 'need-more' : is
}
