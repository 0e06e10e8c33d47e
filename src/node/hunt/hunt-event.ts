import type { AttackFinding, Gap } from '../../core/index.ts'

/** What a hunt tells, as it comes. */
export type HuntEvent =
  | { readonly is: 'finding'; readonly finding: AttackFinding }
  | { readonly is: 'gap'; readonly gap: Gap }
  | { readonly is: 'note'; readonly text: string }
