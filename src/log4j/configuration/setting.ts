/** Whose configuration a file is. */
export type Dialect = 'log4j2' | 'log4j1' | 'logback' | 'spring'

/** Something in a configuration that bears on a flaw, told by one line of it. */
export interface Setting {
  readonly id: string
  readonly dialects: readonly Dialect[]
  /** Applied to one line of at most 4,000 characters; without nested repetition, so that it takes linear time. */
  readonly line: RegExp
}
