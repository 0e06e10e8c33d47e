import type { AdvisoryId, GapReason } from '../../src/core/index.ts'
import type { Workshop } from './workshop.ts'

/** A file, or a symbolic link, to be put below the recipe's folder. Bytes where a name is not UTF-8. */
export type Planted =
  | { readonly path: string | Buffer; readonly content: Uint8Array | string }
  | { readonly path: string; readonly linkTo: string }

export interface Expected {
  /** Flaws that something below the folder must be said to have; no other may be. */
  readonly affected: readonly AdvisoryId[]
  /** Those that cannot be told, because bytes are missing. Default: none. */
  readonly open?: readonly AdvisoryId[]
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
  build(workshop: Workshop): Promise<readonly Planted[]> | readonly Planted[]
  readonly expected: Expected
  /** Only `--deep` finds it: nothing hints at Log4j, and each class would have to be inflated to know. */
  readonly needs?: 'deep'
}

export const core = (version: string): string => `org.apache.logging.log4j:log4j-core:${version}`
export const api = (version: string): string => `org.apache.logging.log4j:log4j-api:${version}`

/** The flaws of December 2021, which 2.14.1 has, without those that need JndiLookup, and those that do. */
const withoutLookup = ['CVE-2021-44832', 'CVE-2021-45105'] as const
const ofLookup = ['CVE-2021-44228', 'CVE-2021-45046'] as const
/** Later ones, which 2.14.1 and 2.17.1 have, by their classes: the last is in XmlLayout. */
const later = ['CVE-2025-68161', 'CVE-2026-34477', 'CVE-2026-34480'] as const

/** What https://logging.apache.org/security.html says of 2.14.1. */
export const flawsOf2141: readonly AdvisoryId[] = [...ofLookup, ...withoutLookup, ...later]
export const flawsWithoutLookup: readonly AdvisoryId[] = [...withoutLookup, ...later]
export const flawsOf2171: readonly AdvisoryId[] = later

/** What https://logging.apache.org/log4j/1.x/ says of its last release, and CVE-2020-9488. */
export const flawsOf1217: readonly AdvisoryId[] = [
  'CVE-2019-17571',
  'CVE-2020-9488',
  'CVE-2021-4104',
  'CVE-2022-23302',
  'CVE-2022-23305',
  'CVE-2022-23307',
  'CVE-2023-26464',
]

/** Of 2.14.1 in which nobody can tell what JndiLookup is. */
export const withUnsureLookup: Expected = { affected: flawsWithoutLookup, open: ofLookup, components: 1 }

export const asIn2141: Expected = { affected: flawsOf2141, components: 1 }
export const asIn2171: Expected = { affected: flawsOf2171, components: 1 }
export const asIn1217: Expected = { affected: flawsOf1217, components: 1 }
export const innocent: Expected = { affected: [], components: 0 }
