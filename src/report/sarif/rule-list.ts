import type { Rule } from './rules.ts'

/** The rules that results name, in the order in which they were first needed; a place never changes. */
export class RuleList {
  readonly #rules: Rule[] = []
  readonly #places = new Map<string, number>()

  /** A rule that is there already stays as it is. */
  add(...rules: readonly Rule[]): void {
    for (const rule of rules) {
      if (this.#places.has(rule.id)) continue
      this.#places.set(rule.id, this.#rules.length)
      this.#rules.push(rule)
    }
  }

  /** -1, as SARIF has it, for one that is not there. */
  indexOf(id: string): number {
    return this.#places.get(id) ?? -1
  }

  all(): readonly Rule[] {
    return this.#rules
  }
}
