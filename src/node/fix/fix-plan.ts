import type { AdvisoryId, Gap } from '../../core/index.ts'
import type { ArchiveChange, Examined, PlaceChange, RefusedPlace, Remedy } from '../../fix/index.ts'
import type { Original } from './original.ts'
import type { FileUser } from './processes.ts'

/** What is to be fixed, and how. */
export interface FixOrder {
  readonly remedies: readonly Remedy[]
  /** Take signatures away that a change breaks, instead of leaving the file as it is. */
  readonly stripSignature: boolean
  /** Of a file that has other names (hard links) elsewhere too replace this one, instead of leaving it as it is. */
  readonly breakLinks: boolean
}

/** Length and digest of a content. */
export interface Whole {
  /** Bytes. */
  readonly size: number
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string
}

/** One file that is replaced by another content, or taken away. */
export interface FileChange {
  readonly original: Original
  readonly before: Whole
  /** `null`: it is taken away. */
  readonly after: Whole | null
  /** `null` where `after` is. */
  readonly made: Making | null
}

/** How a new content comes of the old one. */
export type Making =
  | { readonly by: 'change'; readonly change: ArchiveChange }
  | { readonly by: 'empty-class' }
  /** It is another name (hard link) of a file that was changed before, and is so again. `to` is absolute. */
  | { readonly by: 'link'; readonly to: string }

/** One archive with all that is nested in it, or one folder from which classes are loaded. */
export interface FixTarget {
  /** As it was found. */
  readonly shown: string
  /** Absolute, links followed. */
  readonly path: string
  readonly kind: 'file' | 'folder'
  readonly files: readonly FileChange[]
  readonly places: readonly PlaceChange[]
  /** What was seen of it; after the fix nothing else may be seen than what was promised. */
  readonly examined: readonly Examined[]
  readonly users: readonly FileUser[]
  /** Names of signature files that go with it. */
  readonly unsigned: readonly string[]
  /** Other names (hard links) that are not known, or not to be changed, and keep the old content. */
  readonly namesLeft: number
  /** Archives that are compressed anew as a whole, by their places in the file, the file itself as an empty text. */
  readonly repacked: readonly string[]
}

/** Something that is affected and that no remedy which was asked for ends. */
export interface LeftAlone {
  readonly place: string
  readonly title: string
  readonly cves: readonly AdvisoryId[]
  readonly advice: string
  /** Remedies that were not asked for and would end some of it. */
  readonly remedies: readonly string[]
}

/** Everything that `fix` would do, and what it would not. */
export interface FixPlan {
  readonly order: FixOrder
  readonly targets: readonly FixTarget[]
  readonly refused: readonly RefusedPlace[]
  readonly left: readonly LeftAlone[]
  readonly gaps: readonly Gap[]
  readonly notes: readonly string[]
  /** Files that an interrupted fix left in the folders of the targets. */
  readonly leftovers: readonly string[]
}
