/**
 * catch: what a callback listener hears and answers, protocol by protocol, and which token it carried. It opens
 * no socket: bytes come in, bytes and interactions go out.
 */
export type { Conversation, ListenerSettings, Reaction, Sighting } from './conversation.ts'
