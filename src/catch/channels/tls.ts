import type { Channel } from '../../core/index.ts'
import { type ClientHello, looksLikeClientHello, readClientHello } from '../../wire/index.ts'
import type { CallbackChannel } from '../conversation.ts'
import { converse, type Step } from '../exchange.ts'

/**
 * The first message of any TLS client: it names the host, token and all, in clear. We have no certificate and say
 * nothing; the connection ends.
 */
export const tls: CallbackChannel = {
  id: 'tls',

  recognises(head) {
    switch (looksLikeClientHello(head)) {
      case null:
        return 'need-more'
      case true:
        return 'yes'
      case false:
        return 'no'
    }
  },

  open({ maxMessageBytes }) {
    const next = (unread: Uint8Array): Step => {
      const reading = readClientHello(unread, maxMessageBytes)
      if (reading.is === 'incomplete') return 'need-more'
      if (reading.is !== 'read') return reading.is
      const saw = { channel: channelOf(reading.value), did: 'client-hello', asked: reading.value.serverName }
      return { length: reading.length, saw, write: null, close: true }
    }
    return converse({ channel: 'unknown', next }, maxMessageBytes)
  },
}

/**
 * What would be spoken inside cannot be seen. JNDI's LDAP provider offers no protocols (measured on OpenJDK 17),
 * and HTTP clients of this decade do; an old HTTP client without ALPN is therefore taken for LDAPS. So `ldaps`
 * means "TLS that could be LDAPS", and proves no more than that its server name was evaluated.
 */
function channelOf({ protocols }: ClientHello): Channel {
  return protocols.length > 0 ? 'https' : 'ldaps'
}
