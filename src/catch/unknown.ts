import type { Conversation, ListenerSettings, Reaction, Sighting } from './conversation.ts'
import { maxRawBytes } from './exchange.ts'
import { Inbox } from './inbox.ts'

/** Listens to what no channel recognises, says nothing, and hangs up when it has heard enough to record. */
export function unknownConversation({ maxMessageBytes }: ListenerSettings): Conversation {
  const limit = Math.min(maxRawBytes, maxMessageBytes)
  const inbox = new Inbox()
  let told = false

  const tell = (): readonly Sighting[] => {
    if (told) return []
    told = true
    const raw = inbox.view().slice(0, limit)
    inbox.clear()
    return [{ channel: 'unknown', did: raw.length === 0 ? 'connect' : 'bytes', asked: null, raw }]
  }

  return {
    hear(bytes): Reaction {
      if (!told) inbox.append(bytes)
      const enough = told || inbox.length >= limit
      return { saw: enough ? tell() : [], write: null, close: enough }
    },
    end: tell,
  }
}
