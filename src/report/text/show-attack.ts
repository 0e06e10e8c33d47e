import { type AttackFinding, bandReleases } from '../../core/index.ts'
import {
  attackPlace,
  attackWords,
  couldFire,
  layersOf,
  outcomeWords,
  releasesOf,
  shortTime,
  traitWords,
  witnessesOf,
} from '../attack-words.ts'
import { visible } from '../visible.ts'
import type { Palette } from './palette.ts'
import { type Row, showRows } from './rows.ts'

const labelWidth = 9
/** Characters of a text that came from outside; all of it is in the other formats. */
const mostShown = 600

/** The first attack of its kind: what, where, when, from whom, what it would do, and what to do about it. */
export function showAttack(finding: AttackFinding, columns: number, palette: Palette): string {
  const { when, from, verdict, lookup } = finding
  const rows: readonly Row[] = [
    ['when', when === null ? 'the record does not say' : shortTime(when)],
    ['from', from === null ? 'the record does not say' : short(from)],
    ...placeRows(finding),
    [verdict === 'evidence' ? 'shows' : 'asks for', short(lookup.meaning)],
    ...meaningRows(finding),
    ...seenRows(finding),
    ...(verdict === 'evidence' ? recordRows(finding) : writtenRows(finding)),
    ['do', finding.remedy],
  ]
  return `\n${head(finding, palette)}\n${showRows(rows, labelWidth, columns, palette)}`
}

/** Another one of a kind that was shown: where, when and from whom, and what it asks for if that differs. */
export function showAttackAgain(finding: AttackFinding, meaningBefore: string, palette: Palette): string {
  const { when, from, lookup } = finding
  const asked = lookup.meaning === meaningBefore ? '' : `  ${visible(short(lookup.meaning))}`
  const known = [...(when === null ? [] : [shortTime(when)]), ...(from === null ? [] : [`from ${short(from)}`])]
  const details = known.length === 0 ? '' : `  ${visible(known.join(', '))}`
  return `    ${palette.faint('also')} ${visible(attackPlace(finding))}${details}${asked}\n`
}

/** An attack that was shown before, now that it is known what came of it. */
export function showOutcome(finding: AttackFinding, columns: number, palette: Palette): string {
  const { when, lookup, outcome, severity, leaks, remedy } = finding
  const rows: readonly Row[] = [
    ['when', when === null ? 'the record does not say' : shortTime(when)],
    ['asks for', short(lookup.meaning)],
    ...leaks.map(leakRow),
    ...seenRows(finding),
    ['do', remedy],
  ]
  const badge = palette.alarm(outcomeWords[outcome])
  const top = `${badge} ${palette.strong(visible(attackPlace(finding)))}, told above, ${severity}`
  return `\n${top}\n${showRows(rows, labelWidth, columns, palette)}`
}

function head(finding: AttackFinding, palette: Palette): string {
  const { verdict, severity, scanner, outcome } = finding
  const words = attackWords[verdict]
  const badge =
    verdict === 'evidence' || verdict === 'fires'
      ? palette.alarm(words)
      : verdict === 'dos'
        ? palette.warn(words)
        : palette.strong(words)
  const came = outcome === 'attempt' || verdict === 'evidence' ? '' : `, ${palette.alarm(outcomeWords[outcome])}`
  const sender = scanner === null ? '' : ` ${palette.faint(visible(`(a scanner: ${scanner})`))}`
  return `${badge}${came} ${palette.strong(visible(attackPlace(finding)))}, ${severity}${sender}`
}

function placeRows({ request, field, format }: AttackFinding): readonly Row[] {
  const of = request === null ? '' : ` of ${short(request)}`
  return [['in', `${field === null ? 'the record' : short(field)}${of} (${format})`]]
}

function meaningRows(finding: AttackFinding): readonly Row[] {
  const { verdict, because, lookup, leaks, carries, traits, firesOn, needsJdk } = finding
  const here = couldFire(finding)
  const times = lookup.times > 1 ? `, ${lookup.times} times for one message` : ''
  const everywhere = firesOn.length === 3 && needsJdk === null
  const releases = everywhere
    ? `every Log4j from ${bandReleases.A.split(' ')[0] ?? ''} that is vulnerable`
    : releasesOf(finding)
  return [
    verdict === 'fires' ? ['fires on', `${releases}${times}`] : ['because', short(because)],
    // It is looked up, and the JVM asks nobody.
    ...(verdict === 'fires' && lookup.scheme === null ? [['but', short(because)] as const] : []),
    ...(here === null ? affectedRows(finding) : [['here', here] as const]),
    ...leaks.map(leakRow),
    ...carries.map((text): Row => ['carries', short(text)]),
    ...traits.map((trait): Row => ['note', `${trait}: ${traitWords[trait]}`]),
  ]
}

function leakRow({ read, into, secret }: AttackFinding['leaks'][number]): Row {
  return ['leaks', `${short(read)}${secret ? ' (a secret)' : ''}, in ${short(into)}`]
}

function seenRows(finding: AttackFinding): readonly Row[] {
  return witnessesOf(finding).map(({ place, says }): Row => ['seen', `${short(says)} (${place})`])
}

function affectedRows({ cves }: AttackFinding): readonly Row[] {
  return cves.flatMap(({ id, status, because }): readonly Row[] =>
    status === 'affected' ? [['CVE', `${id} affected: ${because}`]] : [],
  )
}

function writtenRows(finding: AttackFinding): readonly Row[] {
  const { raw, meaning } = finding.lookup
  const layers = layersOf(finding)
  if (raw === meaning || raw === `\${${meaning}}`) return []
  return [['written', `${short(raw)}${layers.length === 0 ? '' : ` (${layers.join(', then ')} undone)`}`]]
}

/** The record itself is what the claim rests on. */
function recordRows({ evidence }: AttackFinding): readonly Row[] {
  return evidence.flatMap((each): readonly Row[] => (each.kind === 'log' ? [['record', short(each.text)]] : []))
}

function short(text: string): string {
  return text.length > mostShown ? `${text.slice(0, mostShown)}… (${text.length} characters)` : text
}
