import { type Intent, maxSlot, mintToken, type Token } from '../core/index.ts'
import type { LookupForm, LookupScheme } from '../lookup/index.ts'
import { pack } from './pack.ts'
import { lookupTargetOf } from './payload.ts'
import type { Place } from './point.ts'
import type { CallbackAddress, Destination } from './ports.ts'
import type { ProbeContext } from './probe-context.ts'
import type { HttpRequest } from './request.ts'
import type { FormUse } from './scan-plan.ts'

/** One URL of a target: itself, or where it redirected us. */
export interface Hop {
  /** 0 for the target itself. */
  readonly ordinal: number
  readonly target: number
  readonly url: string
  readonly destination: Destination
  readonly base: HttpRequest
  readonly listener: CallbackAddress
  readonly places: readonly Place[]
}

/** One payload in one place. Its slot is the same in every run, and so are its token and its bytes. */
export interface Shot {
  readonly slot: number
  readonly intent: Intent
  readonly hop: Hop
  readonly place: Place
  readonly form: LookupForm
  readonly scheme: LookupScheme
  readonly token: Token
  readonly payload: string
}

/** Slot and intent of a token in one number. */
export type ShotKey = number

export function shotKey(intent: Intent, slot: number): ShotKey {
  return intent === 'confirm' ? slot + maxSlot + 1 : slot
}

/**
 * Requests that fill every place of a hop with every form of the first round. Slots that no longer fit a token
 * (many redirects of a target with many parameters, all forms) are left out and counted in `leftOut`.
 */
export function planFirstRound(hop: Hop, context: ProbeContext): { requests: Shot[][]; leftOut: number } {
  const { first } = context.plan
  const requests: Shot[][] = []
  let leftOut = 0
  for (const [ordinal, use] of first.entries()) {
    const shots = hop.places.flatMap((place, i) => shotAt(hop, place, i, use, ordinal, context) ?? [])
    leftOut += hop.places.length - shots.length
    requests.push(...pack(hop.base, shots))
  }
  return { requests, leftOut }
}

/** What is sent to a place that called back: one shot for each of `uses`, which are in the plan's `confirm`. */
export function planConfirmation(
  proven: Shot,
  uses: readonly FormUse[],
  firstUses: number,
  context: ProbeContext,
): readonly Shot[] {
  const { hop, place } = proven
  const i = hop.places.indexOf(place)
  const { confirm } = context.plan
  return uses.flatMap((use) => shotAt(hop, place, i, use, firstUses + confirm.indexOf(use), context) ?? [])
}

/** Slots of a hop are its places times all forms, forms outermost; those of the next hop follow. */
function shotAt(
  hop: Hop,
  place: Place,
  placeOrdinal: number,
  use: FormUse,
  useOrdinal: number,
  context: ProbeContext,
): Shot | null {
  const { plan, scan, seal } = context
  const perHop = hop.places.length * (plan.first.length + plan.confirm.length)
  const slot = hop.ordinal * perHop + useOrdinal * hop.places.length + placeOrdinal
  if (slot > maxSlot) return null
  const { intent } = use
  const token = mintToken({ intent, scan, target: hop.target, slot }, seal)
  return new PlannedShot(slot, use, hop, place, token)
}

/** Writes its payload when it is asked for: thousands of targets wait for answers, and hold dozens of them each. */
class PlannedShot implements Shot {
  readonly slot: number
  readonly hop: Hop
  readonly place: Place
  readonly token: Token
  readonly #use: FormUse

  constructor(slot: number, use: FormUse, hop: Hop, place: Place, token: Token) {
    this.slot = slot
    this.hop = hop
    this.place = place
    this.token = token
    this.#use = use
  }

  get intent(): Intent {
    return this.#use.intent
  }

  get form(): LookupForm {
    return this.#use.form
  }

  get scheme(): LookupScheme {
    return this.#use.scheme
  }

  get payload(): string {
    return this.form.write(lookupTargetOf(this.scheme, this.token, this.intent, this.hop.listener))
  }
}
