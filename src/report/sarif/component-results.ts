import type { AdvisoryId, ComponentFinding, CveStatus } from '../../core/index.ts'
import { advisoryFacts } from '../advisory-facts.ts'
import { statusWords, versionWords } from '../component-words.ts'
import { findingJson } from '../finding-json.ts'
import { nestingOf } from '../place.ts'
import { fileReference } from '../uri.ts'
import { levels } from './levels.ts'
import { inventoryRule } from './rules.ts'

/**
 * A result for each advisory that affects a component or may: a platform then closes each on its own. What no advisory
 * affects is one result that passed. The first of them has the finding whole.
 */
export function componentResults(finding: ComponentFinding) {
  const open = openAdvisories(finding)
  const results = open.length === 0 ? [passed(finding)] : open.map((cve) => failed(finding, cve))
  return results.map((result, i) => (i > 0 ? result : { ...result, properties: { finding: findingJson(finding) } }))
}

/** Those that affect it, or may. */
export function openAdvisories({ cves }: ComponentFinding): readonly CveStatus[] {
  return cves.filter(({ status }) => status === 'affected' || status === 'under_investigation')
}

function failed(finding: ComponentFinding, { id, status, because }: CveStatus) {
  const affected = status === 'affected'
  return {
    ruleId: id as string, // rules have other names too
    level: affected ? levelOf(id, finding) : 'warning',
    message: {
      text: [`${subject(finding)}: ${statusWords[status]}${affected ? ' by' : ' of'} ${id}`, because, finding.remedy]
        .map(sentence)
        .join(' ')
        .trim(),
    },
    ...where(finding),
    ...fingerprints(finding, id),
  }
}

function passed(finding: ComponentFinding) {
  const verdicts = finding.cves.map(({ id, status, because }) => `${id} ${statusWords[status]}: ${because}`)
  return {
    ruleId: inventoryRule.id as string, // rules have other names too
    kind: finding.cves.length === 0 ? 'open' : 'pass',
    level: 'none',
    message: {
      text: `${subject(finding)}. ${verdicts.length === 0 ? 'No advisory could be judged' : verdicts.join('; ')}`,
    },
    ...where(finding),
    ...fingerprints(finding, inventoryRule.id),
  }
}

function sentence(words: string): string {
  return words === '' || words.endsWith('.') ? words : `${words}.`
}

function levelOf(id: AdvisoryId, { severity }: ComponentFinding) {
  return levels[advisoryFacts(id).severity ?? severity]
}

function subject({ component, at }: ComponentFinding): string {
  return `${component.product} ${versionWords(component)} in ${at.path}`
}

/** The file is what a platform can show; how deep inside it lies, is logical. Platforms want a line, and a binary has one. */
function where({ at, component }: ComponentFinding) {
  const { outer, inside } = nestingOf(at.path)
  const name = inside.at(-1) ?? component.product
  const logical = { name, kind: 'module', fullyQualifiedName: at.path }
  return {
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: fileReference(outer) }, region: { startLine: 1 } },
        logicalLocations: [logical],
      },
    ],
  }
}

/** `primaryLocationLineHash` is the one that GitHub goes by; it wants a number after the colon. */
function fingerprints({ id }: ComponentFinding, rule: string) {
  return { partialFingerprints: { 'fireline/1': `${id}/${rule}`, primaryLocationLineHash: `${id}/${rule}:1` } }
}
