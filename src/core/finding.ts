import type { AttackEvidence, AttackFinding } from './attack.ts'
import type { ComponentEvidence, ComponentFinding } from './component.ts'
import type { ExposureEvidence, ExposureFinding } from './exposure.ts'

/** All findings carry `kind`; other verbs add theirs to this union. */
export type Finding = ExposureFinding | ComponentFinding | AttackFinding

/** All evidence carries `kind` too, and no kind is of two kinds of finding. */
export type Evidence = ExposureEvidence | ComponentEvidence | AttackEvidence

/** Whether a finding claims that something is vulnerable now. */
export function isVulnerable(finding: Finding): boolean {
  return finding.cves.some(({ status }) => status === 'affected')
}

/** Whether a finding is a reason to exit with 1: something is vulnerable now, or somebody attacks. */
export function isAlarm(finding: Finding): boolean {
  return finding.kind === 'attack' || isVulnerable(finding)
}
