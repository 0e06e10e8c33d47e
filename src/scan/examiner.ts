import type { Gap } from '../core/index.ts'
import type { ClassSighting, Judgement, Specimen } from '../log4j/index.ts'
import type { Budget } from './budget.ts'
import type { Content } from './content.ts'
import type { EmptyContents } from './empty-contents.ts'
import type { Frame, Step } from './frame.ts'
import type { ScanLimits } from './limits.ts'
import type { ScanDoors } from './ports.ts'

/** How thoroughly to look. */
export interface ExamineOptions {
  readonly limits: ScanLimits
  /** Every class of every archive, also where nothing hints at Log4j. */
  readonly deep: boolean
  /** By the directories of archives alone; what is nested is opened only where it is known to matter. */
  readonly quick: boolean
}

/** What an examination tells, as it finds out. */
export interface ExamineSink {
  /** `place`: `outer.war!WEB-INF/lib/inner.jar`, or a folder in an archive that has folders of classes. */
  judged(place: string, judgement: Judgement): void
  /** The same at once, with what it rests on: for who would change what was found. */
  examined?(examined: Examined): void
  gap(gap: Gap): void
  /** An archive was opened; nested ones too. */
  archive(): void
  /** A nested archive that `quick` left closed. */
  leftClosed(): void
}

/** One archive, or one folder of classes in it, that was judged. */
export interface Examined {
  /** As in {@link ExamineSink.judged}. */
  readonly place: string
  /** The way to the archive, from the file inward. */
  readonly steps: readonly Step[]
  /** In the archive; empty if its classes are loaded from the archive as a whole. */
  readonly folder: string
  readonly specimen: Specimen
  readonly judgements: readonly Judgement[]
}

/** What those who look into one kind of archive are given: one examination, which takes note of what they see. */
export interface Examiner {
  readonly doors: ScanDoors
  readonly options: ExamineOptions
  readonly sink: ExamineSink
  readonly budget: Budget
  /** Contents of archives in which there was nothing: they need no second look. */
  readonly empty: EmptyContents
  /** Nested archives that are open now, by CRC-32 and sizes. */
  readonly open: Set<string>
  /** One entry of an archive, or what a compressed file holds. Gives whether anything was noticed in it. */
  entry(frame: Frame, path: string, content: Content): boolean
  /** Takes note of a class; gives what it is. */
  classBytes(frame: Frame, path: string, bytes: Uint8Array): ClassSighting | null
  /** Takes note of metadata or a configuration; gives whether it speaks of a product of ours. */
  text(frame: Frame, path: string, interest: 'metadata' | 'configuration', bytes: Uint8Array): boolean
}
