import type { GapReason } from '../../src/core/index.ts'
import type { Workshop } from './workshop.ts'

/** The four flaws of Log4j 2 that are told apart by code alone. */
export const flaws = ['CVE-2021-44228', 'CVE-2021-45046', 'CVE-2021-45105', 'CVE-2021-44832'] as const
export type Flaw = (typeof flaws)[number]

/** A file, or a symbolic link, to be put below the recipe's folder. Bytes where a name is not UTF-8. */
export type Planted =
  | { readonly path: string | Buffer; readonly content: Uint8Array | string }
  | { readonly path: string; readonly linkTo: string }

export interface Expected {
  /** Those of {@link flaws} that something below the folder must be said to have; none of the others may be. */
  readonly affected: readonly Flaw[]
  /** Those that cannot be told, because bytes are missing. Default: none. */
  readonly open?: readonly Flaw[]
  /** Found components, whatever is said of them; not compared if left out. */
  readonly components?: number
  /** Why something could not be examined; other gaps are failures. Default: none. */
  readonly gaps?: readonly GapReason[]
}

/** A hard case: how it is made of real releases, and what a scan must say of it. */
export interface Recipe {
  /** The name of its folder. */
  readonly id: string
  /** The title of its test. */
  readonly says: string
  build(workshop: Workshop): Promise<readonly Planted[]>
  readonly expected: Expected
}

export const core = (version: string): string => `org.apache.logging.log4j:log4j-core:${version}`
export const api = (version: string): string => `org.apache.logging.log4j:log4j-api:${version}`

/** What 2.14.1 has: all four. */
export const asIn2141: Expected = { affected: flaws, components: 1 }
/** Fixed as in 2.17.1: none of the four. */
export const asIn2171: Expected = { affected: [], components: 1 }
export const innocent: Expected = { affected: [], components: 0 }
