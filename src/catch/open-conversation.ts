import { callbackChannels } from './channels/index.ts'
import type { CallbackChannel, Conversation, ListenerSettings, Peer, Reaction } from './conversation.ts'
import { Inbox } from './inbox.ts'
import { unknownConversation } from './unknown.ts'

/** Every channel decides within this many bytes; a law test holds them to it. */
export const maxHeadBytes = 32

/**
 * Opens the conversation for one TCP connection on any port: the first bytes tell the protocol, and what no
 * channel recognises is recorded as unknown. Nothing is written before something is recognised.
 */
export function openConversation(settings: ListenerSettings, peer: Peer): Conversation {
  const head = new Inbox()
  let speaking: Conversation | null = null

  return {
    hear(bytes): Reaction {
      if (speaking !== null) return speaking.hear(bytes)
      if (bytes.length === 0) return nothingYet
      head.append(bytes)
      const channel = recognise(head.view())
      if (channel === 'need-more') return nothingYet
      speaking = channel === null ? unknownConversation(settings) : channel.open(settings, peer)
      const reaction = speaking.hear(head.view())
      head.clear()
      return reaction
    },

    end() {
      if (speaking !== null) return speaking.end()
      const unknown = unknownConversation(settings)
      unknown.hear(head.view())
      head.clear()
      speaking = unknown
      return unknown.end()
    },
  }
}

const nothingYet: Reaction = { saw: [], write: null, close: false }

/** The channel that says yes, `need-more` while one still may, `null` if none does. */
function recognise(head: Uint8Array): CallbackChannel | 'need-more' | null {
  let undecided = false
  for (const channel of callbackChannels) {
    const answer = channel.recognises(head)
    if (answer === 'yes') return channel
    undecided ||= answer === 'need-more'
  }
  return undecided && head.length < maxHeadBytes ? 'need-more' : null
}
