import {
  type AttackFinding,
  type AttackTrait,
  type AttackVerdict,
  bandReleases,
  hostTemplate,
  type Instant,
  type Outcome,
  pathTemplate,
  showInstant,
} from '../core/index.ts'

/** From the worst to the least. */
export const attackVerdicts = ['evidence', 'fires', 'dos', 'attempt'] as const satisfies readonly AttackVerdict[]

/** What an operator reads first of an attack. */
export const attackWords: Readonly<Record<AttackVerdict, string>> = {
  evidence: 'EVALUATED',
  fires: 'ATTACK',
  dos: 'DENIAL OF SERVICE',
  attempt: 'FAILED ATTEMPT',
}

const countedWords: Readonly<Record<AttackVerdict, readonly [one: string, more: string]>> = {
  evidence: ['evaluated', 'evaluated'],
  fires: ['attack', 'attacks'],
  dos: ['denial of service', 'denials of service'],
  attempt: ['failed attempt', 'failed attempts'],
}

/** What is counted, behind its number: `attacks`. */
export function attackNoun(verdict: AttackVerdict, count: number): string {
  const [one, more] = countedWords[verdict]
  return count === 1 ? one : more
}

export const attackMeanings: Readonly<Record<AttackVerdict, string>> = {
  evidence: 'a lookup was evaluated here',
  fires: 'a vulnerable Log4j that logs it looks the name up',
  dos: 'it makes an old Log4j fail',
  attempt: 'it was meant to be looked up, and no release does so',
}

export const traitWords: Readonly<Record<AttackTrait, string>> = {
  laundering: 'a Log4j that evaluates it writes a harmless text in its place: later logs may not show it',
  suppression: 'a Log4j that evaluates it loses the log event: later logs may not have the line at all',
  truncated: 'it ends before its closing brace; what it would do is told as if it did not',
  cut: 'the line is longer than what is read at once, so that its end was not seen',
}

/** What is known to have come of it; empty where nothing is, which says nothing. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  attempt: '',
  likely: 'LIKELY FIRED',
  'callback-seen': 'CALLBACK SEEN',
}

export const outcomeMeanings: Readonly<Record<Outcome, string>> = {
  attempt: 'nothing is known to have come of it, which does not say that nothing did',
  likely: 'something was seen that would have come of it, and may have another cause',
  'callback-seen': 'something was seen that only evaluation causes',
}

/** What records of other logs show of it: where, and in a sentence what. */
export function witnessesOf({ evidence }: AttackFinding): readonly { readonly place: string; readonly says: string }[] {
  return evidence.flatMap((each) => {
    if (each.kind !== 'witness') return []
    const { source, line, byteOffset, says } = each
    return [{ place: line === null ? `${source} at byte ${byteOffset}` : `${source}:${line}`, says }]
  })
}

/** `access.log:12`, or the byte where there are no lines. */
export function attackPlace({ at }: AttackFinding): string {
  return at.line === null ? `${at.source} at byte ${at.byteOffset}` : `${at.source}:${at.line}`
}

/** `2021-12-12 04:25:41 UTC` */
export function shortTime(when: Instant): string {
  return `${showInstant(when).slice(0, 19).replace('T', ' ')} UTC`
}

/** `2021-12-10 12:43:13 to 2021-12-12 04:25:41 UTC`, the day once where it is one; empty if neither is known. */
export function spanWords(first: Instant | null, last: Instant | null): string {
  if (first === null || last === null) return ''
  if (first === last) return shortTime(first)
  const [day, time] = shortTime(first).split(' ')
  const end = shortTime(last)
  return `${day ?? ''} ${time ?? ''} to ${end.startsWith(`${day ?? ''} `) ? end.slice(end.indexOf(' ') + 1) : end}`
}

/** Whom a vulnerable Log4j asks: `evil.example:1389`; `null` where nobody is. */
export function askedOf({ lookup }: AttackFinding): string | null {
  const { scheme, host, port, path, domain } = lookup
  if (host !== null) return port === null ? host : `${host}:${port}`
  if (domain !== null) return `servers of ${domain}`
  return scheme === 'dns' && path !== null && path !== '' ? path : null
}

/** Later JDKs read names in the `compat` way, unless they are told otherwise. */
const jdkWords: Readonly<Record<NonNullable<AttackFinding['needsJdk']>, string>> = {
  legacy: 'the name is taken by JDKs before October 2022 only',
  compat: 'the name is taken by every JDK that is not told to be strict with it',
}

/** The releases it fires on, as a person reads them. */
export function releasesOf({ firesOn, needsJdk }: AttackFinding): string {
  const jdk = needsJdk === null ? '' : `; ${jdkWords[needsJdk]}`
  return firesOn.length === 0 ? 'no release' : `Log4j ${firesOn.map((band) => bandReleases[band]).join('; ')}${jdk}`
}

/** Layers that were undone before it could be read, the outermost first. */
export function layersOf({ evidence }: AttackFinding): readonly string[] {
  return evidence.flatMap((each) => (each.kind === 'decoding' ? each.layers : []))
}

/** What is said of whether it could fire on what lies here, where a scan was held against it; `null` without one. */
export function couldFire({ verdict, cves, outcome }: AttackFinding): string | null {
  if ((verdict !== 'fires' && verdict !== 'dos') || outcome === 'callback-seen') return null
  const words = cves.filter(({ status }) => status === 'affected' || status === 'not_affected')
  if (words.length === 0) return null
  return words
    .map(({ id, status, because }) => `${status === 'affected' ? 'YES' : 'no'}, ${because} (${id})`)
    .join('; ')
}

/** What equal and nearly equal attacks share: those who spray put a name of its own into each. */
export function attackKind({ verdict, because, lookup, scanner, outcome }: AttackFinding): string {
  const { scheme, host, port, path, domain } = lookup
  const named = host !== null || domain !== null || path !== null
  return [
    verdict,
    outcome,
    scanner,
    scheme,
    host === null ? null : hostTemplate(host),
    port,
    domain,
    scheme === 'dns' && host === null && path !== null ? hostTemplate(path) : path === null ? null : pathTemplate(path),
    named ? '' : because.slice(0, 200),
  ].join('\n')
}
