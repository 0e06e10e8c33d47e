import type { AttackFinding, Gap } from '../../core/index.ts'
import type { Witness } from '../../hunt/index.ts'

/** What a hunt tells, as it comes. */
export type HuntEvent =
  | { readonly is: 'finding'; readonly finding: AttackFinding }
  | { readonly is: 'gap'; readonly gap: Gap }
  | { readonly is: 'note'; readonly text: string }

/** What is told within a run beside it. */
export type WorkEvent = HuntEvent | { readonly is: 'witness'; readonly witness: Witness }
