import {
  between,
  type ExposureFinding,
  type Gap,
  type Interaction,
  type Millis,
  openToken,
  provesEvaluation,
  rungs,
} from '../core/index.ts'
import { conclude, type Heard, type PointHistory, traitsOf } from './conclude.ts'
import { Delivery } from './delivery.ts'
import { gapsOf, pointsDelivered, showPlace } from './delivery-gaps.ts'
import type { RecordedTarget, TargetResult } from './journal.ts'
import { type Hop, planConfirmation, planFirstRound, type Shot, type ShotKey, shotKey } from './plan.ts'
import type { Place } from './point.ts'
import type { ProbeContext } from './probe-context.ts'

/** Callbacks kept for one payload: a failing lookup repeats itself, once for each `${` of the message. */
const maxHeardPerShot = 8

/**
 * One target from its first request to its result: fill every place, listen, confirm on the first place that
 * called back, listen again, conclude. The engine feeds it with callbacks while it runs.
 */
export class TargetRun {
  readonly #index: number
  readonly #url: string
  readonly #context: ProbeContext
  readonly #delivery: Delivery
  readonly #shots = new Map<ShotKey, Shot>()
  readonly #heard = new Map<Shot, Interaction[]>()
  readonly #gaps: Gap[] = []
  readonly #visited = new Set<string>()
  /** Callbacks that an earlier run recorded and whose payload is not planned yet. */
  #unheard: readonly Interaction[]
  readonly #confirmed = new Set<Place>()
  readonly #confirmations: Promise<void>[] = []
  #callbacks = 0
  #wake: () => void = () => undefined

  constructor(index: number, url: string, recorded: RecordedTarget | null, context: ProbeContext) {
    this.#index = index
    this.#url = url
    this.#context = context
    this.#unheard = recorded?.callbacks ?? []
    this.#delivery = new Delivery(index, recorded, context)
  }

