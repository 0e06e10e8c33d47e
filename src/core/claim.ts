import type { Branded } from './brand.ts'

/** Stable across runs: a digest of subject, advisory and detector, so that a re-scan recognises its own findings. */
export type FindingId = Branded<string, 'FindingId'>

export type AdvisoryId = `CVE-${number}-${number}`

/** The states of VEX (CISA, "Minimum Requirements for Vulnerability Exploitability eXchange", April 2023). */
export type VexStatus = 'affected' | 'not_affected' | 'fixed' | 'under_investigation'

export interface CveStatus {
  readonly id: AdvisoryId
  readonly status: VexStatus
  readonly because: string
}

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info'
