import { FoldedReader } from './folded.ts'

/**
 * What something of interest may begin with: for each of three bytes those that may stand there, `null` for any. At most
 * eight groups; what shares one is told apart less well, so only what is rare, or begins alike, shares.
 */
export const groups: readonly (readonly [string, string | null, string | null])[] = [
  ['$&', '{%\\&#', null],
  ['%', '2', '456%\\&'],
  ['%', '5', 'Cc%\\&'],
  ['%', 'uU%\\&', null],
  ['\\R', 'uUx014e', '0123456789+%\\&f'],
  ['eI#', 'ynFf', 'Jvi'],
  ['&', 'dlapb', 'ocmes'],
  ['JD', 'nN', 'dDs'],
]
// Base64 behind `Basic` (RFC 7617) begins at "sic "; an endless recursion is told by the word "interpolation".
const alsoIn: readonly (readonly [number, string, string, string])[] = [
  [1, 's', 'i', 'c'],
  [2, 'r', 'p', 'o'],
]

/** Texts that only appear where a lookup was evaluated, or that say that one was; each holds one of the beginnings above. */
export const evidenceNeedles: readonly string[] = [
  'JNDI resource [',
  'JndiLookup',
  'JndiManager',
  'Reference Class Name',
  'DnsContext@',
  'Infinite loop in property interpolation',
  'Invalid date format: [',
]

/** Two tables of 16 bytes for each of three places, as `sweep.wat` has them: by the lower, and by the upper half. */
export function tablesOf(): Uint8Array {
  const tables = new Uint8Array(96)
  const add = (group: number, place: number, set: string | null): void => {
    for (let byte = 0; byte < 256; byte++) {
      if (set !== null && !set.includes(String.fromCharCode(byte))) continue
      const [low, high] = [32 * place + (byte & 15), 32 * place + 16 + (byte >> 4)]
      tables[low] = (tables[low] ?? 0) | (1 << group)
      tables[high] = (tables[high] ?? 0) | (1 << group)
    }
  }
  groups.forEach((sets, group) => sets.forEach((set, place) => add(group, place, set)))
  for (const [group, ...sets] of alsoIn) sets.forEach((set, place) => add(group, place, set))
  return tables
}

/** Why a place is worth reading its record. */
export type Interest = 'opener' | 'evidence' | 'base64' | 'columns'

/** What begins at `at`, if anything does. Cheap: it is asked for every place that the sweep tells. */
export function interestAt(bytes: Uint8Array, at: number, end: number): Interest | null {
  switch (bytes[at]) {
    case 0x24: // $
    case 0x25: // %
    case 0x5c: // \
    case 0x26: // &
      return opensAt(bytes, at, end) ? 'opener' : null
    case 0x73: // sic, of Basic
      return follows(bytes, at, end, 'sic ') ? 'base64' : null
    case 0x65: // e
      return follows(bytes, at, end, 'eyJ') ? 'base64' : null
    case 0x23: // #Fields of W3C extended logs, #fields of Zeek
      return follows(bytes, at, end, '#Fields: ') || follows(bytes, at, end, '#fields\t') ? 'columns' : null
    case 0x72: // rpo, of interpolation
      return follows(bytes, at - 25, end, 'Infinite loop in property') ? 'evidence' : null
    default:
      return evidenceNeedles.some((needle) => follows(bytes, at, end, needle)) ? 'evidence' : null
  }
}

/** Whether `${` begins here, in whatever escapes. */
export function opensAt(bytes: Uint8Array, at: number, end: number): boolean {
  const reader = new FoldedReader(bytes, end)
  return reader.at(at) === 0x24 && reader.at(reader.next) === 0x7b
}

function follows(bytes: Uint8Array, at: number, end: number, text: string): boolean {
  if (at < 0 || at + text.length > end) return false
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false
  return true
}
