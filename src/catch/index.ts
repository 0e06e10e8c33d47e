/**
 * catch: what a callback listener hears and answers, protocol by protocol, and which token it carried. It opens
 * no socket: bytes come in, bytes and interactions go out.
 */
export { answerDatagram } from './answer-dns.ts'
export type {
  Conversation,
  ListenerSettings,
  Peer,
  Reaction,
  Sighting,
} from './conversation.ts'
export { type TokenMatcher, tokenMatcher } from './match.ts'
export { openConversation } from './open-conversation.ts'
