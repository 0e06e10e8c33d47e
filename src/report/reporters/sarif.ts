import {
  type Finding,
  type Gap,
  type GapReason,
  gapReasons,
  type RunHeader,
  type RunSummary,
  showInstant,
} from '../../core/index.ts'
import { JsonList, jsonDocument } from '../json-document.ts'
import type { Reporter } from '../reporter.ts'
import { attackResult } from '../sarif/attack-result.ts'
import { componentResults, openAdvisories } from '../sarif/component-results.ts'
import { exposureResult } from '../sarif/exposure-result.ts'
import { RuleList } from '../sarif/rule-list.ts'
import { advisoryRule, attackRules, exposureRules, inventoryRule, type Rule } from '../sarif/rules.ts'

/**
 * SARIF 2.1.0 (OASIS Standard), for code scanning: findings are results, gaps are notifications of the run. A run has
 * no more results than GitHub takes; what is left goes into further runs, each of a category of its own.
 */
export const sarif: Reporter = {
  id: 'sarif',
  mediaType: 'application/sarif+json',
  summary: 'SARIF 2.1.0, for code scanning platforms',
  definedBy:
    '[SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html) (OASIS Standard), in runs of at most 25,000 results as GitHub takes them',

  begin(header) {
    const rules = new RuleList()
    const results: JsonList[] = []
    const gaps = new JsonList()
    if (header.verb === 'probe') rules.add(...exposureRules)
    if (header.verb === 'hunt') rules.add(...attackRules)
    const add = (result: Result): void => {
      const last = results.at(-1)
      const list = last === undefined || last.length === resultsPerRun ? new JsonList() : last
      if (list !== last) results.push(list)
      list.add({ ...result, ruleIndex: rules.indexOf(result.ruleId) })
    }
    const keep = (finding: Finding): void => {
      if (finding.kind === 'exposure') {
        rules.add(...exposureRules)
        add(exposureResult(finding))
      } else if (finding.kind === 'attack') {
        rules.add(...attackRules)
        add(attackResult(finding))
      } else {
        const open = openAdvisories(finding)
        rules.add(...(open.length === 0 ? [inventoryRule] : open.map(({ id }) => advisoryRule(id, finding))))
        for (const result of componentResults(finding)) add(result)
      }
    }
    return {
      finding: (finding) => (keep(finding), ''),
      gap: (gap) => (gaps.add(notification(gap)), ''),
      end(summary) {
        const parts = results.length === 0 ? [new JsonList()] : results
        return jsonDocument({
          $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
          version: '2.1.0',
          runs: parts.map((part, i) => run(header, summary, rules.all(), part, i === 0 ? gaps : new JsonList(), i)),
        })
      },
    }
  },
}

/** The most that GitHub code scanning takes; it shows the first 5,000 by severity (docs.github.com, "SARIF results exceed limits"). */
const resultsPerRun = 25_000

interface Result {
  readonly ruleId: string
}

function run(
  { tool, verb, startedAt }: RunHeader,
  { endedAt, complete }: RunSummary,
  rules: readonly Rule[],
  results: JsonList,
  gaps: JsonList,
  part: number,
) {
  return {
    tool: {
      driver: {
        name: tool.name,
        version: tool.version,
        rules,
        notifications: notificationRules(),
      },
    },
    // The identifier says the category; what stands after its last slash would say the run (section 3.17.2).
    automationDetails: { id: `fireline-${verb}${part === 0 ? '' : `-${part + 1}`}/` },
    invocations: [
      {
        executionSuccessful: complete,
        startTimeUtc: showInstant(startedAt),
        endTimeUtc: showInstant(endedAt),
        toolExecutionNotifications: gaps,
      },
    ],
    results,
  }
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
