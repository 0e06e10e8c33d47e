import type { Instant } from '../../core/index.ts'
import type { FsPath } from '../scan/open-file.ts'
import type { HuntLimits } from './hunt-limits.ts'
import type { PackedEvents } from './packed-events.ts'

export type { HuntEvent, WorkEvent } from './hunt-event.ts'

/** A file to be read. */
export interface LogFile {
  readonly path: FsPath
  /** As it is shown, and as it counts for a finding's id: without what lies before the root. */
  readonly shown: string
  readonly relative: string
  /** A link in its last part is followed: what the operator named, or what a link of a walk leads to. */
  readonly follow: boolean
  /** Of the file as it was listed, in bytes. */
  readonly size: number
}

/** One piece of work. */
export type Unit =
  | { readonly kind: 'file'; readonly file: LogFile }
  /** The lines that begin in a part of a file; `lines`: they are only counted, because they could not be read. */
  | { readonly kind: 'block' | 'lines'; readonly file: LogFile; readonly block: Block }

/** A part of a large file, which several threads read at once. */
export interface Block {
  /** From 0; the last one is `count - 1`. */
  readonly index: number
  readonly count: number
  /** In bytes; lines that begin at `from` or behind it, and before `to`, are its own. */
  readonly from: number
  readonly to: number
}

/** How to hunt, the same for all threads of a run. */
export interface WorkOrder {
  readonly limits: HuntLimits
  /** Attacks of records outside are left out; those without a time are kept. */
  readonly since: Instant | null
  readonly until: Instant | null
  /** Files of this size and larger are read in parts of it; tests set it small. */
  readonly blockBytes: number
  /** What is looked for in logs of who went out, instead of attacks; `null`: attacks. */
  readonly watched: readonly string[] | null
  /** For the whole run, in memory that threads share; see `shared-counts.ts`. */
  readonly shared: SharedArrayBuffer
  readonly worker: number
}

/** From a thread, about the unit that it was given last. */
export type Report =
  | { readonly is: 'told'; readonly events: PackedEvents }
  /** It is to be read in parts. */
  | { readonly is: 'split'; readonly blocks: readonly Block[] }
  /** `lines`: how many ended in it, where it is a block; `outgoing`: whether some of it seems to say who went out. */
  | { readonly is: 'done'; readonly lines: number; readonly outgoing: boolean }
