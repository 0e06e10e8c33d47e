import type { AdvisoryId } from '../../core/index.ts'

/** A way in that can be taken away without a new release, by removing classes. */
export interface Remedy {
  /** The name of its file, and what `--remove` takes. */
  readonly id: string
  /** What is taken away, as releases call it. */
  readonly title: string
  readonly family: 'log4j1' | 'log4j2'
  /** Roles of the classes that go, as `log4j` recognises them; the first carries the flaw. */
  readonly takes: readonly [string, ...string[]]
  /**
   * Some releases have a class that fails where the others are missing: the one of this role, without this feature.
   * There a class of the same name that does nothing takes the place of each.
   */
  readonly missedBy?: { readonly role: string; readonly unless: string }
  /** Flaws that end. A copy that has none of them is left alone. */
  readonly ends: readonly [AdvisoryId, ...AdvisoryId[]]
  /** What does not work any more, in one sentence without a final dot. */
  readonly costs: string
  /** Whether it is done unless others are asked for. */
  readonly byDefault: boolean
  /** Who advised it. */
  readonly sources: readonly [string, ...string[]]
}
