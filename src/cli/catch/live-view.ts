import { type Endpoint, type Interaction, showInstant } from '../../core/index.ts'
import { visible } from '../../report/index.ts'
import type { Io } from '../io.ts'

/** One interaction in one line, for a person; whatever it asked for cannot move the cursor. */
export function interactionLine({ at, channel, did, asked, peer, local, token }: Interaction, colour: boolean): string {
  const mark = token === null ? '   ' : colour ? '\u001b[1;32mour\u001b[0m' : 'our'
  const what = `${channel} ${did}`.padEnd(16)
  return `${showInstant(at)} ${mark} ${what} ${showEndpoint(peer)} -> ${showEndpoint(local)}  ${asked === null ? '' : visible(asked)}\n`
}

export function showEndpoint({ address, port }: Endpoint): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** Lines that wait for the output at most; what it does not take by then is counted instead of kept. */
const mostWaiting = 10_000

/** Prints lines in batches, one write for all of a turn, and never holds up an answer for a slow reader. */
export class LiveView {
  unshown = 0
  readonly #io: Io
  readonly #lineOf: (interaction: Interaction) => string
  #waiting: Interaction[] = []
  #printing = false

  constructor(io: Io, lineOf: (interaction: Interaction) => string) {
    this.#io = io
    this.#lineOf = lineOf
  }

  show(interaction: Interaction): void {
    if (this.#waiting.length >= mostWaiting) {
      this.unshown++
      return
    }
    this.#waiting.push(interaction)
    if (this.#printing) return
    this.#printing = true
    setImmediate(() => void this.#print())
  }

  async #print(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      await this.#io.print(batch.map(this.#lineOf).join(''))
    }
    this.#printing = false
  }
}
