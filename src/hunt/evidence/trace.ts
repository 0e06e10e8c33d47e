/** What Log4j or the JVM writes when a lookup was really evaluated, and how to know it. */
export interface Trace {
  /** The name of its file. */
  readonly id: string
  /** Where it was read. */
  readonly source: string
  readonly examples: { readonly shows: readonly string[]; readonly refuses: readonly string[] }
  /**
   * What a record shows: in a few words, with the name that was looked up if it is there. `null`: nothing. In linear time.
   */
  shownBy(text: string): Shown | null
  /** Whether the whole of the record, where it is more than that, says that the lookup was one of the configuration's own. */
  refutedBy?(record: string): boolean
}

export interface Shown {
  readonly says: string
  /** As it was looked up, values included; `null` if the record does not say. */
  readonly name: string | null
}
