import type { Channel } from '../core/index.ts'

/** What a listener may tell a conversation about itself. */
export interface ListenerSettings {
  /** The zone that we answer for with authority, lower case, without a final dot; `null` if there is none. */
  readonly zone: string | null
  /** Addresses that names of the zone get when the one who asks may go on; IPv4 and IPv6 literals. */
  readonly publicAddresses: readonly string[]
  /** Whether a name should resolve (its token says `confirm`) or not exist. */
  mayGoOn(name: string): boolean
  /** Largest message that is kept while it is incomplete; a longer one ends the conversation. */
  readonly maxMessageBytes: number
}

/** One thing that a peer did, told from its bytes alone. */
export interface Sighting {
  readonly channel: Channel
  /** See `Interaction.did`. */
  readonly did: string
  readonly asked: string | null
  /** The bytes that showed it, at most 4 KiB. */
  readonly raw: Uint8Array
}

/** What follows from some bytes: record what was seen, then write, then perhaps hang up. */
export interface Reaction {
  readonly saw: readonly Sighting[]
  /** Benign by construction: encoded by `wire`, which can encode nothing else. */
  readonly write: Uint8Array | null
  readonly close: boolean
}

/** One TCP connection, from its first byte to its end. Never throws, whatever it hears. */
export interface Conversation {
  hear(bytes: Uint8Array): Reaction
}
