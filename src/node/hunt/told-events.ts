import { type AttackFinding, type Gap, sizeOfAttack } from '../../core/index.ts'
import type { Changed, HuntSink, Witness } from '../../hunt/index.ts'
import { batchOf } from './batch.ts'
import type { EventQueue } from './event-queue.ts'
import type { WorkEvent, WorkOrder } from './protocol.ts'
import type { ThreadRecord } from './shared-counts.ts'

/** Events that go to the main thread at once, and about how many characters of them: a single line may have 60,000. */
const batch = 128
const batchSize = 262_144

/** Takes what hunts find, leaves out what was not asked for, and passes the rest on in batches. */
export class ToldEvents implements HuntSink {
  readonly #order: Pick<WorkOrder, 'since' | 'until'>
  readonly #pass: (events: readonly WorkEvent[]) => void
  readonly #leftOut: () => void
  #waiting: WorkEvent[] = []
  #waitingSize = 0
  #outgoing = false

  constructor(
    order: Pick<WorkOrder, 'since' | 'until'>,
    pass: (events: readonly WorkEvent[]) => void,
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

  changed({ finding, before }: Changed): void {
    this.#add(before === null ? { is: 'finding', finding } : { is: 'outcome', finding, before })
  }

  gap(gap: Gap): void {
    this.#add({ is: 'gap', gap })
  }

  outgoing(): void {
    this.#outgoing = true
  }

  /** Whether a log since the last time seems to say who went out. */
  takeOutgoing(): boolean {
    const was = this.#outgoing
    this.#outgoing = false
    return was
  }

  witness(witness: Witness): void {
    this.#add({ is: 'witness', witness })
  }

  note(text: string): void {
    this.#add({ is: 'note', text })
  }

  /** Passes on what waits. */
  flush(): void {
    if (this.#waiting.length === 0) return
    const events = this.#waiting
    this.#waiting = []
    this.#waitingSize = 0
    this.#pass(events)
  }

  #add(event: WorkEvent): void {
    this.#waiting.push(event)
    if (event.is === 'finding' || event.is === 'outcome') this.#waitingSize += sizeOfAttack(event.finding)
    if (this.#waiting.length >= batch || this.#waitingSize >= batchSize) this.flush()
  }
}

/** Those of a thread that reads itself: what they pass on is put into a queue. */
export function toldInto(
  queue: EventQueue,
  { since = null, until = null }: Partial<Pick<WorkOrder, 'since' | 'until'>>,
  record: ThreadRecord,
): ToldEvents {
  return new ToldEvents(
    { since, until },
    (events) => queue.push(batchOf(...events)),
    () => record.count('leftOut'),
  )
}

/** Whether a record's time is in the span that was asked for; what has no time is never left out. */
export function isAskedFor({ when }: AttackFinding, { since, until }: Pick<WorkOrder, 'since' | 'until'>): boolean {
  if (when === null) return true
  return (since === null || when >= since) && (until === null || when <= until)
}
