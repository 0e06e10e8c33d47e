import type { Branded } from './brand.ts'

/** Stable across runs: a digest of subject, advisory and detector, so that a re-scan recognises its own findings. */
export type FindingId = Branded<string, 'FindingId'>

export type AdvisoryId = `CVE-${number}-${number}`

/** The states of VEX (CISA, "Minimum Requirements for Vulnerability Exploitability eXchange", April 2023). */
export type VexStatus = 'affected' | 'not_affected' | 'fixed' | 'under_investigation'

/** Why something is not affected, in the words of VEX (CISA, "Vulnerability Exploitability eXchange: Status Justifications", 2022). */
export type VexJustification =
  | 'component_not_present'
  | 'vulnerable_code_not_present'
  | 'vulnerable_code_not_in_execute_path'
  | 'vulnerable_code_cannot_be_controlled_by_adversary'
  | 'inline_mitigations_already_exist'

export interface CveStatus {
  readonly id: AdvisoryId
  readonly status: VexStatus
  readonly because: string
  /** Only with `not_affected`, and only where one of the words says it; `because` always does. */
  readonly justification?: VexJustification
}

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info'
