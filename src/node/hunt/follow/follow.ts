import { statSync } from 'node:fs'
import { setImmediate as breath, setTimeout as sleep } from 'node:timers/promises'
import { problem } from '../../../core/index.ts'
import { type Readings, RecentlyRead } from '../../../hunt/index.ts'
import { EventQueue } from '../event-queue.ts'
import type { HuntEvent } from '../hunt-event.ts'
import { type Hunt, huntUnderWay, isTold } from '../hunt-under-way.ts'
import type { LiveOptions } from '../live-hunt.ts'
import { LiveJoining } from '../live-joining.ts'
import { sharedCounts, ThreadRecord } from '../shared-counts.ts'
import { toldInto } from '../told-events.ts'
import { readFollowState, writeFollowState } from './follow-state.ts'
import { type FollowDoors, FollowedLog } from './followed-log.ts'

export const followNeedsFiles = problem('FOLLOW_NEEDS_FILES', (path: string) => ({
  message: `${path} cannot be followed: it is no log file`,
  hint: 'Name the files that grow, one by one.',
}))

export interface FollowRequest {
  /** Files; those that are not there yet are waited for. */
  readonly paths: readonly string[]
  /** Where positions are kept over restarts; `null`: nowhere. */
  readonly state: string | null
  /** Begin at the end of each file whose position is not known, instead of at its beginning. */
  readonly fromEnd: boolean
}

/** How often files are looked at, in milliseconds. */
const pollMs = 250
/** How often positions are saved at most, in milliseconds. */
const saveMs = 1_000

/**
 * Hunts in logs as they grow, until `options.signal` is aborted: that is its end, in order. What stands in the state file
 * has been taken by whoever iterates: after a crash the last moments are told again, and nothing is left out.
 *
 * Throws, when it is iterated: the Problems FOLLOW_STATE_UNUSABLE and FOLLOW_NEEDS_FILES.
 */
export function follow(request: FollowRequest, options: LiveOptions = {}): Hunt {
  const record = new ThreadRecord(sharedCounts(1), 0)
  const shown = {
    counts: () => record.counts(),
    total: () => ({ files: request.paths.length, bytes: 0, isWhole: false }),
    at: () => null,
  }
  return huntUnderWay(shown, () => batches(request, options, record))
}

async function* batches(
  { paths, state, fromEnd }: FollowRequest,
  { signal, ...options }: LiveOptions,
  record: ThreadRecord,
): AsyncGenerator<readonly HuntEvent[], void, undefined> {
  const saved = state === null ? new Map<string, never>() : readFollowState(state)
  for (const path of paths) {
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) throw followNeedsFiles(path)
  }
  const queue = new EventQueue()
  const told = toldInto(queue, options, record)
  const joining = new LiveJoining(told, { ...options, tellsAgain: true })
  const readings: Readings = new RecentlyRead()
  const doors = { told, joining, readings, record }
  const stop = new AbortController()
  const stopped = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal])
  const logs = [...new Set(paths)].map((path) => new FollowedLog(path, doors, saved.get(path), fromEnd))
  record.count('files', logs.length)
  const running = watch(logs, doors, queue, state, stopped).then(
    () => queue.end(null),
    (error: unknown) => queue.end(error),
  )
  try {
    for await (const batch of queue.all()) yield batch.filter(isTold)
  } finally {
    stop.abort()
    await running
  }
}

async function watch(
  logs: readonly FollowedLog[],
  { told, joining }: FollowDoors,
  queue: EventQueue,
  state: string | null,
  signal: AbortSignal,
): Promise<void> {
  let savedAt = 0
  let dirty = false
  const save = async (): Promise<void> => {
    if (state === null || !dirty || queue.isLeft) return
    const now = Date.now()
    savedAt = now
    dirty = false
    try {
      await writeFollowState(
        state,
        logs.flatMap((log) => log.position(now) ?? []),
      )
    } catch (error) {
      // A full disk must not end the watch; what is told again after a restart is better than what is not.
      told.note(`positions could not be saved: ${error instanceof Error ? error.message : 'unknown'}`)
    }
  }
  try {
    for (;;) {
      const isLast = signal.aborted
      let some = false
      for (const log of logs) {
        some = log.poll(Date.now()) || some
        await queue.room()
      }
      joining.round()
      told.flush()
      dirty ||= some
      if (isLast) break
      if (queue.isEmpty && Date.now() - savedAt >= saveMs) await save()
      await (some ? breath() : sleep(pollMs, undefined, { signal }).catch(() => undefined))
    }
    await queue.empty()
    await save()
  } finally {
    // What is not complete is read again after a restart, if there is one.
    for (const log of logs) log.close(state === null)
    joining.end()
    told.flush()
  }
}
