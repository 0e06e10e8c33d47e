import type { Channel } from '../core/index.ts'
import { type BenignBytes, joinBenign } from '../wire/index.ts'
import type { Conversation, Reaction, Sighting } from './conversation.ts'
import { Inbox } from './inbox.ts'

/** What a channel makes of the front of what it has heard. */
export type Step =
  | 'need-more'
  | {
      /** How many bytes were understood; never 0. */
      readonly length: number
      /** `null` if they show nothing worth recording. */
      readonly saw: Omit<Sighting, 'raw'> | null
      readonly write: BenignBytes | null
      readonly close: boolean
    }
  /** It can never become a message; the connection ends. */
  | 'malformed'
  | 'oversized'

/** One protocol as a sequence of messages. */
export interface Protocol {
  readonly channel: Channel
  /** Looks at the unread bytes, never empty. Called again with more of the same bytes after `need-more`. */
  next(unread: Uint8Array): Step
}

/** How much of the bytes is kept as evidence. */
export const maxRawBytes = 4_096

/** A copy, because what it is copied from is used again. */
function rawOf(bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, maxRawBytes)
}

/**
 * Holds a conversation in a protocol: keeps what is incomplete, lets nothing grow beyond `maxMessageBytes`, and
 * reacts to each message alike however the stream was cut.
 */
export function converse(protocol: Protocol, maxMessageBytes: number): Conversation {
  const { channel } = protocol
  const inbox = new Inbox()
  let sawAnything = false
  let closed = false

  const withinLimit = (step: Step, unread: number): Step => {
    const size = step === 'need-more' ? unread : typeof step === 'string' ? 0 : step.length
    return size > maxMessageBytes ? 'oversized' : step
  }

  /** Takes every whole message; whether the conversation is over. */
  const takeAll = (saw: Sighting[], write: BenignBytes[]): boolean => {
    while (inbox.length > 0) {
      const unread = inbox.view()
      const step = withinLimit(protocol.next(unread), unread.length)
      if (step === 'need-more') return false
      if (typeof step === 'string') {
        saw.push({ channel, did: step, asked: null, raw: rawOf(unread) })
        return true
      }
      if (step.saw !== null) saw.push({ ...step.saw, raw: rawOf(unread.subarray(0, step.length)) })
      if (step.write !== null) write.push(step.write)
      inbox.drop(step.length)
      if (step.close) return true
    }
    return false
  }

  return {
    hear(bytes): Reaction {
      if (closed) return { saw: [], write: null, close: true }
      const saw: Sighting[] = []
      const write: BenignBytes[] = []
      inbox.append(bytes)
      closed = takeAll(saw, write)
      if (closed) inbox.clear()
      sawAnything ||= saw.length > 0
      return { saw, write: joinBenign(write), close: closed }
    },

    end(): readonly Sighting[] {
      const left = rawOf(inbox.view())
      inbox.clear()
      closed = true
      if (left.length > 0) return [{ channel, did: 'unfinished', asked: null, raw: left }]
      return sawAnything ? [] : [{ channel, did: 'connect', asked: null, raw: left }]
    },
  }
}
