import { type Evidence, type Finding, type Gap, type RunHeader, type RunSummary, showInstant } from '../core/index.ts'

/** Findings, gaps and reports as plain JSON: moments become ISO 8601 in UTC, nothing is left out. One mapping for all formats. */

export function findingJson(finding: Finding) {
  const { callback, evidence, seenAt, ...rest } = finding
  return {
    ...rest,
    callback: { ...callback, at: showInstant(callback.at) },
    evidence: evidence.map(evidenceJson),
    seenAt: showInstant(seenAt),
  }
}

function evidenceJson(evidence: Evidence) {
  if (evidence.kind === 'callback') return { ...evidence, at: showInstant(evidence.at) }
  return { ...evidence, sentAt: showInstant(evidence.sentAt) }
}

export function gapJson({ at, because, detail }: Gap) {
  return { at, because, detail }
}

export function headerJson({ tool, verb, startedAt }: RunHeader) {
  return { tool, verb, startedAt: showInstant(startedAt) }
}

export function summaryJson({ endedAt, complete, notes, stats }: RunSummary) {
  return { endedAt: showInstant(endedAt), complete, notes, stats }
}
