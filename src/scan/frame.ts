import type { Gap, GapReason } from '../core/index.ts'
import { type ClassSighting, type ConfigurationSighting, type MetadataSighting, Strangers } from '../log4j/index.ts'
import { shortened } from './entry-name.ts'

/** What was seen of one archive, or of one tree of classes in it, until it is judged. */
export interface Draft {
  readonly classes: ClassSighting[]
  readonly metadata: MetadataSighting[]
  readonly unread: string[]
}

/** One step on the way to an archive: an entry of the archive around it, and what kind of archive that is. */
export interface Step {
  /** As in a finding's path; empty for the file itself, and for what a compressed file holds in its own place. */
  readonly path: string
  readonly format: string
}

const mostFolders = 10_000
const mostUnread = 1_000

/** One archive that is open, inside those that hold it. */
export class Frame {
  /** `outer.war!WEB-INF/lib/inner.jar` */
  readonly place: string
  readonly parent: Frame | null
  readonly depth: number
  readonly format: string
  /**
   * Whether classes are loaded from this archive as a whole (zip), or from folders in it (tar, cpio, …), each of
   * which is then judged by itself.
   */
  readonly loadable: boolean
  readonly configurations: ConfigurationSighting[] = []
  /** Of all its folders. */
  readonly strangers = new Strangers()
  /** By folder; of a loadable archive there is one, under the empty name. */
  readonly drafts = new Map<string, Draft>()
  /** Whether anything at all was noticed here or further in: if not, the same bytes need no second look. */
  noticed = false
  readonly #gaps = new Map<GapReason, { first: string; detail: string; count: number }>()

  constructor(place: string, parent: Frame | null, format: string) {
    this.place = place
    this.parent = parent
    this.depth = parent === null ? 0 : parent.depth + 1
    this.format = format
    this.loadable = format === 'zip'
  }

  /** From the file inward to this archive. */
  steps(): readonly Step[] {
    const { parent, place, format } = this
    return parent === null
      ? [{ path: '', format }]
      : [...parent.steps(), { path: place.slice(parent.place.length + 1), format }]
  }

  /** Whether there is nothing to tell of it. */
  get isSilent(): boolean {
    return this.drafts.size === 0 && this.#gaps.size === 0
  }

  draft(folder: string): Draft {
    const known = this.drafts.get(folder)
    if (known !== undefined) return known
    const made = { classes: [], metadata: [], unread: [] }
    this.drafts.set(folder, made)
    return made
  }

  /**
   * A class that could not be looked into. So many are kept as change a verdict; that there were more is told by a gap.
   */
  unread(folder: string, path: string): void {
    if (!this.drafts.has(folder) && this.drafts.size >= mostFolders) return
    const { unread } = this.draft(folder)
    if (unread.length < mostUnread) unread.push(shortened(path))
  }

  /** Entries that share a reason are told together, so that an encrypted archive is one gap and not ten thousand. */
  missed(entry: string, because: GapReason, detail: string): void {
    this.noticed = true
    const known = this.#gaps.get(because)
    if (known !== undefined) known.count++
    else this.#gaps.set(because, { first: shortened(entry), detail, count: 1 })
  }

  *gaps(): Generator<Gap> {
    for (const [because, { first, detail, count }] of this.#gaps) {
      if (count === 1) yield { at: first === '' ? this.place : `${this.place}!${first}`, because, detail }
      else yield { at: this.place, because, detail: `${count} entries, the first is ${first}: ${detail}` }
    }
  }

  /** Of this archive and all that enclose it, the nearest first. */
  allConfigurations(): readonly ConfigurationSighting[] {
    return this.parent === null ? this.configurations : [...this.configurations, ...this.parent.allConfigurations()]
  }
}
