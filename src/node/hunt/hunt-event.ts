import type { AttackFinding, Gap, Outcome } from '../../core/index.ts'
import type { Witness } from '../../hunt/index.ts'

/** What a hunt tells, as it comes. */
export type HuntEvent =
  | { readonly is: 'finding'; readonly finding: AttackFinding }
  /** More is known of a finding that was told: the same again, with what came of it. */
  | { readonly is: 'outcome'; readonly finding: AttackFinding; readonly before: Outcome }
  | { readonly is: 'gap'; readonly gap: Gap }
  | { readonly is: 'note'; readonly text: string }

/** What is told within a run beside it. */
export type WorkEvent = HuntEvent | { readonly is: 'witness'; readonly witness: Witness }
