import type { AttackEvidence, AttackFinding } from './attack.ts'

/**
 * Whether two attacks differ in nothing but where, when and around what the same text was found: those of a spray do not, and
 * what they share needs to be made, sent and written once only. It is told by identity where that is cheap, so `false` says little.
 */
export function isAlike(one: AttackFinding, other: AttackFinding): boolean {
  // Written out: a spray asks it for each of its lines.
  return (
    one.cves === other.cves &&
    one.verdict === other.verdict &&
    one.because === other.because &&
    one.firesOn === other.firesOn &&
    one.needsJdk === other.needsJdk &&
    one.traits === other.traits &&
    one.leaks === other.leaks &&
    one.carries === other.carries &&
    one.outcome === other.outcome &&
    one.scanner === other.scanner &&
    one.title === other.title &&
    one.severity === other.severity &&
    one.by === other.by &&
    one.remedy === other.remedy &&
    looksUpAlike(one.lookup, other.lookup) &&
    restsAlike(one.evidence, other.evidence)
  )
}

function looksUpAlike(one: AttackFinding['lookup'], other: AttackFinding['lookup']): boolean {
  return (
    one.meaning === other.meaning &&
    one.scheme === other.scheme &&
    one.host === other.host &&
    one.port === other.port &&
    one.path === other.path &&
    one.domain === other.domain &&
    one.reads === other.reads &&
    one.times === other.times
  )
}

/** On a line of a log alone, and what it was decoded to. */
function restsAlike(one: AttackFinding['evidence'], other: AttackFinding['evidence']): boolean {
  if (one.length > 2 || one.length !== other.length) return false
  return one[0].kind === 'log' && other[0].kind === 'log' && isSameDecoding(one[1], other[1])
}

function isSameDecoding(one: AttackEvidence | undefined, other: AttackEvidence | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  if (one.kind !== 'decoding' || other.kind !== 'decoding') return false
  return one.layers === other.layers && one.text === other.text
}
