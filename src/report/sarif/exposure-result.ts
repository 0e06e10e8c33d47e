import { type ExposureFinding, isVulnerable, rungMeanings } from '../../core/index.ts'
import { findingJson } from '../finding-json.ts'
import { webUri } from '../uri.ts'
import { levels } from './levels.ts'
import { exposureRules } from './rules.ts'

/** A place of a web service that was probed. */
export function exposureResult(finding: ExposureFinding) {
  const { id, at, proof, severity, title } = finding
  return {
    ruleId: exposureRules[isVulnerable(finding) ? 0 : 1].id as string, // rules have other names too
    level: levels[severity],
    message: { text: `${title}: ${rungMeanings[proof]}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: webUri(at.url) } },
        logicalLocations: [
          { name: at.point.name, kind: at.point.kind, fullyQualifiedName: `${at.point.kind} ${at.point.name}` },
        ],
      },
    ],
    partialFingerprints: { 'fireline/1': id },
    properties: { finding: findingJson(finding) },
  }
}
