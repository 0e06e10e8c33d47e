import {
  type Campaign,
  type Evidence,
  type Finding,
  type Gap,
  type RunHeader,
  type RunSummary,
  showInstant,
} from '../core/index.ts'

/** Findings, gaps and reports as plain JSON: moments become ISO 8601 in UTC, nothing is left out. One mapping for all formats. */

export function findingJson(finding: Finding) {
  const evidence = finding.evidence.map(evidenceJson)
  const seenAt = showInstant(finding.seenAt)
  if (finding.kind === 'component') return { ...finding, evidence, seenAt }
  if (finding.kind === 'attack') {
    const { when } = finding
    return { ...finding, when: when === null ? null : showInstant(when), evidence, seenAt }
  }
  const { callback } = finding
  return { ...finding, callback: { ...callback, at: showInstant(callback.at) }, evidence, seenAt }
}

function evidenceJson(evidence: Evidence) {
  switch (evidence.kind) {
    case 'callback':
      return { ...evidence, at: showInstant(evidence.at) }
    case 'delivery':
      return { ...evidence, sentAt: showInstant(evidence.sentAt) }
    case 'witness':
      return { ...evidence, when: evidence.when === null ? null : showInstant(evidence.when) }
    default:
      return evidence
  }
}

export function gapJson({ at, because, detail }: Gap) {
  return { at, because, detail }
}

export function headerJson({ tool, verb, startedAt }: RunHeader) {
  return { tool, verb, startedAt: showInstant(startedAt) }
}

export function summaryJson({ endedAt, complete, notes, stats, campaigns }: RunSummary) {
  const ended = { endedAt: showInstant(endedAt), complete, notes, stats }
  return campaigns === undefined ? ended : { ...ended, campaigns: campaigns.map(campaignJson) }
}

function campaignJson(campaign: Campaign) {
  const { firstSeen, lastSeen } = campaign
  const shown = (when: Campaign['firstSeen']): string | null => (when === null ? null : showInstant(when))
  return { ...campaign, firstSeen: shown(firstSeen), lastSeen: shown(lastSeen) }
}
