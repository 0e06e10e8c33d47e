import type { AdvisoryId, Product, Severity } from '../../core/index.ts'
import type { ReleaseRange } from '../release.ts'

/** A published flaw. Data: who judges is elsewhere. */
export interface Advisory {
  readonly id: AdvisoryId
  /** What goes wrong, in one sentence without a final dot. */
  readonly title: string
  /** CVSS base score as its publisher gives it, and the word for it. */
  readonly cvss: number
  readonly severity: Exclude<Severity, 'info'>
  /** Where it was read; the publisher first. */
  readonly sources: readonly [string, ...string[]]
  /** CVE × module. */
  readonly modules: readonly [AffectedModule, ...AffectedModule[]]
}

/** What a flaw means for one product. */
export interface AffectedModule {
  readonly product: Product
  /** Releases that have the flaw, as their code shows. */
  readonly affected: readonly ReleaseRange[]
  /** The first fixed release of each line, oldest first. Empty: there is none. */
  readonly fixedIn: readonly string[]
  /** What it takes beside the code, as a sentence in plain words. */
  readonly needs: string
  /** Settings of configurations that mean that what it takes is there; ids as readers of configuration give them. */
  readonly raisedBy: readonly string[]
  /** Settings that make it harder, and never impossible. */
  readonly loweredBy: readonly string[]
  readonly code: CodeRule
  /** Sources that say otherwise, and why they are not followed. */
  readonly disputes: readonly Dispute[]
}

/** How class files show whether the flaw is there. */
export interface CodeRule {
  /** Where none of them is whole, there is no way in. */
  readonly ways: readonly [Way, ...Way[]]
  /** The flaw came with this mark, `role/feature`; absent: with the way in itself. */
  readonly cameWith?: string
  /**
   * Each is a mark of the fix, `role/feature` or the role alone: one is enough. Where the role is of another product, it
   * is looked for beside the copy, and what is not found there decides nothing.
   */
  readonly fixedBy: readonly string[]
}

/** Roles of classes that it takes together, the one that is known by name first. */
export type Way = readonly [string, ...string[]]

/** A source that gives other releases than the code shows. */
export interface Dispute {
  /** Releases that it is about. */
  readonly releases: readonly ReleaseRange[]
  /** What the source says and what the code shows, in one sentence. */
  readonly says: string
  readonly sources: readonly string[]
}
