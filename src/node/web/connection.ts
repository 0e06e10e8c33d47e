import type { Socket } from 'node:net'
import type { Endpoint } from '../../core/index.ts'
import { type ResponseHead, type ResponseLimits, ResponseReader } from '../../wire/index.ts'
import { codeOf } from './connect-failure.ts'
import type { Stoppable } from './stopping.ts'

/** Whether the target's certificate was accepted, and if not, why. */
export interface Certificate {
  readonly accepted: boolean
  readonly because: string | null
}

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
 * An open connection to a target, perhaps through a proxy and TLS. Its listeners stay for its whole life, whether a
 * request is under way or not: adding and removing them for each request costs more than reading the answer.
 */
export class Connection implements Stoppable {
  readonly peer: Endpoint
  /** `null` over plain HTTP. */
  readonly certificate: Certificate | null
  /** Called once when it closes, or is of no more use, while no request is under way. */
  onLost: (() => void) | null = null

  readonly #socket: Socket
  #exchange: UnderWay | null = null
  #lost: string | null = null

  constructor(socket: Socket, peer: Endpoint, certificate: Certificate | null) {
    this.#socket = socket
    this.peer = peer
    this.certificate = certificate
    socket.on('end', () => this.#ended())
    socket.on('error', (error) => this.#broken(codeOf(error)))
    socket.on('close', () => this.#broken('closed'))
  }

  get lost(): boolean {
    return this.#lost !== null
  }

  /**
   * Writes one request and reads its answer; one at a time. Stays open only after a reusable answer. Never rejects,
   * and ends within `timeoutMs`.
   */
  exchange(
    method: string,
    bytes: Uint8Array,
    limits: ResponseLimits,
    timeoutMs: number,
    stoppables: Set<Stoppable>,
  ): Promise<Exchange> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#fail('timed-out', `no whole answer within ${timeoutMs} ms`), timeoutMs)
      const reader = new ResponseReader(method, limits)
      this.#exchange = { reader, resolve, timer, stoppables, begun: false }
      if (this.#lost !== null) {
        this.#fail('connection-lost', this.#lost)
        return
      }
      stoppables.add(this)
      this.#socket.write(bytes)
    })
  }

  stop(): void {
    this.#fail('interrupted', 'the scan was stopped')
  }

  destroy(): void {
    this.#lost ??= 'given up'
    this.#socket.destroy()
  }

  /** Takes what came on the socket; keeps none of that array. */
  hear(bytes: Uint8Array): void {
    const exchange = this.#exchange
    if (exchange === null) {
      // Bytes that nobody asked for would be taken for the next answer.
      this.#broken('bytes came without a request')
      return
    }
    exchange.begun = true
    const progress = exchange.reader.read(bytes)
    if (progress.is === 'malformed') this.#fail('malformed', progress.because)
    else if (progress.is === 'complete') {
      this.#finish({ is: 'answered', head: progress.head, reusable: progress.reusable })
    }
  }

  #ended(): void {
    this.#broken(this.#exchange?.begun === true ? 'closed within the answer' : 'closed before an answer')
  }

  #broken(how: string): void {
    this.#lost ??= how
    this.#socket.destroy()
    if (this.#exchange !== null) this.#fail('connection-lost', how)
    else {
      const tell = this.onLost
      this.onLost = null
      tell?.()
    }
  }

  #fail(because: Extract<Exchange, { is: 'failed' }>['because'], detail: string): void {
    const exchange = this.#exchange
    if (exchange === null) return
    const { head } = exchange.reader
    // The status is what is asked for: once it came, the request was understood, whatever becomes of the body.
    if (head !== null) this.#finish({ is: 'answered', head, reusable: false })
    else this.#finish({ is: 'failed', because, detail, begun: exchange.begun })
  }

  #finish(result: Exchange): void {
    const exchange = this.#exchange
    if (exchange === null) return
    this.#exchange = null
    clearTimeout(exchange.timer)
    exchange.stoppables.delete(this)
    if (result.is === 'failed' || !result.reusable) this.destroy()
    exchange.resolve(result)
  }
}

interface UnderWay {
  readonly reader: ResponseReader
  readonly resolve: (result: Exchange) => void
  readonly timer: NodeJS.Timeout
  readonly stoppables: Set<Stoppable>
  begun: boolean
}
