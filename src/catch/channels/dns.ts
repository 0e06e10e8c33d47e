import { frameDnsAnswer, tcpLimit } from '../../wire/index.ts'
import { answerDns } from '../answer-dns.ts'
import type { CallbackChannel } from '../conversation.ts'
import { converse, type Step } from '../exchange.ts'

const lengthBytes = 2
const headerBytes = 12
/** A query with one name and some EDNS options; a longer one would begin like another protocol. */
const maxQueryBytes = 1_024

/** DNS over TCP (RFC 7766): any number of queries, each with its length before it. */
export const dns: CallbackChannel = {
  id: 'dns',

  /** A plausible length, then a standard query with one question and no answers. */
  recognises(head) {
    const length = u16(head, 0)
    if ((head[0] ?? 0) > maxQueryBytes >> 8) return 'no'
    if (head.length < lengthBytes) return 'need-more'
    if (length < headerBytes + 5 || length > maxQueryBytes) return 'no'
    if (head.length < lengthBytes + headerBytes) return plausibleSoFar(head) ? 'need-more' : 'no'
    return plausibleSoFar(head) ? 'yes' : 'no'
  },

  open(settings) {
    const next = (unread: Uint8Array): Step => {
      if (unread.length < lengthBytes) return 'need-more'
      const length = lengthBytes + u16(unread, 0)
      if (length > settings.maxMessageBytes) return 'oversized'
      if (unread.length < length) return 'need-more'
      const { saw, answer } = answerDns(unread.subarray(lengthBytes, length), settings, () => tcpLimit)
      return { length, saw, write: answer === null ? null : frameDnsAnswer(answer), close: answer === null }
    }
    return converse({ channel: 'dns', next }, settings.maxMessageBytes)
  },
}

/** Bytes 4 and 5 hold QR and opcode, 6 and 7 the questions, 8 to 11 answers and authorities. */
function plausibleSoFar(head: Uint8Array): boolean {
  const is = (at: number, allowed: (byte: number) => boolean): boolean => {
    const byte = head[at]
    return byte === undefined || allowed(byte)
  }
  if (!is(4, (byte) => (byte & 0xf8) === 0)) return false
  return is(7, (byte) => byte === 1) && [6, 8, 9, 10, 11].every((at) => is(at, (byte) => byte === 0))
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)
}
