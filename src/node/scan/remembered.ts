import type { Gap } from '../../core/index.ts'
import type { Report } from './protocol.ts'

/** What is told of one file. */
export type FileReport = Extract<
  Report,
  { is: 'finding' | 'gap' | 'class' | 'stranger' | 'metadata' | 'configuration' }
>

/** What a file held when it was looked into: all that it takes to tell it again without opening it. */
export interface Remembered {
  readonly reports: readonly FileReport[]
  /** Nested archives that the quick mode left closed. */
  readonly leftClosed: number
  /** It is one of several names of an archive, which is told once in a run. */
  readonly linked: boolean
  /** Digest of the settings of configurations near it, where its judgement asked for them; else `null`. */
  readonly beside: string | null
}

/** Of one file; an archive of which there is more to tell is looked into anew. */
const mostReports = 10_000

/** Why a file was not examined, that lies in its bytes: the same bytes give the same. */
const lasting: ReadonlySet<Gap['because']> = new Set([
  'encrypted',
  'truncated',
  'too-deep',
  'too-many',
  'too-large',
  'holds-itself',
  'unsupported',
  'malformed',
])

/** Takes note of what is told of one file while it is looked into. */
export class FileRecord {
  readonly #reports: FileReport[] = []
  #lasts = true
  leftClosed = 0
  linked = false
  beside: string | null = null

  add(report: FileReport): void {
    if (report.is === 'gap' && !isLasting(report.gap)) this.#lasts = false
    if (this.#reports.length < mostReports) this.#reports.push(report)
    else this.#lasts = false
  }

  /** What it holds depends on more than its bytes: the system's mood, another name of it. */
  doesNotLast(): void {
    this.#lasts = false
  }

  /** `null`: it is to be looked into the next time too. */
  remembered(): Remembered | null {
    const { leftClosed, linked, beside } = this
    return this.#lasts ? { reports: this.#reports, leftClosed, linked, beside } : null
  }
}

function isLasting({ because, detail }: Gap): boolean {
  // An error that nobody foresaw may be one of the machine's: no memory, no room.
  return lasting.has(because) && !detail.startsWith('unexpected')
}
