import type { Entry } from './entry.ts'

/** Whose configuration a file is. */
export type Dialect = 'log4j2' | 'log4j1' | 'logback' | 'spring' | 'system-properties'

/** Something in a configuration that bears on a flaw, told by one entry of it. */
export interface Setting {
  /** As advisories name it. */
  readonly id: string
  readonly dialects: readonly Dialect[]
  /** What it means, in a few words, for the reference. */
  readonly means: string
  isIn(entry: Entry): boolean
}
