import type { GapReason, Instant } from '../core/index.ts'
import type { RecordedTarget } from './journal.ts'
import { fillAll } from './pack.ts'
import type { Hop, Shot } from './plan.ts'
import type { Outcome, Outgoing } from './ports.ts'
import type { ProbeContext } from './probe-context.ts'
import { writeRequest } from './write-request.ts'

/** What became of one payload: whether the application may have seen it. */
export type Fate =
  | { readonly is: 'delivered'; readonly status: number }
  | { readonly is: 'lost'; readonly because: GapReason; readonly detail: string; readonly reached: boolean }

/** Answers by which servers refuse a request before an application sees it (RFC 9110 section 15.5; RFC 6585). */
const refusals = new Set([400, 413, 414, 417, 431])

/** Refusals that an application sends itself as often as not, and that a payload does not provoke. */
const plainRefusals = new Set([401, 404, 405, 500])

/**
 * Sends the requests of one target and accounts for every payload: delivered, or lost and why. A refused request
 * is split in halves until what is refused stands alone; an answer that something in front of the server may
 * have given is compared with that to a plain request.
 */
export class Delivery {
  /** Of every shot that {@link deliver} was given and that is decided. */
  readonly fates = new Map<Shot, Fate>()
  /** When the latest request was sent; the start of the run before the first. */
  lastSentAt: Instant
  /** Why the target's certificate would not be accepted elsewhere; `null` if it would, or there was none. */
  certificateFlaw: string | null = null
  /** Requests written, repetitions included. */
  requests = 0

  readonly #index: number
  readonly #recorded: RecordedTarget | null
  readonly #context: ProbeContext
  /** The payloads of each request, the latest last. */
  readonly #sent: { readonly shots: readonly Shot[]; at: Instant }[] = []
  readonly #addresses = new Set<string>()
  readonly #controls = new Map<Hop, Promise<Outcome | Unsent>>()
  readonly #redirects = new Map<Hop, string>()
  #dead: Failure | null = null

  constructor(index: number, recorded: RecordedTarget | null, context: ProbeContext) {
    this.#index = index
    this.#recorded = recorded
    this.#context = context
    this.lastSentAt = context.clock.now()
  }

  /** Sends `shots`, which fit one request, under a name that is the same in every run. Never rejects. */
  async deliver(name: string, shots: readonly Shot[]): Promise<void> {
    const [first] = shots
    if (first === undefined) return
    const outcome = await this.#ask(name, first.hop, shots)
    switch (outcome.is) {
      case 'answered':
        await this.#weigh(name, first.hop, shots, outcome)
        return
      case 'failed':
        this.#lose(shots, outcome.because, outcome.detail, outcome.connected)
        return
      case 'unsent':
        this.#lose(shots, outcome.because, outcome.detail, true)
    }
  }

  /** When the request that carried `shot` was sent, or the latest one if it has not been sent in this run. */
  sentAtOf(shot: Shot): Instant {
    return this.#sent.findLast(({ shots }) => shots.includes(shot))?.at ?? this.lastSentAt
  }

  /** Whether requests of this target went to `address`. */
  wentTo(address: string): boolean {
    return this.#addresses.has(address)
  }

  /** Where a plain or filled request to `hop` was redirected, if it was. */
  redirectOf(hop: Hop): string | null {
    return this.#redirects.get(hop) ?? null
  }

