import {
  closeSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  linkSync,
  openSync,
  readSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { crc32 } from 'node:zlib'
import { type Interaction, problem } from '../core/index.ts'
import type { ProbeJournal, ProbeRecord, RecordedTarget } from '../probe/index.ts'
import { OffsetTable } from './offset-table.ts'

export const journalUnusable = problem('JOURNAL_UNUSABLE', (path: string, why: string) => ({
  message: `the journal ${path} cannot be used: ${why}`,
  hint: 'Choose another file with --journal, or go without one by --no-journal.',
}))

export const journalDamaged = problem('JOURNAL_DAMAGED', (path: string, offset: number) => ({
  message: `the journal ${path} is damaged at byte ${offset}, before its last record`,
  hint: 'Restore the file from a copy, or start the scan anew with another --journal.',
}))

/** The record that every journal starts with. */
export type ScanRecord = Extract<ProbeRecord, { t: 'scan' }>

/** A journal on disk, and what it says of the scan that it belongs to. */
export interface ProbeJournalFile extends ProbeJournal {
  readonly scan: ScanRecord
  /** How many bytes of a last, half-written record were cut off when it was opened: the process had been killed. */
  readonly tornBytes: number
  /** Has the disk confirm everything, and closes the file. */
  close(): Promise<void>
}

/** Between two syncs at most; a process that is killed loses nothing, a machine that loses power this much. */
const syncEveryMs = 200
const chunkBytes = 1 << 16

/**
 * One record a line: a CRC-32 of the rest, the byte offset of the previous record of the same target (-1: none),
 * and the record as JSON. So a target's history is a list that is walked backwards, and the table that finds its
 * last record costs 8 bytes a target.
 */
export function createProbeJournal(path: string, scan: ScanRecord): ProbeJournalFile {
  // It takes its name with its first record in it: a process that is killed in between leaves no journal at all.
  const partial = `${path}.${process.pid}.partial`
  const journal = new JournalFile(path, open(partial, 'wx+'), scan)
  journal.append(scan)
  try {
    linkSync(partial, path)
  } catch (error) {
    throw journalUnusable(path, reasonOf(error))
  } finally {
    unlinkSync(partial)
  }
  return journal
}

/** Opens the journal of an earlier run. Throws a Problem if it is none, or is damaged before its last record. */
export function reopenProbeJournal(path: string): ProbeJournalFile {
  const fd = open(path, 'r+')
  let first: ScanRecord | null = null
  const last = new OffsetTable()
  let end = 0
  for (const { line, offset } of linesOf(fd)) {
    const record = decode(line)
    if (record === null) {
      // Only the last line can be torn: a whole one ends in a newline.
      if (line.endsWith('\n')) throw journalDamaged(path, offset)
      break
    }
    if (first === null && record.t !== 'scan') break
    if (record.t === 'scan') first ??= record
    else last.set(record.i, offset)
    end = offset + Buffer.byteLength(line)
  }
  if (first === null) throw journalUnusable(path, 'it is not the journal of a probe')
  const tornBytes = fstatSync(fd).size - end
  ftruncateSync(fd, end)
  return new JournalFile(path, fd, first, last, end, tornBytes)
}

class JournalFile implements ProbeJournalFile {
  readonly scan: ScanRecord
  readonly tornBytes: number
  readonly #path: string
  readonly #fd: number
  readonly #last: OffsetTable
  readonly #syncing: NodeJS.Timeout
  #end: number
  #dirty = false

  constructor(path: string, fd: number, scan: ScanRecord, last = new OffsetTable(), end = 0, tornBytes = 0) {
    this.#path = path
    this.#fd = fd
    this.scan = scan
    this.#last = last
    this.#end = end
    this.tornBytes = tornBytes
    this.#syncing = setInterval(() => this.#sync(), syncEveryMs)
    this.#syncing.unref()
  }

  append(record: ProbeRecord): void {
    const previous = record.t === 'scan' ? -1 : this.#last.get(record.i)
    const line = Buffer.from(encode(record, previous))
    try {
      for (let written = 0; written < line.length; )
        written += writeSync(this.#fd, line, written, line.length - written, this.#end + written)
    } catch (error) {
      throw journalUnusable(this.#path, error instanceof Error ? error.message : String(error))
    }
    if (record.t !== 'scan') this.#last.set(record.i, this.#end)
    this.#end += line.length
    this.#dirty = true
  }

  recall(target: number): RecordedTarget | null {
    const newestFirst = [...this.#walk(target)]
    if (newestFirst.length === 0) return null
    const records = newestFirst.reverse()
    let url = ''
    let result: RecordedTarget['result'] = null
    const answers = new Map<string, Extract<ProbeRecord, { t: 'answer' }>['outcome']>()
    const callbacks: Interaction[] = []
    for (const record of records) {
      if (record.t === 'target') url = record.url
      else if (record.t === 'answer') answers.set(record.request, record.outcome)
      else if (record.t === 'callback') callbacks.push(record.interaction)
      else if (record.t === 'done') result = record.result
    }
    // A callback after the end asks for a new conclusion.
    if (records.at(-1)?.t !== 'done') result = null
    return { url, answers, callbacks, result }
  }

  async close(): Promise<void> {
    clearInterval(this.#syncing)
    await new Promise<void>((resolve, reject) =>
      fdatasync(this.#fd, (error) => (error === null ? resolve() : reject(error))),
    )
    closeSync(this.#fd)
  }

  *#walk(target: number): Generator<ProbeRecord> {
    for (let offset = this.#last.get(target); offset >= 0; ) {
      const line = lineAt(this.#fd, offset)
      const record = decode(line)
      if (record === null) throw journalDamaged(this.#path, offset)
      yield record
      offset = Number(line.split(' ', 2)[1])
    }
  }

  #sync(): void {
    if (!this.#dirty) return
    this.#dirty = false
    fdatasync(this.#fd, (error) => {
      if (error !== null) this.#dirty = true
    })
  }
}

function open(path: string, flags: string): number {
  try {
    return openSync(path, flags, 0o600)
  } catch (error) {
    throw journalUnusable(path, reasonOf(error))
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && error.code === 'EEXIST' ? 'it exists already; --resume goes on with it' : error.message
}

function encode(record: ProbeRecord, previous: number): string {
  const json = JSON.stringify(
    record.t === 'callback' ? { ...record, interaction: withHexRaw(record.interaction) } : record,
  )
  const body = `${previous} ${json}`
  return `${crc32(body).toString(16).padStart(8, '0')} ${body}\n`
}

function withHexRaw(interaction: Interaction) {
  const { buffer, byteOffset, byteLength } = interaction.raw
  return { ...interaction, raw: { hex: Buffer.from(buffer, byteOffset, byteLength).toString('hex') } }
}

/** `null` if the line is not exactly what {@link encode} wrote. */
function decode(line: string): ProbeRecord | null {
  if (!line.endsWith('\n')) return null
  const body = line.slice(9, -1)
  if (line.slice(0, 8) !== crc32(body).toString(16).padStart(8, '0')) return null
  const json = body.slice(body.indexOf(' ') + 1)
  const revive = (_key: string, value: unknown): unknown => {
    const isHex = typeof value === 'object' && value !== null && 'hex' in value && typeof value.hex === 'string'
    return isHex ? new Uint8Array(Buffer.from(String(value.hex), 'hex')) : value
  }
  return JSON.parse(json, revive) as ProbeRecord // the checksum says that we wrote it
}

/** Every line in order, read chunk by chunk; the last one may lack its newline. */
function* linesOf(fd: number): Generator<{ line: string; offset: number }> {
  let offset = 0
  let rest = Buffer.alloc(0)
  for (let at = 0; ; ) {
    const chunk = Buffer.alloc(chunkBytes)
    const read = readSync(fd, chunk, 0, chunkBytes, at)
    if (read === 0) break
    at += read
    rest = Buffer.concat([rest, chunk.subarray(0, read)])
    for (let newline = rest.indexOf(10); newline >= 0; newline = rest.indexOf(10)) {
      yield { line: rest.subarray(0, newline + 1).toString('utf8'), offset }
      offset += newline + 1
      rest = rest.subarray(newline + 1)
    }
  }
  if (rest.length > 0) yield { line: rest.toString('utf8'), offset }
}

/** The line at `offset` with its newline, or what there is of it at the end of the file. */
function lineAt(fd: number, offset: number): string {
  const parts: Buffer[] = []
  for (let at = offset; ; ) {
    const chunk = Buffer.alloc(chunkBytes)
    const read = readSync(fd, chunk, 0, chunkBytes, at)
    const newline = chunk.subarray(0, read).indexOf(10)
    if (newline >= 0) return Buffer.concat([...parts, chunk.subarray(0, newline + 1)]).toString('utf8')
    parts.push(chunk.subarray(0, read))
    if (read === 0) return Buffer.concat(parts).toString('utf8')
    at += read
  }
}