  /**
   * Takes one callback whose token names this target. Repetitions are counted, and a few of them kept.
   * `false` if nothing that was planned so far carries its token.
   */
  hear(interaction: Interaction): boolean {
    const id = interaction.token === null ? null : openToken(interaction.token, this.#context.seal)
    const shot = id === null ? undefined : this.#shots.get(shotKey(id.intent, id.slot))
    if (shot === undefined) return false
    this.#callbacks++
    const heard = this.#heard.get(shot) ?? []
    if (heard.length < maxHeardPerShot) this.#heard.set(shot, [...heard, interaction])
    this.#confirmOn(shot)
    this.#wake()
    return true
  }

  /** The scan was stopped: nothing is waited for any more. */
  stop(): void {
    this.#wake()
  }

  /** Ends when everything was sent and the wait is over, or soon after {@link stop}. */
  async run(): Promise<TargetResult> {
    await this.#visit(this.#url, 0)
    await this.#settle()
    return this.#result()
  }

  async #visit(url: string, ordinal: number): Promise<void> {
    const opened = this.#context.open(url)
    if ('gap' in opened) {
      this.#gaps.push(opened.gap)
      return
    }
    this.#visited.add(opened.url)
    const { plan, callbacks } = this.#context
    const listener = await callbacks.addressFor(opened.destination)
    const places = plan.points.flatMap((point) => point.places(opened.base, plan.places))
    const hop: Hop = { ...opened, ordinal, target: this.#index, listener, places }
    await this.#fill(hop)
    const redirect = this.#delivery.redirectOf(hop)
    const next = redirect !== null && URL.canParse(redirect, hop.url) ? new URL(redirect, hop.url).href : null
    if (next !== null && !this.#visited.has(next) && ordinal < plan.maxRedirects) await this.#visit(next, ordinal + 1)
  }

  async #fill(hop: Hop): Promise<void> {
    const { requests, leftOut } = planFirstRound(hop, this.#context)
    if (leftOut > 0) {
      const detail = `${leftOut} payloads do not fit the numbers of one target; probe it by fewer forms or points`
      this.#gaps.push({ at: hop.url, because: 'not-attempted', detail })
    }
    for (const shot of requests.flat()) this.#shots.set(shotKey(shot.intent, shot.slot), shot)
    this.#unheard = this.#unheard.filter((interaction) => !this.hear(interaction))
    await Promise.all(requests.map((shots, i) => this.#delivery.deliver(`${hop.ordinal}.${i}`, shots)))
  }

  /**
   * Escalates on the first place that called back, once for a target, so that it does least harm. Further places
   * get what asks for a name only: it opens no connection either, and proves what a plain name cannot.
   */
  #confirmOn(shot: Shot): void {
    const { confirm, first, maxRequests } = this.#context.plan
    if (this.#confirmed.has(shot.place)) return
    const isFirst = this.#confirmed.size === 0
    this.#confirmed.add(shot.place)
    const uses = isFirst ? confirm : maxRequests === null ? confirm.filter(({ intent }) => intent === 'prove') : []
    const shots = planConfirmation(shot, uses, first.length, this.#context)
    for (const each of shots) this.#shots.set(shotKey(each.intent, each.slot), each)
    if (shots.length > 0) this.#confirmations.push(this.#deliverOneByOne(shots))
  }

  async #deliverOneByOne(shots: readonly Shot[]): Promise<void> {
    for (const shot of shots) await this.#delivery.deliver(`${shot.hop.ordinal}.confirm.${shot.slot}`, [shot])
  }

  /** Listens until the wait after the last request is over, or nothing more can come. */
  async #settle(): Promise<void> {
    const { clock, plan, signal } = this.#context
    for (;;) {
      await Promise.all(this.#confirmations)
      const waited = between(this.#delivery.lastSentAt, clock.now())
      if (signal.aborted || waited >= plan.waitMs || this.#nothingMoreCanCome()) return
      await this.#sleepUntilHeard((plan.waitMs - waited) as Millis) // positive: checked on the line above
    }
  }

  /** Every payload is either lost before it reached anything, or has called back, confirmations included. */
  #nothingMoreCanCome(): boolean {
    for (const shot of this.#shots.values()) {
      const fate = this.#delivery.fates.get(shot)
      const lostEarly = fate?.is === 'lost' && (!fate.reached || fate.because === 'not-attempted')
      if (!lostEarly && !this.#heard.has(shot)) return false
    }
    return true
  }

  async #sleepUntilHeard(span: Millis): Promise<void> {
    const awake = new AbortController()
    this.#wake = () => awake.abort()
    await this.#context.clock.sleep(span, awake.signal)
    this.#wake = () => undefined
  }

  #result(): TargetResult {
    const findings = this.#findings()
    const fates = this.#delivery.fates
    const reached = [...fates.values()].some((fate) => fate.is === 'delivered' || fate.reached)
    const proven = findings.filter(({ proof }) => provesEvaluation(proof)).length
    const { delivered, lost } = pointsDelivered(fates)
    return {
      findings,
      gaps: [...this.#gaps, ...gapsOf(this.#url, fates), ...unconfirmed(findings)],
      notes: this.#notes(),
      tally: {
        requests: this.#delivery.requests,
        pointsDelivered: delivered,
        pointsNotDelivered: lost,
        pointsProven: proven,
        callbacks: this.#callbacks,
        targetsProven: proven > 0 ? 1 : 0,
        targetsUnknown: proven === 0 && delivered > 0 ? 1 : 0,
        targetsNotReached: reached ? 0 : 1,
      },
    }
  }

  #notes(): readonly string[] {
    const flaw = this.#delivery.certificateFlaw
    return flaw === null ? [] : [`${this.#url}: its certificate is not accepted (${flaw}); it was probed all the same`]
  }

  #findings(): readonly ExposureFinding[] {
    const points = new Map<string, PointHistory>()
    for (const [shot, interactions] of this.#heard) {
      const key = showPlace(shot)
      for (const interaction of interactions) {
        const heard = this.#heardOf(shot, interaction)
        const known = points.get(key)
        const { url } = shot.hop
        points.set(key, {
          url,
          point: shot.place.point,
          heard: known === undefined ? [heard] : [...known.heard, heard],
        })
      }
    }
    const traits = traitsOf([...points.values()].flatMap(({ heard }) => heard))
    const findings = [...points.values()].map((history) => conclude(history, traits, this.#context.digest))
    // The strongest proof first: it is what a reader needs, and often all that is read.
    return findings.sort((a, b) => rungs.indexOf(b.proof) - rungs.indexOf(a.proof))
  }

  #heardOf(shot: Shot, interaction: Interaction): Heard {
    const fate = this.#delivery.fates.get(shot)
    return {
      interaction,
      form: shot.form,
      scheme: shot.scheme,
      payload: shot.payload,
      sentAt: this.#delivery.sentAtOf(shot),
      status: fate?.is === 'delivered' ? fate.status : null,
      fromTarget: this.#delivery.wentTo(interaction.peer.address),
    }
  }
}

function unconfirmed(findings: readonly ExposureFinding[]): readonly Gap[] {
  return findings
    .filter(({ proof }) => !provesEvaluation(proof))
    .map(({ at: { url, point } }) => ({
      at: `${url} [${point.kind} ${point.name}]`,
      because: 'unconfirmed',
      detail: 'no callback followed that only the evaluation of a lookup can cause',
    }))
}
