import {
  type ComponentFinding,
  type ExposureFinding,
  type Finding,
  type Gap,
  type GapReason,
  gapReasons,
  isVulnerable,
  rungMeanings,
  type Severity,
  showInstant,
} from '../../core/index.ts'
import { findingJson } from '../finding-json.ts'
import type { Reporter } from '../reporter.ts'
import { jsonText } from '../visible.ts'

/** SARIF 2.1.0 (OASIS Standard), for code scanning: findings are results, gaps are notifications of the run. */
export const sarif: Reporter = {
  id: 'sarif',
  mediaType: 'application/sarif+json',
  summary: 'SARIF 2.1.0, for code scanning platforms',
  definedBy: 'SARIF 2.1.0 (OASIS Standard), within the limits of GitHub code scanning',

  begin({ tool, startedAt }) {
    const findings: Finding[] = []
    const gaps: Gap[] = []
    return {
      finding: (finding) => (findings.push(finding), ''),
      gap: (gap) => (gaps.push(gap), ''),
      end({ endedAt, complete }) {
        const log = {
          $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
          version: '2.1.0',
          runs: [
            {
              tool: { driver: { name: tool.name, version: tool.version, rules, notifications: notificationRules() } },
              invocations: [
                {
                  executionSuccessful: complete,
                  startTimeUtc: showInstant(startedAt),
                  endTimeUtc: showInstant(endedAt),
                  toolExecutionNotifications: gaps.map(notification),
                },
              ],
              results: findings.map((each) => (each.kind === 'component' ? componentResult(each) : result(each))),
            },
          ],
        }
        return `${jsonText(log, 2)}\n`
      },
    }
  },
}

const ruleIds = ['lookup-evaluated', 'lookup-suspected'] as const

const rules = [
  {
    id: ruleIds[0],
    shortDescription: { text: 'A service evaluates Log4j lookups that a client sends (CVE-2021-44228)' },
    helpUri: 'https://logging.apache.org/security.html#CVE-2021-44228',
    help: {
      text: 'Update log4j-core to 2.17.1 or later. The finding carries the callback that proves it, the request that caused it and what to do until then.',
    },
    defaultConfiguration: { level: 'error' },
    properties: { 'security-severity': '10.0', tags: ['security', 'CVE-2021-44228'] },
  },
  {
    id: ruleIds[1],
    shortDescription: { text: 'A name that was sent in a lookup was asked for; evaluation is not proven' },
    helpUri: 'https://logging.apache.org/security.html#CVE-2021-44228',
    defaultConfiguration: { level: 'warning' },
    properties: { 'security-severity': '5.0', tags: ['security'] },
  },
]

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
}

function result(finding: ExposureFinding) {
  const { id, at, proof, severity, title } = finding
  const ruleIndex = isVulnerable(finding) ? 0 : 1
  return {
    ruleId: ruleIds[ruleIndex],
    ruleIndex,
    level: levels[severity],
    message: { text: `${title}: ${rungMeanings[proof]}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(at.url) } },
        logicalLocations: [
          { name: at.point.name, kind: at.point.kind, fullyQualifiedName: `${at.point.kind} ${at.point.name}` },
        ],
      },
    ],
    partialFingerprints: { 'fireline/1': id },
    properties: { finding: findingJson(finding) },
  }
}

function componentResult(finding: ComponentFinding) {
  return {
    message: { text: finding.title },
    level: levels[finding.severity],
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(finding.at.path) } } }],
    partialFingerprints: { 'fireline/1': finding.id },
    properties: { finding: findingJson(finding) },
  }
}

/** A URL of the web (WHATWG) as a URI of RFC 3986, which lets fewer characters stand unescaped; without its fragment. */
function uriOf(url: string): string {
  const [, origin = '', path = ''] = /^([a-z]+:\/\/[^/?#]*)?([^#]*)/i.exec(url) ?? []
  const escaped = path
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/%(?![0-9a-f]{2})|[^\w\-.~:/?@!$&'()*+,;=%]/giu, (char) => encodeURIComponent(char))
  return `${origin}${escaped}`
}

const reasons = Object.keys(gapReasons) as GapReason[] // its keys are the reasons

function notificationRules() {
  return reasons.map((reason) => ({ id: reason, shortDescription: { text: gapReasons[reason] } }))
}

function notification({ at, because, detail }: Gap) {
  return {
    descriptor: { id: because, index: reasons.indexOf(because) },
    level: 'warning',
    message: { text: `${at}: ${gapReasons[because]}${detail === '' ? '' : ` (${detail})`}` },
  }
}
