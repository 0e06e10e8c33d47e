import { fstatSync } from 'node:fs'
import { type ArchiveFormat, ArchiveGap, type ArchiveTools } from '../../archive/index.ts'
import { type Instant, instantOfEpoch } from '../../core/index.ts'
import { type LogReading, type LogSource, type Readings, RecentlyRead } from '../../hunt/index.ts'
import { gapOf } from '../../scan/index.ts'
import { headBytes, OpenFile } from '../scan/open-file.ts'
import { blocksOf, countLines, type OnRead, readBlock } from './blocks.ts'
import { logReading } from './log-reading.ts'
import { NestedHunt } from './nested-hunt.ts'
import { EventPacker, sizeOf } from './packed-events.ts'
import { readPlain, readUtf16 } from './plain-log.ts'
import type { Block, LogFile, Report, Unit, WorkEvent, WorkOrder } from './protocol.ts'
import type { ThreadRecord } from './shared-counts.ts'
import { ToldEvents } from './told-events.ts'
import { utf16HeadBytes, utf16Of } from './utf16.ts'

/** Hunts in files, one after the other, in the thread it runs in. */
export class FileHunter {
  readonly #order: WorkOrder
  readonly #formats: readonly ArchiveFormat[]
  readonly #tools: ArchiveTools
  readonly #record: ThreadRecord
  readonly #report: (report: Report) => void
  readonly #readings: Readings = new RecentlyRead()
  readonly #packer = new EventPacker()
  readonly #head = Buffer.alloc(headBytes)
  readonly #told: ToldEvents
  /** Time that was spent waiting for somebody to take what was told, in milliseconds. */
  #waited = 0

  constructor(
    order: WorkOrder,
    formats: readonly ArchiveFormat[],
    tools: ArchiveTools,
    record: ThreadRecord,
    report: (report: Report) => void,
  ) {
    this.#order = order
    this.#formats = formats
    this.#tools = tools
    this.#record = record
    this.#report = report
    this.#told = new ToldEvents(
      order,
      (events) => this.#pass(events),
      () => record.count('leftOut'),
    )
  }

  /** Does one piece of work; all that it found has been told when it returns. */
  do(unit: Unit): void {
    const { file } = unit
    let lines = 0
    let open: OpenFile | null = null
    this.#record.begin(file.shown, Date.now())
    try {
      open = new OpenFile(file.path, this.#head, file.follow)
      if (unit.kind === 'file') this.#file(file, open)
      else lines = unit.kind === 'block' ? this.#block(file, open, unit.block) : this.#count(open, unit.block)
    } catch (error) {
      this.#told.gap({ at: file.shown, ...gapOf(error) })
    } finally {
      open?.close()
    }
    this.#told.flush()
    this.#record.end()
    this.#report({ is: 'done', lines, outgoing: this.#told.takeOutgoing() })
  }

  #pass(events: readonly WorkEvent[]): void {
    const packed = this.#packer.pack(events)
    const at = this.#record.at()
    this.#record.end()
    const waited = this.#record.awaitRoom(sizeOf(packed))
    this.#waited += waited
    // Waiting is not hanging.
    if (at !== null) this.#record.begin(at.path, at.since + waited)
    this.#report({ is: 'told', events: packed })
  }

  #file(file: LogFile, open: OpenFile): void {
    this.#record.count('files')
    if (open.head.length === 0) return
    const nested = new NestedHunt(this.#formats, this.#tools, this.#order.limits, open.size, {
      told: this.#told,
      reading: (source) => this.#reading(source),
      count: (name, by) => this.#record.count(name, by),
      elapsed: () => this.#elapsed(),
    })
    if (!nested.run({ ...file, around: writtenAt(open) }, open)) this.#plain(file, open)
  }

  /** A log of lines. */
  #plain(file: LogFile, open: OpenFile): void {
    const { size, head, fd } = open
    const written = utf16Of(head.subarray(0, utf16HeadBytes))
    const blocks = written === null ? blocksOf(size, this.#order.blockBytes, head) : []
    if (blocks.length > 1) return this.#report({ is: 'split', blocks })
    this.#record.count('logs')
    if (isJournal(head)) this.#told.gap({ at: file.shown, because: 'unsupported', detail: journalDetail })
    if (written !== null) this.#told.note(`${file.shown} is written in UTF-16: its bytes are counted as in UTF-8`)
    const hunt = this.#hunt(file, open, 0)
    const read =
      written === null ? readPlain(fd, size, hunt, this.#onRead()) : readUtf16(fd, size, written, hunt, this.#onRead())
    if (read < size) throw new ArchiveGap('changed', `it became shorter while it was read: ${read} bytes of ${size}`)
  }

  #block(file: LogFile, open: OpenFile, block: Block): number {
    if (block.index === 0) this.#record.count('logs')
    return readBlock(open.fd, block, (offset) => this.#hunt(file, open, offset), this.#onRead())
  }

  #count(open: OpenFile, block: Block): number {
    return countLines(open.fd, block, this.#onRead())
  }

  #hunt({ shown, relative }: LogFile, open: OpenFile, offset: number): LogReading {
    const start = { offset, lines: 0 }
    return this.#reading({ source: shown, relative, around: writtenAt(open), start })
  }

  #reading(source: LogSource): LogReading {
    return logReading(source, { told: this.#told, readings: this.#readings, watched: this.#order.watched })
  }

  /** Counts what is read of one file, and ends it where its time is over. */
  #onRead(): OnRead {
    const { millis } = this.#order.limits
    const until = this.#elapsed() + millis
    return (bytes) => {
      this.#record.count('bytes', bytes)
      this.#record.count('unpackedBytes', bytes)
      if (this.#elapsed() > until) throw new ArchiveGap('too-slow', `it took longer than ${millis / 1_000} seconds`)
    }
  }

  #elapsed(): number {
    return performance.now() - this.#waited
  }
}

/** The signature of systemd's Journal File Format. */
function isJournal(head: Uint8Array): boolean {
  return Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1', 0, 8) === 'LPKSHHRH'
}

const journalDetail =
  'it is a journal of systemd, read as lines only: pipe `journalctl --file … -o json` into `fireline hunt -`'

/** When it was written last: for times that leave their year out. */
function writtenAt(open: OpenFile): Instant {
  return instantOfEpoch(fstatSync(open.fd).mtimeMs)
}
