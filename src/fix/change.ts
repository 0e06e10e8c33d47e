/** One class that is taken away. */
export interface Removal {
  /** Entry name in its archive, or the place below its folder, as the scan shows it. */
  readonly path: string
  /** `com.acme.shaded.JndiLookup`. */
  readonly className: string
  /** What it is, whatever it is called; the id of a role of `log4j`. */
  readonly role: string
  /** Id of the remedy that asks for it. */
  readonly remedy: string
  /** What takes its place: nothing, or a class of the same name that does nothing, where others fail without one. */
  readonly instead: 'nothing' | 'empty-class'
  readonly crc32: number
  /** Bytes, uncompressed. */
  readonly size: number
}

/** Kinds of archives that are put together anew; ids of formats of `archive`. */
export const rewrittenFormats = ['zip', 'tar', 'gzip'] as const

export type RewrittenFormat = (typeof rewrittenFormats)[number]

/** What becomes of one archive. */
export interface ArchiveChange {
  readonly format: RewrittenFormat
  readonly removals: readonly Removal[]
  /** Of the archives in it, by their names in it; of what gzip holds there is one, whatever its name. */
  readonly nested: ReadonlyMap<string, ArchiveChange>
}
