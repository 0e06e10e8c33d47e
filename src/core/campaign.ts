import type { Outcome } from './attack.ts'
import type { Instant } from './instant.ts'

/** Names that were counted, in bounded memory. */
export interface CountedNames {
  /** The most frequent first. */
  readonly names: readonly { readonly name: string; readonly count: number }[]
  /** Sightings of names that are not listed. */
  readonly others: number
}

/**
 * Attacks that ask the same host and port for the same, but for what each has of its own: `*` stands for that. They need not
 * come from one address, or stand in one log.
 */
export interface Campaign {
  /** The same campaign has the same id in every run. */
  readonly id: string
  /** `*.evil.example`; a name alone where the machine's own resolver is asked. */
  readonly host: string
  readonly port: number | null
  /** `Basic/Command/Base64/*` */
  readonly path: string | null
  /** What the path carries, decoded, defanged; `null` if nothing. */
  readonly command: string | null
  readonly schemes: readonly string[]
  readonly attacks: number
  /** The furthest that one of them came. */
  readonly outcome: Outcome
  readonly likely: number
  readonly callbackSeen: number
  /** As records say; `null` if none does. */
  readonly firstSeen: Instant | null
  readonly lastSeen: Instant | null
  /** Addresses that they came from. */
  readonly sources: CountedNames
  /** Logs that have them. */
  readonly targets: CountedNames
  readonly techniques: CountedNames
  /** Values to rotate, wherever one of them could have fired: `env:AWS_SECRET_ACCESS_KEY`. */
  readonly secrets: readonly string[]
  readonly scanner: string | null
}
