import { type ArchiveFormat, ArchiveGap, type ArchiveTools, type Bytes, type Entry } from '../../archive/index.ts'
import type { Gap, GapReason, Instant } from '../../core/index.ts'
import { type LogContainer, type LogReading, type LogSource, logContainers } from '../../hunt/index.ts'
import {
  Budget,
  type Content,
  cleanName,
  contentOf,
  contentOfEntry,
  gapOf,
  identify,
  inputOf,
  OverBudget,
  type ScanDoors,
  type SpooledBytes,
} from '../../scan/index.ts'
import { scanDoors } from '../scan/doors.ts'
import type { HuntLimits } from './hunt-limits.ts'
import type { CountName } from './shared-counts.ts'
import type { ToldEvents } from './told-events.ts'
import { asUtf8, utf16HeadBytes, utf16Of } from './utf16.ts'
import { WindowFiller } from './window-filler.ts'

/** A log, or something that holds logs. */
export interface NestedSource {
  readonly shown: string
  readonly relative: string
  readonly around: Instant
}

/** What a hunt in one file uses. */
export interface NestedDoors {
  readonly told: ToldEvents
  /** What reads one log. */
  reading(source: LogSource): LogReading
  count(name: CountName, by?: number): void
  /** Milliseconds of a clock that does not stand still or go back. */
  elapsed(): number
}

/** Formats that hold one content: `a.log.gz` is one log to its owner, so that they add no level to its name. */
const compressors: ReadonlySet<string> = new Set(['gzip', 'bzip2', 'xz', 'lzma', 'zstd', 'lz4'])

/** Formats that are not taken for archives among logs: a shell script may hold an installer, and is text. */
const unwanted: ReadonlySet<string> = new Set(['shell', 'iso9660'])

/** Hunts in what is packed into a file, level by level, and in files that hold records and are no text. */
export class NestedHunt {
  readonly #formats: readonly ArchiveFormat[]
  readonly #scan: ScanDoors
  readonly #doors: NestedDoors
  readonly #limits: HuntLimits
  readonly #budget: Budget

  constructor(
    formats: readonly ArchiveFormat[],
    tools: ArchiveTools,
    limits: HuntLimits,
    size: number,
    doors: NestedDoors,
  ) {
    this.#formats = formats.filter(({ id }) => !unwanted.has(id))
    this.#scan = { ...scanDoors(this.#formats, tools), elapsed: () => doors.elapsed() }
    this.#doors = doors
    this.#limits = limits
    this.#budget = new Budget(limits, size, () => doors.elapsed())
  }

  /** Whether the file was more than lines. All that was found in it, and all that could not be read, has been told then. */
  run(source: NestedSource, bytes: Bytes): boolean {
    const content = contentOf(source.relative, bytes)
    const onDisk = counting(bytes, (size) => this.#doors.count('bytes', size))
    try {
      const container = containerOf(content)
      if (container !== null) {
        this.#contained(source, onDisk, container)
        return true
      }
      const identified = identify(content, this.#formats)
      // What only looks like an archive may be a log all the same.
      return identified !== null && this.#archive(source, contentOf(source.relative, onDisk), identified.format, 0)
    } catch (error) {
      this.#gap(source, error)
      return true
    }
  }

  /** Gives whether anything could be had of it. Throws OverBudget. */
  #archive(source: NestedSource, content: Content, format: ArchiveFormat, depth: number): boolean {
    this.#doors.count('archives')
    const opened: SpooledBytes[] = []
    const missed = new Missed(source.shown)
    let entries = 0
    try {
      const input = inputOf(content, this.#budget, (bytes) => opened.push(bytes))
      for (const entry of format.entries(input, this.#scan.tools)) {
        this.#budget.entry()
        entries++
        if (entry.kind === 'file') this.#entry(source, entry, compressors.has(format.id), depth, missed)
      }
    } catch (error) {
      if (error instanceof OverBudget) throw error
      const { because, detail } = gapOf(error)
      missed.add('', because, detail)
    } finally {
      for (const each of opened) each.close()
      for (const gap of missed.gaps()) this.#doors.told.gap(gap)
    }
    return entries > 0
  }

  #entry(holder: NestedSource, entry: Entry, isFlat: boolean, depth: number, missed: Missed): void {
    const name = cleanName(entry.name)
    const source = isFlat
      ? holder
      : { ...holder, shown: `${holder.shown}!${name}`, relative: `${holder.relative}!${name}` }
    try {
      if (entry.encrypted) return missed.add(name, 'encrypted', 'the entry is encrypted')
      this.#content(source, contentOfEntry(name, entry, this.#budget, this.#scan), depth)
    } catch (error) {
      if (error instanceof OverBudget) throw error
      const { because, detail } = gapOf(error)
      missed.add(isFlat ? '' : name, because, detail)
    }
  }

  /** Throws ArchiveGap. */
  #content(source: NestedSource, content: Content, depth: number): void {
    const container = containerOf(content)
    if (container !== null) return this.#inBytes(content.bytes(), (bytes) => this.#contained(source, bytes, container))
    const identified = identify(content, this.#formats)
    if (identified === null) return this.#text(source, content)
    const { format, bytes } = identified
    if (depth + 1 > this.#limits.depth) {
      bytes?.close()
      const detail = `it is nested more than ${this.#limits.depth} deep`
      return this.#doors.told.gap({ at: source.shown, because: 'too-deep', detail })
    }
    if (bytes === null) this.#archive(source, content, format, depth + 1)
    else this.#inBytes(bytes, () => this.#archive(source, contentOf(content.name, bytes), format, depth + 1))
  }

  #inBytes(bytes: SpooledBytes, work: (bytes: SpooledBytes) => void): void {
    try {
      work(bytes)
    } finally {
      bytes.close()
    }
  }

  /** What was had before something went wrong is looked into. Throws ArchiveGap. */
  #text(source: NestedSource, content: Content): void {
    const written = utf16Of(content.head(utf16HeadBytes).subarray(0, utf16HeadBytes))
    this.#doors.count('logs')
    const hunt = this.#hunt(source)
    const filler = new WindowFiller(hunt)
    const pieces = content.stream()
    let read = 0
    try {
      for (const piece of written === null ? pieces : asUtf8(pieces, written)) {
        this.#doors.count('unpackedBytes', piece.length)
        filler.write(piece)
        read += piece.length
      }
    } catch (error) {
      if (!(error instanceof ArchiveGap) || error instanceof OverBudget) throw error
      throw new ArchiveGap(error.because, `${error.message}; ${read} bytes of it, unpacked, were read`, {
        cause: error,
      })
    } finally {
      filler.end()
    }
  }

