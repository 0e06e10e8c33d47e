import { ConnectFailure } from './connect-failure.ts'
import type { Stoppable } from './stopping.ts'

/** The end of patience with opening one connection: by time, or because the operator stopped the scan. */
export class Deadline implements Stoppable {
  readonly #timer: NodeJS.Timeout
  readonly #stoppables: Set<Stoppable>
  #reject: ((failure: ConnectFailure) => void) | null = null
  #failure: ConnectFailure | null = null

  constructor(ms: number, stoppables: Set<Stoppable>) {
    this.#stoppables = stoppables
    this.#timer = setTimeout(() => this.#end(new ConnectFailure('timed-out', 'no connection in time')), ms)
    stoppables.add(this)
  }

  stop(): void {
    this.#end(new ConnectFailure('interrupted', 'the scan was stopped'))
  }

  /** Waits for what `begin` starts, but not beyond the end. One wait at a time. */
  wait<T>(begin: (resolve: (value: T) => void, reject: (failure: ConnectFailure) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) {
        reject(this.#failure)
        return
      }
      this.#reject = reject
      begin(resolve, reject)
    })
  }

  /** To be called once what was waited for has come or failed. */
  clear(): void {
    clearTimeout(this.#timer)
    this.#stoppables.delete(this)
  }

  #end(failure: ConnectFailure): void {
    this.#failure ??= failure
    this.clear()
    this.#reject?.(failure)
  }
}
