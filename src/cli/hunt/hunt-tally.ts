import type { AttackFinding, Outcome } from '../../core/index.ts'

/** What a hunt counts of the attacks that it tells, and of those that it does not tell because they were known before. */
export class HuntTally {
  attacks = 0
  known = 0
  #evaluated = 0
  #likely = 0
  #callbackSeen = 0

  add({ verdict, outcome }: AttackFinding): void {
    this.attacks++
    if (verdict === 'evidence') this.#evaluated++
    else this.#came(outcome)
  }

  /** Of an attack that was added before it became known what came of it. */
  again({ verdict, outcome }: AttackFinding, before: Outcome): void {
    if (verdict === 'evidence') return
    if (before === 'likely') this.#likely--
    this.#came(outcome)
  }

  /** As a summary has it. */
  stats(): Readonly<Record<string, number>> {
    const { attacks, known } = this
    return { attacks, evaluated: this.#evaluated, likely: this.#likely, callbackSeen: this.#callbackSeen, known }
  }

  #came(outcome: Outcome): void {
    if (outcome === 'likely') this.#likely++
    else if (outcome === 'callback-seen') this.#callbackSeen++
  }
}
