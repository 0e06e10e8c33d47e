import { MessageHunt, RecentlyRead } from '../../hunt/index.ts'
import { huntDoors } from './doors.ts'
import { EventQueue } from './event-queue.ts'
import type { HuntOptions } from './hunt.ts'
import type { HuntEvent } from './hunt-event.ts'
import { type Hunt, huntUnderWay, isTold } from './hunt-under-way.ts'
import { LiveJoining } from './live-joining.ts'
import { sharedCounts, ThreadRecord } from './shared-counts.ts'
import { type ToldEvents, toldInto } from './told-events.ts'

/** Of a hunt in what comes by itself. */
export type LiveOptions = Pick<HuntOptions, 'since' | 'until' | 'signal' | 'windowMs'>

/** What whoever brings messages uses. */
export interface LiveDoors {
  readonly messages: Pick<MessageHunt, 'read'>
  readonly told: ToldEvents
  /** Passes on all that was told, with what is known to have come of it. */
  flush(): void
  readonly queue: EventQueue
  readonly record: ThreadRecord
  /** Aborted when it is to end. */
  readonly signal: AbortSignal
}

/** How long what was told may wait to be passed on, in milliseconds. */
const flushMs = 100

/**
 * A hunt in messages that come by themselves, until `options.signal` is aborted: that is its end, in order. `work` brings
 * them until then, and throws Problems for what keeps it from beginning. `at`: what a progress line shows beside sums.
 */
export function liveHunt(
  options: LiveOptions,
  work: (doors: LiveDoors) => Promise<void>,
  at: () => string | null = () => null,
): Hunt {
  const record = new ThreadRecord(sharedCounts(1), 0)
  const shown = { counts: () => record.counts(), total: () => ({ files: 0, bytes: 0, isWhole: false }), at }
  return huntUnderWay(shown, () => batches(options, work, record))
}

async function* batches(
  { signal, ...options }: LiveOptions,
  work: (doors: LiveDoors) => Promise<void>,
  record: ThreadRecord,
): AsyncGenerator<readonly HuntEvent[], void, undefined> {
  const queue = new EventQueue()
  const told = toldInto(queue, options, record)
  const joining = new LiveJoining(told, { ...options, tellsAgain: true })
  const stop = new AbortController()
  const stopped = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal])
  const hunt = new MessageHunt(huntDoors, joining, new RecentlyRead())
  const messages: LiveDoors['messages'] = {
    read(message, ...labels) {
      joining.message(message.source, message.bytes)
      hunt.read(message, ...labels)
    },
  }
  const flush = (): void => {
    joining.round()
    told.flush()
  }
  const ticks = setInterval(flush, flushMs)
  const end = (error: unknown): void => {
    joining.end()
    told.flush()
    queue.end(error)
  }
  const running = work({ messages, told, flush, queue, record, signal: stopped }).then(() => end(null), end)
  try {
    for await (const batch of queue.all()) yield batch.filter(isTold)
  } finally {
    stop.abort()
    await running
    clearInterval(ticks)
  }
}

/** Resolves when the signal is aborted. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