  #contained({ shown, ...source }: NestedSource, bytes: Bytes, container: LogContainer): void {
    this.#doors.count('logs')
    const hunt = this.#hunt({ shown, ...source })
    for (const each of container.contained(bytes)) {
      if (each.is === 'record') {
        this.#doors.count('unpackedBytes', each.record.text.length)
        hunt.contained(each.record, container.id)
      } else {
        const { offset, size, because, detail } = each.gap
        this.#doors.told.gap({ at: `${shown} at byte ${offset}`, because, detail: `${detail} (${size} bytes)` })
      }
      this.#budget.entry()
    }
  }

  #hunt({ shown, relative, around }: NestedSource): LogReading {
    return this.#doors.reading({ source: shown, relative, around })
  }

  #gap({ shown }: NestedSource, error: unknown): void {
    this.#doors.told.gap({ at: shown, ...gapOf(error) })
  }
}

/** Whether a log that begins so is packed, or holds records and is no text. */
export function isPacked(head: Uint8Array, formats: readonly ArchiveFormat[]): boolean {
  return (
    logContainers.some((container) => container.claims(head)) ||
    formats.some((format) => !unwanted.has(format.id) && format.headBytes <= headLength && format.claims(head))
  )
}

const headLength = 512

/** Entries of one archive that share a reason are told together. */
class Missed {
  readonly #place: string
  readonly #byReason = new Map<GapReason, { readonly first: string; readonly detail: string; count: number }>()

  constructor(place: string) {
    this.#place = place
  }

  /** `entry`: empty for the archive itself. */
  add(entry: string, because: GapReason, detail: string): void {
    const known = this.#byReason.get(because)
    if (known === undefined) this.#byReason.set(because, { first: entry, detail, count: 1 })
    else known.count++
  }

  *gaps(): Generator<Gap> {
    for (const [because, { first, detail, count }] of this.#byReason) {
      if (count === 1) yield { at: first === '' ? this.#place : `${this.#place}!${first}`, because, detail }
      else yield { at: this.#place, because, detail: `${count} entries, the first is ${first}: ${detail}` }
    }
  }
}

function containerOf(content: Content): LogContainer | null {
  const head = content.head(headLength)
  return logContainers.find((container) => container.claims(head)) ?? null
}

/** The same bytes; what is read of them for the first time is counted. */
function counting(bytes: Bytes, count: (size: number) => void): Bytes {
  let furthest = 0
  return {
    size: bytes.size,
    read(offset, length) {
      const read = bytes.read(offset, length)
      const end = offset + read.length
      if (end > furthest) count(end - furthest)
      furthest = Math.max(furthest, end)
      return read
    },
  }
}
