import { ArchiveGap, type Bytes } from '../archive/index.ts'
import type { ArchiveChange } from './change.ts'
import type { FixDoors, KeptBytes } from './ports.ts'
import { NothingLeft, Refusal } from './refusal.ts'

/** How archives are rewritten. */
export interface RewriteOptions {
  /** Whether a signature that what is changed breaks is taken away; else it is refused. */
  readonly stripSignature: boolean
  /** Told which entries signed what is not signed any more, and in which archive: names from the outermost inward. */
  readonly unsigned?: (names: readonly string[], inside: readonly string[]) => void
  /**
   * Told of an archive in another that cannot be changed; it then stays as it is, and the others go on. Where this is
   * not given, all is refused.
   */
  readonly refused?: (inside: readonly string[], refusal: Refusal) => void
}

/** What rewriting one archive needs of those around it. */
export interface RewriteContext {
  readonly doors: FixDoors
  readonly stripSignature: boolean
  unsigned(names: readonly string[]): void
  /** What an archive in this one becomes. Throws Refusal and ArchiveGap, also while pieces are asked for. */
  rewrite(bytes: Bytes, path: string, change: ArchiveChange): Iterable<Uint8Array>
  /** Tells of an archive in this one that cannot be changed, by what was thrown; throws it where all is refused. */
  refuse(path: string, error: unknown): void
}

/** The new content of an archive in another, put aside; `null` if it stays as it is. `before` is let go. */
export function rewritten(
  path: string,
  change: ArchiveChange,
  before: () => KeptBytes,
  context: RewriteContext,
  pack: (plain: Iterable<Uint8Array>) => Iterable<Uint8Array>,
): KeptBytes | null {
  let opened: KeptBytes | null = null
  try {
    opened = before()
    return context.doors.keep(pack(context.rewrite(opened, path, change)))
  } catch (error) {
    context.refuse(path, error)
    return null
  } finally {
    opened?.close()
  }
}

/** To be called when an archive was rewritten: throws {@link NothingLeft} if all that was to be changed in it stays. */
export function checkSomethingDone({ removals, nested }: ArchiveChange, refused: number): void {
  if (refused > 0 && removals.length === 0 && nested.size === refused) throw new NothingLeft()
}

/** What was thrown, as a refusal of the archive at `path`; what concerns the file around it is thrown on. */
export function refusalOf(path: string, error: unknown): Refusal {
  if (error instanceof NothingLeft) return error
  if (error instanceof Refusal) return new Refusal(error.because, `${path}: ${error.message}`, { cause: error })
  if (error instanceof ArchiveGap && !ofFile.has(error.because)) {
    return new Refusal('damaged', `${path}: ${error.message}`, { cause: error })
  }
  throw error
}

const ofFile: ReadonlySet<string> = new Set(['changed', 'vanished', 'not-readable'])
