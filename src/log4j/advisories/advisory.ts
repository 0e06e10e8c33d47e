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
  readonly code: CodeRule
  /** Sources that say otherwise, and why they are not followed. */
  readonly disputes: readonly Dispute[]
}

/** How class files show whether the flaw is there. */
export interface CodeRule {
  /** Role of the class that is the way in. Where no such class can be loaded, there is no way in. */
  readonly carrier: string
  /** The flaw came with this feature of the carrier; absent: with the carrier itself. */
  readonly cameWith?: string
  /** Each is a mark of the fix, `role/feature` or the role alone: one is enough. */
  readonly fixedBy: readonly string[]
}

/** A source that gives other releases than the code shows. */
export interface Dispute {
  /** Releases that it is about. */
  readonly releases: readonly ReleaseRange[]
  /** What the source says and what the code shows, in one sentence. */
  readonly says: string
  readonly sources: readonly string[]
}
