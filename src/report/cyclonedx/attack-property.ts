import type { AttackFinding } from '../../core/index.ts'
import { attackPlace, shortTime } from '../attack-words.ts'

/** One attack as a property of the whole: a bill of materials has no place for what somebody wrote into a log. */
export function attackProperty(finding: AttackFinding) {
  const { verdict, lookup, when, from, cves, id } = finding
  const words = [
    attackPlace(finding),
    lookup.meaning,
    ...(when === null ? [] : [shortTime(when)]),
    ...(from === null ? [] : [`from ${from}`]),
    ...cves.map((cve) => `${cve.id} ${cve.status}: ${cve.because}`),
    `finding ${id}`,
  ]
  return { name: `fireline:attack:${verdict}`, value: words.join('; ') }
}
