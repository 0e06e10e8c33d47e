import type { AttackFinding, Finding } from '../core/index.ts'

/** For documents that can tell attacks only: anything else there is a defect, because it would be lost. */
export function attackOnly(finding: Finding): AttackFinding {
  if (finding.kind !== 'attack') throw new Error(`a document of attacks was given a finding of kind ${finding.kind}`)
  return finding
}
