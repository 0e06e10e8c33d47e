import type { Channel, Endpoint } from '../core/index.ts'
import type { BenignBytes } from '../wire/index.ts'

/** What a listener may tell a conversation about itself. One object for its whole life: it is compiled once. */
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
  /** Only `wire` can make these bytes, and it makes benign ones only. */
  readonly write: BenignBytes | null
  readonly close: boolean
}

/** One TCP connection, from its first byte to its end. Never throws, whatever it hears. */
export interface Conversation {
  /** Takes the next bytes, cut anywhere. After a reaction that says `close`, nothing more is seen or written. */
  hear(bytes: Uint8Array): Reaction
  /**
   * What the peer left unfinished, when it hung up, ran out of time or was hung up on. To be called once, at the
   * end of every connection: no connection ends without a sighting.
   */
  end(): readonly Sighting[]
}

/** What a conversation is told about the one connection that it is held on. */
export type Peer = Endpoint

/** One protocol that a TCP port can tell by its first bytes. One file each in `channels/`, one line in its list. */
export interface CallbackChannel {
  /** Also the file's name. */
  readonly id: string
  /** Whether a connection that begins with `head` speaks this protocol. `head` is never empty. */
  recognises(head: Uint8Array): 'yes' | 'no' | 'need-more'
  open(settings: ListenerSettings, peer: Peer): Conversation
}
