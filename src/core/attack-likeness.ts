import type { AttackFinding } from './attack.ts'

/**
 * Whether two attacks differ in nothing but where, when and around what the same text was found: those of a spray do not, and
 * what they share needs to be made, sent and written once only. It is told by identity where that is cheap, so `false` says little.
 */
export function isAlike(one: AttackFinding, other: AttackFinding): boolean {
  const [log, decoding, ...more] = one.evidence
  const [otherLog, otherDecoding, ...otherMore] = other.evidence
  return (
    log.kind === 'log' &&
    otherLog.kind === 'log' &&
    more.length + otherMore.length === 0 &&
    (decoding === otherDecoding ||
      (decoding?.kind === 'decoding' &&
        otherDecoding?.kind === 'decoding' &&
        decoding.layers === otherDecoding.layers &&
        decoding.text === otherDecoding.text)) &&
    shared.every((name) => one[name] === other[name]) &&
    sharedOfLookup.every((name) => one.lookup[name] === other.lookup[name])
  )
}

/** What each finding has for itself, wherever the same text was found. */
type Own =
  | 'id'
  | 'at'
  | 'when'
  | 'from'
  | 'request'
  | 'userAgent'
  | 'field'
  | 'format'
  | 'lookup'
  | 'evidence'
  | 'seenAt'

/** All but what each finding has for itself; written so that none can be left out. */
const shared = Object.keys({
  schema: true,
  kind: true,
  verdict: true,
  because: true,
  firesOn: true,
  needsJdk: true,
  traits: true,
  leaks: true,
  carries: true,
  outcome: true,
  scanner: true,
  title: true,
  severity: true,
  cves: true,
  by: true,
  remedy: true,
} satisfies Record<Exclude<keyof AttackFinding, Own>, true>) as readonly Exclude<keyof AttackFinding, Own>[] // its own keys

const sharedOfLookup = Object.keys({
  meaning: true,
  scheme: true,
  host: true,
  port: true,
  path: true,
  domain: true,
  reads: true,
  times: true,
} satisfies Record<Exclude<keyof AttackFinding['lookup'], 'raw'>, true>) as readonly Exclude<
  keyof AttackFinding['lookup'],
  'raw'
>[] // its own keys
