import type { Total } from './hunt-crew.ts'
import type { HuntEvent, WorkEvent } from './hunt-event.ts'
import type { Counts } from './shared-counts.ts'

/** A hunt that is under way: its events, and what a progress line shows. */
export interface Hunt extends AsyncIterable<HuntEvent> {
  /** The same events, as many at once as came together: where there are very many, that costs less. */
  batches(): AsyncIterable<readonly HuntEvent[]>
  counts(): Counts
  /** What is to be read, as far as it was listed; of streams nobody knows. */
  total(): Total
  /** The file that takes longest now. */
  at(): string | null
}

export function huntUnderWay(
  shown: Pick<Hunt, 'counts' | 'total' | 'at'>,
  batches: () => AsyncIterable<readonly HuntEvent[]>,
): Hunt {
  return {
    ...shown,
    batches,
    async *[Symbol.asyncIterator]() {
      for await (const batch of batches()) yield* batch
    },
  }
}

/** Whether an event is told beyond the run. */
export function isTold(event: WorkEvent): event is HuntEvent {
  return event.is !== 'witness'
}
