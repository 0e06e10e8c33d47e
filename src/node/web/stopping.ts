/** Something under way that ends early when the operator stops the scan. */
export interface Stoppable {
  stop(): void
}

/**
 * What is under way for each signal. A signal's own listeners are a list that is walked for each one added or
 * removed; with thousands of requests on one signal that would be most of the work.
 */
export class Stopping {
  readonly #underWay = new WeakMap<AbortSignal, Set<Stoppable>>()

  /** The set to join while under way, and to leave afterwards. */
  of(signal: AbortSignal): Set<Stoppable> {
    const known = this.#underWay.get(signal)
    if (known !== undefined) return known
    const joined = new Set<Stoppable>()
    this.#underWay.set(signal, joined)
    signal.addEventListener('abort', () => stopAll(joined), { once: true })
    return joined
  }
}

function stopAll(joined: ReadonlySet<Stoppable>): void {
  // What stops leaves the set, and may let others in that stop in turn.
  for (const one of [...joined]) one.stop()
}
