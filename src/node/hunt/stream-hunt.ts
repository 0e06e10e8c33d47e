import { archiveFormats } from '../../archive/index.ts'
import type { GapReason } from '../../core/index.ts'
import type { Readings } from '../../hunt/index.ts'
import { huntDoors } from './doors.ts'
import type { LiveJoining } from './live-joining.ts'
import { isPacked } from './nested-hunt.ts'
import type { LogStream } from './roots.ts'
import type { ThreadRecord } from './shared-counts.ts'
import type { ToldEvents } from './told-events.ts'
import { type Utf16, Utf16Reader, utf16HeadBytes, utf16Of } from './utf16.ts'
import { WindowFiller } from './window-filler.ts'

/** A stream that pauses for so long is read as far as whole lines came, in milliseconds. */
const idleMs = 200

/** What a hunt in a stream uses. */
export interface StreamDoors {
  readonly told: ToldEvents
  readonly joining: Pick<LiveJoining, 'reading' | 'round' | 'end'>
  readonly readings: Readings
  readonly record: ThreadRecord
  readonly signal: AbortSignal | undefined
  /** Resolves when what was told has been taken, so far that more may be told. */
  room(): Promise<void>
}

/** A stream whose beginning was looked at. */
export interface PeekedStream extends LogStream {
  /** Whether it is packed, or holds records that are no text: then it must lie in a file to be read. */
  readonly isPacked: boolean
  readonly head: Uint8Array
}

/** Looks at the beginning of a stream, which still comes whole. */
export async function peekStream({ shown, pieces }: LogStream): Promise<PeekedStream> {
  const iterator = pieces[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let length = 0
  let ended = false
  // A program that logs slowly is not waited for: what packs files writes its first bytes at once.
  while (length < leastHead && !ended) {
    const next = await iterator.next()
    ended = next.done === true
    if (next.done === true) break
    first.push(next.value)
    length += next.value.length
  }
  const head = Buffer.concat(first).subarray(0, utf16HeadBytes)
  return {
    shown,
    head,
    isPacked: isPacked(head, archiveFormats),
    pieces: {
      async *[Symbol.asyncIterator]() {
        try {
          yield* first
          for (
            let next = ended ? null : await iterator.next();
            next !== null && next.done !== true;
            next = await iterator.next()
          )
            yield next.value
        } finally {
          await iterator.return?.()
        }
      },
    },
  }
}

/** What a stream throws that knows why it cannot go on. */
export class StreamLost extends Error {
  readonly because: GapReason

  constructor(because: GapReason, detail: string) {
    super(detail)
    this.because = because
  }
}

/** The magic of every compressed file is within these. */
const leastHead = 16

/** Hunts in a stream until it ends or the signal is aborted; what was found in it has been told then. */
export async function huntStream(stream: PeekedStream, doors: StreamDoors): Promise<void> {
  const { told, joining, readings, record, signal } = doors
  const { shown } = stream
  const hunt = joining.reading({ source: shown, relative: shown, around: huntDoors.now() }, readings)
  const filler = new WindowFiller(hunt)
  const text = textOf(utf16Of(stream.head))
  record.count('logs')
  let dirty = false
  let busy = false
  const onIdle = setInterval(() => {
    if (dirty && !busy) {
      filler.idle()
      joining.round()
      told.flush()
    }
    dirty = dirty && busy
    busy = false
  }, idleMs)
  try {
    for await (const piece of stoppable(stream.pieces, signal)) {
      busy = dirty = true
      record.count('bytes', piece.length)
      const some = text.take(piece)
      record.count('unpackedBytes', some.length)
      filler.write(some)
      await doors.room()
    }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    const because = error instanceof StreamLost ? error.because : 'connection-lost'
    told.gap({ at: stream.shown, because, detail })
  } finally {
    clearInterval(onIdle)
    filler.write(text.rest())
    filler.end()
    joining.end()
    told.flush()
  }
}

function textOf(written: Utf16 | null): Pick<Utf16Reader, 'take' | 'rest'> {
  return written === null ? { take: (piece) => piece, rest: () => new Uint8Array(0) } : new Utf16Reader(written)
}

/** The same pieces, until they are stopped: also while the next one is waited for. */
async function* stoppable(
  pieces: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = pieces[Symbol.asyncIterator]()
  for (;;) {
    const next = await unlessStopped(iterator.next(), signal)
    if (next === null || next.done === true) return
    yield next.value
  }
}

/**
 * What comes, or `null` when it is stopped before. Not `Promise.race` with a promise that lives as long as the stream: that
 * one would keep every piece.
 */
function unlessStopped<T>(coming: Promise<T>, signal: AbortSignal | undefined): Promise<T | null> {
  if (signal?.aborted === true) return Promise.resolve(null)
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(null)
    signal?.addEventListener('abort', stop, { once: true })
    coming.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop))
  })
}
