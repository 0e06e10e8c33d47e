import type { Sighting, TokenMatcher } from '../../catch/index.ts'
import type { Clock, Endpoint, Interaction } from '../../core/index.ts'
import type { Recorder } from './listener-options.ts'

/** On which socket, and from whom. */
export interface Line {
  readonly transport: 'udp' | 'tcp'
  readonly peer: Endpoint
  readonly local: Endpoint
}

/**
 * Turns sightings into interactions: recorded first, then told, and only then answered. What arrives within one
 * turn of the event loop is recorded by one write, which is what makes a flood of DNS queries affordable.
 */
export class Hearing {
  readonly byChannel: Record<string, number> = {}
  withToken = 0
  readonly #matcher: TokenMatcher
  readonly #recorder: Recorder | null
  readonly #clock: Clock
  readonly #subscribers: ((interaction: Interaction) => void)[] = []
  #heard: Interaction[] = []
  #answers: (() => void)[] = []
  #scheduled = false
  #seq: number

  constructor(matcher: TokenMatcher, recorder: Recorder | null, clock: Clock) {
    this.#matcher = matcher
    this.#recorder = recorder
    this.#clock = clock
    this.#seq = recorder?.nextSeq ?? 1
  }

  subscribe(hear: (interaction: Interaction) => void): void {
    this.#subscribers.push(hear)
  }

  /** `answer` is called once what was seen is recorded. */
  take(line: Line, saw: readonly Sighting[], answer: (() => void) | null): void {
    const at = this.#clock.now()
    for (const sighting of saw) {
      const token = this.#matcher.tokenOf(sighting)
      if (token !== null) this.withToken++
      this.byChannel[sighting.channel] = (this.byChannel[sighting.channel] ?? 0) + 1
      this.#heard.push({ seq: this.#seq++, at, token, ...line, ...sighting })
    }
    if (answer !== null) this.#answers.push(answer)
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.flush())
  }

  /** Records, tells and answers what is held. */
  flush(): void {
    const heard = this.#heard
    const answers = this.#answers
    this.#heard = []
    this.#answers = []
    this.#scheduled = false
    if (heard.length > 0) this.#recorder?.record(heard)
    for (const interaction of heard) for (const hear of this.#subscribers) hear(interaction)
    for (const answer of answers) answer()
  }
}
