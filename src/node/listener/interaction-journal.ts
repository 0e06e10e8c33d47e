import {
  closeSync,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type Channel, type Instant, type Interaction, instantOfEpoch, problem, type Token } from '../../core/index.ts'
import { makeFolder } from '../make-folder.ts'
import type { Recorder } from './listener-options.ts'

export const callbackJournalUnusable = problem('CALLBACK_JOURNAL_UNUSABLE', (folder: string, why: string) => ({
  message: `the journal in ${folder} cannot be used: ${why}`,
  hint: 'Choose a folder that you may write, with --journal.',
}))

/** The files of a journal, in order; each is named after the first interaction in it. */
const segmentName = /^interactions-(\d{12})\.jsonl$/
const segmentBytes = 256 << 20
/** What is held in memory at most while the disk takes nothing. */
const heldLines = 100_000
const syncEveryMs = 50

export interface InteractionJournal extends Recorder {
  /** Bytes of a torn last line that were cut off when it was opened. */
  readonly tornBytes: number
  stats(): {
    readonly bytes: number
    readonly syncs: number
    readonly held: number
    readonly lost: number
    readonly trouble: string | null
  }
  close(): void
}

/** The door to the disk, so that a test can have it full. */
export interface AppendFile {
  write(bytes: Uint8Array): void
}

/**
 * An append-only journal of interactions in `folder`, one JSON object a line, in files of 256 MiB. A record has
 * reached the kernel when `record` returns, and the disk within 50 ms. When the disk takes nothing, records are
 * held in memory up to a limit and written as soon as it does again; what is beyond is counted as lost.
 */
export function openInteractionJournal(
  folder: string,
  onTrouble: (text: string) => void,
  door?: AppendFile,
): InteractionJournal {
  try {
    makeFolder(folder, 0o700)
    return new Journal(folder, onTrouble, door)
  } catch (error) {
    throw callbackJournalUnusable(folder, messageOf(error))
  }
}

class Journal implements InteractionJournal {
  readonly tornBytes: number
  nextSeq = 1
  readonly #folder: string
  readonly #onTrouble: (text: string) => void
  readonly #door: AppendFile | undefined
  #fd: number
  #size = 0
  #bytes = 0
  #syncs = 0
  #lost = 0
  #dirty = false
  #held: string[] = []
  #trouble: string | null = null
  readonly #timer: NodeJS.Timeout

