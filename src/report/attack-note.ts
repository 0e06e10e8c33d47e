import { type AttackFinding, defanged } from '../core/index.ts'
import { attackMeanings, attackPlace, couldFire, layersOf, releasesOf, traitWords } from './attack-words.ts'

/** One attack in plain sentences, for documents of formats that have no members for them. */
export function attackNote(finding: AttackFinding): readonly string[] {
  const { verdict, because, lookup, request, field, from, traits, leaks, carries, scanner, outcome, evidence } = finding
  const here = couldFire(finding)
  const layers = layersOf(finding)
  return [
    `In ${attackPlace(finding)}: ${attackMeanings[verdict]} (${verdict}). ${because}`,
    `Outcome: ${outcome}.`,
    ...(from === null ? [] : [`From ${from}.`]),
    ...(request === null ? [] : [`Request: ${request}`]),
    ...(field === null ? [] : [`Field: ${field}`]),
    `Looks up: ${defanged(lookup.meaning)}`,
    ...(verdict === 'fires' ? [`Fires on ${releasesOf(finding)}.`] : []),
    ...(here === null ? [] : [`Here: ${here}`]),
    ...traits.map((trait) => `${trait}: ${traitWords[trait]}`),
    ...leaks.map(({ read, into, secret }) => `Would carry ${read} in ${defanged(into)}${secret ? '; rotate it' : ''}`),
    ...carries.map((text) => `Carries: ${text}`),
    ...(scanner === null ? [] : [`Sent by a scanner: ${scanner}`]),
    ...(layers.length === 0 ? [] : [`Escaped by ${layers.join(', then ')}`]),
    `Written: ${lookup.raw}`,
    ...evidence.flatMap((each) => (each.kind === 'decoding' ? [] : [`Evidence in ${each.source}: ${each.says}`])),
    ...finding.cves.map(({ id, status, because: why }) => `${id} ${status}: ${why}`),
    finding.remedy,
  ]
}
