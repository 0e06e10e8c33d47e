import type { AttackFinding, Gap } from '../../core/index.ts'
import type { HuntSink } from '../../hunt/index.ts'
import type { HuntEvent, WorkOrder } from './protocol.ts'

/** Events that go to the main thread at once. */
const batch = 256

/** Takes what hunts find, leaves out what was not asked for, and passes the rest on in batches. */
export class ToldEvents implements HuntSink {
  readonly #order: Pick<WorkOrder, 'since' | 'until'>
  readonly #pass: (events: readonly HuntEvent[]) => void
  readonly #leftOut: () => void
  #waiting: HuntEvent[] = []

  constructor(
    order: Pick<WorkOrder, 'since' | 'until'>,
    pass: (events: readonly HuntEvent[]) => void,
    leftOut: () => void,
  ) {
    this.#order = order
    this.#pass = pass
    this.#leftOut = leftOut
  }

  finding(finding: AttackFinding): void {
    if (isAskedFor(finding, this.#order)) this.#add({ is: 'finding', finding })
    else this.#leftOut()
  }

  gap(gap: Gap): void {
    this.#add({ is: 'gap', gap })
  }

  note(text: string): void {
    this.#add({ is: 'note', text })
  }

  /** Passes on what waits. */
  flush(): void {
    if (this.#waiting.length === 0) return
    const events = this.#waiting
    this.#waiting = []
    this.#pass(events)
  }

  #add(event: HuntEvent): void {
    this.#waiting.push(event)
    if (this.#waiting.length >= batch) this.flush()
  }
}

/** Whether a record's time is in the span that was asked for; what has no time is never left out. */
export function isAskedFor({ when }: AttackFinding, { since, until }: Pick<WorkOrder, 'since' | 'until'>): boolean {
  if (when === null) return true
  return (since === null || when >= since) && (until === null || when <= until)
}
