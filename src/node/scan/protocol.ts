import type { ComponentFinding, Gap } from '../../core/index.ts'
import type { ClassSighting, ConfigurationSighting, MetadataSighting, Stranger } from '../../log4j/index.ts'
import type { ScanLimits, Surroundings } from '../../scan/index.ts'
import type { CacheContent } from './cache-content.ts'
import type { Kept } from './cache-file.ts'
import type { FsPath } from './open-file.ts'

/** What all that lies under one root has in common. */
export interface Origin {
  /** What goes before `relative` in a finding's id: where the root came from, if that is not a path; else empty. */
  readonly identity: string
  /** How programs that use it were started; `null` if that is not known. */
  readonly launch: Surroundings['launch']
}

/** One piece of work: a folder with all below it, or one file. */
export interface Unit {
  readonly kind: 'folder' | 'file'
  readonly path: FsPath
  /** As it is shown, and as it counts for a finding's id: without what lies before the root. */
  readonly shown: string
  readonly relative: string
  readonly origin: Origin
  /** A link in its last part is followed: what the operator named. */
  readonly follow: boolean
  /** Its part of the whole walk, guessed: a folder's part is divided evenly between its own files and each folder in it. */
  readonly share: number
  /** `.firelineignore` files above it: the folder of each, and its lines. */
  readonly ignores: readonly { readonly folder: string; readonly text: string }[]
}

/** How to walk and how to look, the same for all workers of a run. */
export interface WorkOrder {
  readonly limits: ScanLimits
  readonly deep: boolean
  readonly quick: boolean
  /** Globs as in .gitignore, against the path from the root. */
  readonly exclude: readonly string[]
  /** Whether other local disks that are mounted below are entered. */
  readonly otherDevices: boolean
  /** Real paths of all roots: a link that leads to neither is told. */
  readonly roots: readonly string[]
  /** Where to keep quiet: files each second, for this worker; `null` as fast as it goes. */
  readonly filesPerSecond: number | null
  /** For the whole run, in memory that workers share; see `shared-state.ts`. */
  readonly shared: SharedArrayBuffer
  readonly worker: number
  /** `null`: none is kept. Its content is `null` when there was none before. */
  readonly cache: { readonly content: CacheContent | null; readonly startedAt: number } | null
  /** Paths that a worker did not survive. */
  readonly poison: readonly string[]
}

/** What a worker counts. */
export interface Counts {
  folders: number
  files: number
  archives: number
  bytes: number
  links: number
  special: number
  excluded: number
  leftClosed: number
  unchanged: number
  /** From 0 to 1: how much of the walk is done, guessed. */
  share: number
}

export type CountName = keyof Counts

/** Something that lies openly in a folder. */
export interface InFolder {
  readonly folder: string
  /** As it counts for a finding's id. */
  readonly relative: string
  readonly launch: Origin['launch']
}

/** From a worker. */
export type Report =
  | { readonly is: 'finding'; readonly finding: ComponentFinding }
  | { readonly is: 'gap'; readonly gap: Gap }
  | { readonly is: 'note'; readonly text: string }
  | (InFolder & { readonly is: 'class'; readonly sighting: ClassSighting })
  /** Its place begins as `folder` of a class does. */
  | { readonly is: 'stranger'; readonly stranger: Stranger }
  | (InFolder & { readonly is: 'metadata'; readonly sighting: MetadataSighting })
  | { readonly is: 'configuration'; readonly folder: string; readonly settings: readonly ConfigurationSighting[] }
  | { readonly is: 'units'; readonly units: readonly Unit[] }
  | { readonly is: 'kept'; readonly kept: Kept }
  | { readonly is: 'idle' }
