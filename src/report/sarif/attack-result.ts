import type { AttackFinding } from '../../core/index.ts'
import { attackMeanings, attackPlace, couldFire } from '../attack-words.ts'
import { findingJson } from '../finding-json.ts'
import { nestingOf } from '../place.ts'
import { fileReference } from '../uri.ts'
import { levels } from './levels.ts'

/** An attack in a log: the line where a platform can show it, the nesting where the log lies in an archive. */
export function attackResult(finding: AttackFinding) {
  const { id, at, verdict, because, severity, title } = finding
  const { outer, inside } = nestingOf(at.source)
  const here = couldFire(finding)
  const sentences = [title, `${attackMeanings[verdict]}: ${because}`, ...(here === null ? [] : [`Here: ${here}`])]
  // A line of what was unpacked is none of the file that a platform has.
  const startLine = inside.length === 0 && at.line !== null ? at.line : 1
  return {
    ruleId: `attack-${verdict}`,
    level: levels[severity],
    message: { text: sentences.join('. ') },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: fileReference(outer) }, region: { startLine } },
        logicalLocations: [
          { name: finding.field ?? finding.format, kind: 'log', fullyQualifiedName: attackPlace(finding) },
        ],
      },
    ],
    partialFingerprints: { 'fireline/1': id, primaryLocationLineHash: `${id}:1` },
    properties: { finding: findingJson(finding) },
  }
}
