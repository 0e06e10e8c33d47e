import type { Conversation, ListenerSettings, Peer, Sighting } from '../../src/catch/index.ts'
import { openConversation } from '../../src/catch/index.ts'
import { listenerSettings } from './listener-settings.ts'
import { recordedPeer } from './wire-transcripts.ts'

/** All that a conversation saw and wrote, from its first byte to its end. */
export interface Held {
  readonly saw: readonly Sighting[]
  readonly wrote: Uint8Array
  /** Whether our side hung up before the peer did. */
  readonly hungUp: boolean
}

/** Holds one conversation with these writes, as the listener does: it stops when it is told to close. */
export function hold(
  writes: Iterable<Uint8Array>,
  settings: ListenerSettings = listenerSettings(),
  open: (settings: ListenerSettings, peer: Peer) => Conversation = openConversation,
): Held {
  const conversation = open(settings, recordedPeer)
  const saw: Sighting[] = []
  const wrote: number[] = []
  let hungUp = false
  for (const bytes of writes) {
    const reaction = conversation.hear(bytes)
    saw.push(...reaction.saw)
    wrote.push(...(reaction.write ?? []))
    hungUp = reaction.close
    if (hungUp) break
  }
  saw.push(...conversation.end())
  return { saw, wrote: Uint8Array.from(wrote), hungUp }
}

/** The same bytes, one by one. */
export function* oneByOne(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at++) yield bytes.subarray(at, at + 1)
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}
