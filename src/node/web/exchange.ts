import type { Socket } from 'node:net'
import { defaultResponseLimits, type ResponseHead, ResponseReader } from '../../wire/index.ts'

/** What came of writing one request to one connection. */
export type Exchange =
  | { readonly is: 'answered'; readonly head: ResponseHead; readonly reusable: boolean }
  | {
      readonly is: 'failed'
      readonly because: 'timed-out' | 'connection-lost' | 'malformed' | 'interrupted'
      readonly detail: string
      /** Whether a single byte of an answer had come: if none, a reused connection may just have been closed. */
      readonly begun: boolean
    }

/**
 * Writes one request and reads its answer. The socket is left open only after a reusable answer. Never rejects;
 * ends within `timeoutMs`.
 */
export function exchange(
  socket: Socket,
  method: string,
  bytes: Uint8Array,
  limits: { readonly timeoutMs: number; readonly maxAnswerBytes: number },
  signal: AbortSignal,
): Promise<Exchange> {
  return new Promise((resolve) => {
    const reader = new ResponseReader(method, { ...defaultResponseLimits, bodyBytes: limits.maxAnswerBytes })
    let begun = false
    const finish = (result: Exchange): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      socket.off('data', onData).off('error', onError).off('close', onClose)
      if (result.is === 'failed' || !result.reusable) {
        // Whatever still arrives on a connection that is given up is of no interest, its errors included.
        socket.on('error', () => undefined)
        socket.destroy()
      }
      resolve(result)
    }
    const fail = (because: 'timed-out' | 'connection-lost' | 'malformed' | 'interrupted', detail: string): void =>
      finish({ is: 'failed', because, detail, begun })
    const onData = (chunk: Buffer): void => {
      begun = true
      const progress = reader.read(chunk)
      if (progress.is === 'complete') finish({ is: 'answered', head: progress.head, reusable: progress.reusable })
      else if (progress.is === 'malformed') fail('malformed', progress.because)
    }
    const onError = (error: NodeJS.ErrnoException): void => fail('connection-lost', error.code ?? error.message)
    const onClose = (): void => {
      const progress = begun ? reader.end() : null
      if (progress?.is === 'complete') finish({ is: 'answered', head: progress.head, reusable: false })
      else fail('connection-lost', begun ? 'closed within the answer' : 'closed before an answer')
    }
    const onAbort = (): void => fail('interrupted', 'the scan was stopped')
    const timer = setTimeout(() => fail('timed-out', `no whole answer within ${limits.timeoutMs} ms`), limits.timeoutMs)
    socket.on('data', onData).on('error', onError).on('close', onClose)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    else socket.write(bytes)
  })
}