  constructor(folder: string, onTrouble: (text: string) => void, door: AppendFile | undefined) {
    this.#folder = folder
    this.#onTrouble = onTrouble
    this.#door = door
    const last = segmentsOf(folder).at(-1)
    if (last === undefined) {
      this.#fd = this.#openSegment(1)
      this.tornBytes = 0
    } else {
      this.#fd = openSync(last.path, 'r+')
      const { whole, lastSeq } = wholePart(this.#fd, statSync(last.path).size)
      this.tornBytes = statSync(last.path).size - whole
      ftruncateSync(this.#fd, whole)
      this.#size = whole
      this.nextSeq = Math.max(lastSeq + 1, last.first)
    }
    this.#timer = setInterval(() => this.#tick(), syncEveryMs)
    this.#timer.unref()
  }

  record(interactions: readonly Interaction[]): void {
    this.nextSeq += interactions.length
    const lines = interactions.map(encodeInteraction)
    if (this.#held.length > 0) this.#hold(lines)
    else this.#write(lines)
  }

  stats() {
    return { bytes: this.#bytes, syncs: this.#syncs, held: this.#held.length, lost: this.#lost, trouble: this.#trouble }
  }

  close(): void {
    clearInterval(this.#timer)
    this.#retry()
    fsyncSync(this.#fd)
    closeSync(this.#fd)
  }

  #write(lines: readonly string[]): void {
    const bytes = Buffer.from(lines.join(''), 'utf8')
    try {
      if (this.#door !== undefined) this.#door.write(bytes)
      else
        for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at, bytes.length - at, this.#size + at)
    } catch (error) {
      // What was written of it is overwritten by the next attempt: the size has not moved.
      if (this.#trouble === null) this.#onTrouble(`the journal in ${this.#folder} takes nothing: ${messageOf(error)}`)
      this.#trouble = messageOf(error)
      this.#hold(lines)
      return
    }
    if (this.#trouble !== null) this.#onTrouble(`the journal in ${this.#folder} takes records again`)
    this.#trouble = null
    this.#size += bytes.length
    this.#bytes += bytes.length
    this.#dirty = true
    if (this.#size >= segmentBytes) this.#rotate()
  }

  #hold(lines: readonly string[]): void {
    const room = heldLines - this.#held.length
    this.#held.push(...lines.slice(0, room))
    this.#lost += Math.max(0, lines.length - room)
  }

  #retry(): void {
    const held = this.#held
    if (held.length === 0) return
    this.#held = []
    this.#write(held)
  }

  #rotate(): void {
    fsyncSync(this.#fd)
    closeSync(this.#fd)
    this.#fd = this.#openSegment(this.nextSeq)
    this.#size = 0
  }

  #openSegment(first: number): number {
    return openSync(join(this.#folder, `interactions-${String(first).padStart(12, '0')}.jsonl`), 'wx+', 0o600)
  }

  #tick(): void {
    this.#retry()
    if (!this.#dirty) return
    this.#dirty = false
    this.#syncs++
    fdatasync(this.#fd, (error) => {
      // EBADF: the segment was rotated meanwhile, and synced then.
      if (error !== null && error.code !== 'EBADF') this.#dirty = true
    })
  }
}

/** Interactions after `seq`, in order, from disk, in bounded memory. A torn or foreign line ends a file. */
export async function* readInteractions(folder: string, after: number): AsyncGenerator<Interaction> {
  const segments = segmentsOf(folder)
  for (const [i, { path }] of segments.entries()) {
    const next = segments[i + 1]
    if (next !== undefined && next.first <= after + 1) continue
    const file = await open(path)
    try {
      for await (const line of file.readLines()) {
        const interaction = decodeInteraction(line)
        if (interaction === null) break
        if (interaction.seq > after) yield interaction
      }
    } finally {
      await file.close()
    }
  }
}

/** One line, with its newline. */
export function encodeInteraction(interaction: Interaction): string {
  const { seq, at, channel, transport, did, asked, token, peer, local, raw } = interaction
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  return `${JSON.stringify({ seq, at, channel, transport, did, asked, token, peer, local, raw: bytes.toString('hex') })}\n`
}

const channels: readonly string[] = [
  'dns',
  'ldap',
  'ldaps',
  'rmi',
  'http',
  'https',
  'unknown',
] satisfies readonly Channel[]

/** Reads a line of a journal or of the admin API; `null` if it is not one. */
export function decodeInteraction(line: string): Interaction | null {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const fields = value as Readonly<Record<string, unknown>> // every field is checked below
  const { seq, at, channel, transport, did, asked, token, peer, local, raw } = fields
  if (typeof seq !== 'number' || typeof at !== 'number' || typeof did !== 'string' || typeof raw !== 'string')
    return null
  if (typeof channel !== 'string' || !channels.includes(channel)) return null
  if ((transport !== 'udp' && transport !== 'tcp') || !isEndpoint(peer) || !isEndpoint(local)) return null
  if ((asked !== null && typeof asked !== 'string') || (token !== null && typeof token !== 'string')) return null
  return {
    seq,
    at: instantOfEpoch(at) satisfies Instant,
    channel: channel as Channel, // it is in the list
    transport,
    did,
    asked,
    token: token as Token | null, // whoever uses it opens it under its own key first
    peer,
    local,
    raw: new Uint8Array(Buffer.from(raw, 'hex')),
  }
}

function isEndpoint(value: unknown): value is Interaction['peer'] {
  return (
    typeof value === 'object' &&
    value !== null &&
    'address' in value &&
    typeof value.address === 'string' &&
    'port' in value &&
    typeof value.port === 'number'
  )
}

function segmentsOf(folder: string): readonly { readonly path: string; readonly first: number }[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const first = segmentName.exec(name)?.[1]
      return first === undefined ? [] : [{ path: join(folder, name), first: Number(first) }]
    })
    .sort((a, b) => a.first - b.first)
}

/** How much of a segment is whole lines that can be read, and the number of the last of them. */
function wholePart(fd: number, size: number): { whole: number; lastSeq: number } {
  // A line is at most some 20 KB: 4 KiB of raw bytes in hexadecimal and what was asked for.
  const tail = Buffer.alloc(Math.min(size, 1 << 18))
  readSync(fd, tail, 0, tail.length, size - tail.length)
  for (let end = tail.lastIndexOf(10); end >= 0; ) {
    const start = tail.lastIndexOf(10, end - 1) + 1
    const interaction = decodeInteraction(tail.subarray(start, end).toString('utf8'))
    if (interaction !== null) return { whole: size - tail.length + end + 1, lastSeq: interaction.seq }
    end = start - 1
  }
  return { whole: 0, lastSeq: 0 }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