  async #weigh(name: string, hop: Hop, shots: readonly Shot[], { status, location }: Answer): Promise<void> {
    if (refusals.has(status)) {
      if (shots.length === 1) {
        this.#lose(shots, 'rejected', `status ${status}`, true)
        return
      }
      const middle = Math.ceil(shots.length / 2)
      await this.deliver(`${name}a`, shots.slice(0, middle))
      return this.deliver(`${name}b`, shots.slice(middle))
    }
    if (status >= 300 && status < 400 && location !== null) this.#redirects.set(hop, location)
    if (status >= 400 && !plainRefusals.has(status)) {
      const control = await this.#controlOf(hop)
      if (control.is === 'answered' && control.status !== status && !refusals.has(control.status)) {
        this.#lose(shots, 'blocked', `status ${status}, and ${control.status} without a payload`, true)
        return
      }
    }
    const delivered: Fate = { is: 'delivered', status }
    for (const shot of shots) this.fates.set(shot, delivered)
    this.#context.count('delivered', shots.length)
  }

  /** The answer to the same request without any payload, asked for once. */
  #controlOf(hop: Hop): Promise<Outcome | Unsent> {
    const known = this.#controls.get(hop)
    if (known !== undefined) return known
    const asked = this.#ask(`${hop.ordinal}.control`, hop, [])
    this.#controls.set(hop, asked)
    return asked
  }

  async #ask(name: string, hop: Hop, shots: readonly Shot[]): Promise<Outcome | Unsent> {
    const recorded = this.#recorded?.answers.get(name)
    if (recorded !== undefined) {
      this.requests++
      this.#note(shots, recorded)
      return recorded
    }
    const outcome = await this.#context.pace.run(hop.destination.host, () => this.#send(hop, shots))
    if (outcome.is === 'unsent' || (outcome.is === 'failed' && outcome.because === 'interrupted')) return outcome
    this.#context.journal.append({ t: 'answer', i: this.#index, request: name, outcome })
    this.#note(shots, outcome)
    return outcome
  }

  async #send(hop: Hop, shots: readonly Shot[]): Promise<Outcome | Unsent> {
    const { plan, web, clock, signal } = this.#context
    const outgoing = outgoingOf(hop, shots)
    for (let attempt = 0; ; attempt++) {
      if (this.#dead !== null) return this.#dead
      if (signal.aborted) return { is: 'unsent', because: 'interrupted', detail: 'the scan was stopped' }
      if (plan.maxRequests !== null && this.requests >= plan.maxRequests) {
        return {
          is: 'unsent',
          because: 'not-attempted',
          detail: `the profile allows ${plan.maxRequests} requests a target`,
        }
      }
      this.requests++
      this.lastSentAt = clock.now()
      this.#sent.push({ shots, at: this.lastSentAt })
      this.#context.count('requests')
      const outcome = await web.send(outgoing, signal)
      if (outcome.is === 'failed' && outcome.because === 'connection-lost' && attempt < plan.retries) continue
      return outcome
    }
  }

  #note(shots: readonly Shot[], outcome: Outcome): void {
    if (outcome.peer !== null) this.#addresses.add(outcome.peer.address)
    if (outcome.is === 'answered' && outcome.certificate?.accepted === false) {
      this.certificateFlaw = outcome.certificate.because ?? 'not accepted'
    }
    // A host that never let us connect is not asked again: its other requests would each wait as long.
    if (outcome.is === 'failed' && !outcome.connected) this.#dead = outcome
    this.#sent.push({ shots, at: outcome.sentAt })
    if (outcome.sentAt > this.lastSentAt) this.lastSentAt = outcome.sentAt
  }

  #lose(shots: readonly Shot[], because: GapReason, detail: string, reached: boolean): void {
    const lost: Fate = { is: 'lost', because, detail, reached }
    for (const shot of shots) this.fates.set(shot, lost)
  }
}

/** Apart from the wait for its answer, so that only the bytes are held meanwhile. */
function outgoingOf({ base, destination }: Hop, shots: readonly Shot[]): Outgoing {
  const filled = fillAll(base, shots)
  return { to: destination, bytes: writeRequest(filled, destination), method: filled.method }
}

type Answer = Extract<Outcome, { is: 'answered' }>
type Failure = Extract<Outcome, { is: 'failed' }>

/** A request that was never written. */
interface Unsent {
  readonly is: 'unsent'
  readonly because: GapReason
  readonly detail: string
}
