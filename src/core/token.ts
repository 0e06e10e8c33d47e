import type { Branded } from './brand.ts'

/**
 * Ties a callback to the one payload that caused it: 20 lower-case base32 characters, so it survives
 * DNS (letters of any case, labels of at most 63) and every JNDI name. Thirteen carry the id, seven a
 * truncated HMAC over it, so that a listener that has the key can verify and attribute a callback
 * months later without any shared state, and a stranger cannot forge one (2^-35 a try).
 */
export type Token = Branded<string, 'Token'>

/** What a listener should do for the one who asks. It travels in the token, so a listener needs no state. */
export type Intent =
  /** A name that does not exist proves evaluation and opens no connection. */
  | 'prove'
  /** The name resolves to the listener, so that the target goes on to LDAP or RMI. */
  | 'confirm'

export interface TokenId {
  readonly intent: Intent
  /** Number of the scan, 0 to 33,554,431, chosen by chance. */
  readonly scan: number
  /** Ordinal of the target within the scan, 0 to 33,554,431. */
  readonly target: number
  /** Ordinal of the payload within the target (injection point and form), 0 to 8,191. */
  readonly slot: number
}

/** HMAC-SHA-256 under the scan key, handed in by a room that has cryptography. 31 bytes are used. */
export type Seal = (text: string) => Uint8Array

export const tokenLength = 20
export const maxScan = 2 ** 25 - 1
export const maxTarget = 2 ** 25 - 1
export const maxSlot = 2 ** 13 - 1

/** RFC 4648 section 6, in lower case. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const idLength = 13
/** Value of each character by its code, -1 if it has none: listeners look at every character of every name. */
const values = Int8Array.from({ length: 128 }, (_, code) => alphabet.indexOf(String.fromCharCode(code)))
const intents: readonly Intent[] = ['prove', 'confirm']

/** Writes and seals a token. Throws RangeError if a field is out of its range. */
export function mintToken({ intent, scan, target, slot }: TokenId, seal: Seal): Token {
  const inRange = (n: number, max: number): boolean => Number.isInteger(n) && n >= 0 && n <= max
  if (!inRange(scan, maxScan) || !inRange(target, maxTarget) || !inRange(slot, maxSlot)) {
    throw new RangeError(`token field out of range: scan ${scan}, target ${target}, slot ${slot}`)
  }
  const last = intents.indexOf(intent) * (maxSlot + 1) + slot
  const owner = [...digits(scan, 5), ...digits(target, 5)]
  const sealed = sealOf(String.fromCharCode(...owner), last, seal)
  // At once, because a concatenation keeps its parts, and tokens are kept by the hundred thousand.
  return String.fromCharCode(...owner, ...digits(last, 3), ...sealed) as Token
}

/** Reads a token of any letter case. `null` if it is not one, or was sealed under another key. */
export function openToken(text: string, seal: Seal): TokenId | null {
  const lower = text.toLowerCase()
  if (lower.length !== tokenLength || !isBase32(lower)) return null
  const owner = lower.slice(0, 10)
  const last = read(lower.slice(10, idLength))
  if (String.fromCharCode(...sealOf(owner, last, seal)) !== lower.slice(idLength)) return null
  const intent = intents[Math.floor(last / (maxSlot + 1))]
  if (intent === undefined) return null
  return { intent, scan: read(owner.slice(0, 5)), target: read(owner.slice(5)), slot: last % (maxSlot + 1) }
}

/** How many candidates {@link findToken} checks at most in one text: each costs one HMAC. */
const maxCandidates = 64

/** The first valid token anywhere in a text, such as a DNS name, a distinguished name or a path. */
export function findToken(text: string, seal: Seal): Token | null {
  const lower = text.toLowerCase()
  let candidates = 0
  let runStart = 0
  for (let i = 0; i < lower.length; i++) {
    if (valueAt(lower, i) < 0) {
      runStart = i + 1
      continue
    }
    if (i - runStart + 1 < tokenLength) continue
    if (++candidates > maxCandidates) return null
    const candidate = lower.slice(i - tokenLength + 1, i + 1)
    if (openToken(candidate, seal) !== null) return candidate as Token
  }
  return null
}

/**
 * One HMAC seals this many neighbouring slots, each with 35 bits of its own: a request carries dozens of tokens of
 * one target, and an HMAC costs more than all else of a token. A truncated HMAC tells nothing of its other bits
 * (RFC 2104 section 5), so one seal helps nobody to the next.
 */
const sealedTogether = 7

function sealOf(owner: string, last: number, seal: Seal): number[] {
  const mac = seal(owner + String.fromCharCode(...digits(Math.floor(last / sealedTogether), 3)))
  const bits = 5 * (tokenLength - idLength)
  const start = bits * (last % sealedTogether)
  const codes: number[] = []
  for (let bit = start; bit < start + bits; bit += 5) {
    const two = ((mac[bit >> 3] ?? 0) << 8) | (mac[(bit >> 3) + 1] ?? 0)
    codes.push(alphabet.charCodeAt((two >> (11 - (bit & 7))) & 31))
  }
  return codes
}

/** The character codes of a number below 2^30, in base 32. */
function digits(n: number, length: number): number[] {
  const codes: number[] = []
  for (let shift = 5 * (length - 1); shift >= 0; shift -= 5) codes.push(alphabet.charCodeAt((n >> shift) & 31))
  return codes
}

function read(text: string): number {
  let n = 0
  for (let i = 0; i < text.length; i++) n = n * 32 + valueAt(text, i)
  return n
}

function isBase32(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (valueAt(text, i) < 0) return false
  return true
}

function valueAt(text: string, i: number): number {
  return values[text.charCodeAt(i)] ?? -1
}
