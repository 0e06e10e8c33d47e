import {
  type BenignBytes,
  type DnsMessage,
  type DnsQuery,
  dnsTypeName,
  encodeDnsAnswer,
  readDnsMessage,
  udpLimit,
} from '../wire/index.ts'
import { authorityOf } from './authority.ts'
import type { ListenerSettings, Reaction, Sighting } from './conversation.ts'
import { maxRawBytes } from './exchange.ts'

/** Reacts to one datagram. `raw` shares the memory of `bytes`, unless they are longer than it may be. */
export function answerDatagram(bytes: Uint8Array, settings: ListenerSettings): Reaction {
  const { saw, answer } = answerDns(bytes, settings, udpLimit)
  const raw = bytes.length > maxRawBytes ? bytes.slice(0, maxRawBytes) : bytes
  return { saw: [{ ...saw, raw }], write: answer, close: false }
}

/** What a DNS message shows, and the answer to it, if it may have one. */
export function answerDns(
  bytes: Uint8Array,
  settings: ListenerSettings,
  limit: (query: DnsQuery) => number,
): { readonly saw: Omit<Sighting, 'raw'>; readonly answer: BenignBytes | null } {
  const message = readDnsMessage(bytes)
  const answer = authorityOf(settings).answer(message)
  const encoded =
    answer === null || message.is !== 'query' ? null : encodeDnsAnswer(message.query, answer, limit(message.query))
  return { saw: seenIn(message), answer: encoded }
}

function seenIn(message: DnsMessage): Omit<Sighting, 'raw'> {
  switch (message.is) {
    case 'not-dns':
      return { channel: 'unknown', did: 'bytes', asked: null }
    case 'response':
      return { channel: 'dns', did: 'response', asked: null }
    case 'query': {
      const { opcode, question } = message.query
      if (question === null) return { channel: 'dns', did: 'malformed', asked: null }
      return {
        channel: 'dns',
        did: opcode === 0 ? dnsTypeName(question.type) : `OPCODE${opcode}`,
        asked: question.name,
      }
    }
  }
}
