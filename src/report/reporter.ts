import type { AttackFinding, Finding, Gap, Outcome, RunHeader, RunSummary } from '../core/index.ts'

/**
 * One form of document. A writer is fed findings and gaps as they come and returns the text that can go out
 * already (possibly none); `end` returns the rest. It does not know where the text goes, and has no clock.
 */
export interface Reporter {
  readonly id: string
  readonly mediaType: string
  /** One sentence for `--help` and the reference. */
  readonly summary: string
  /** Where the form is defined: a standard, a specification, our own schema; for the reference. */
  readonly definedBy: string
  /** The one verb whose findings it can tell; any, where none is named. */
  readonly onlyFor?: RunHeader['verb']
  /** Whether it tells things at once and again when more is known; others tell them once, when all is known. */
  readonly tellsAgain?: true
  begin(header: RunHeader, options: ReportOptions): ReportWriter
}

export interface ReportOptions {
  /** ANSI colour; only ever true for text on a terminal. */
  readonly colour: boolean
  /** How wide a line of text for people may be, in characters; paths are never broken. */
  readonly columns?: number
  /** For lists that machines block by: whether names and addresses are written so that nothing follows them. */
  readonly defang?: boolean
}

export interface ReportWriter {
  finding(finding: Finding): string
  /** An attack that was told before, as `before`, now that more is known: of reporters that tell again. */
  outcome?(finding: AttackFinding, before: Outcome): string
  gap(gap: Gap): string
  end(summary: RunSummary): string
}
