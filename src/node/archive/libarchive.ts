import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ArchiveGap, type ArchiveInput, type Bytes, type Entry } from '../../archive/index.ts'
import { LibarchiveInstance, libarchiveRelease } from './libarchive-instance.ts'
import { type WasmModule, webAssembly } from './web-assembly.ts'

/** All of an archive lies in the library's memory, so there is a limit to it. */
const mostInputBytes = 512 * 2 ** 20
/** What it may take beside: dictionaries of up to 64 MiB are usual, and tables of names. */
const mostWorkingBytes = 256 * 2 ** 20
/** An instance that grew beyond this is let go after use: its memory cannot shrink. */
const keptBytes = 32 * 2 ** 20
const pieceBytes = 65_536

/** `AE_IF…` of archive_entry.h, octal as in stat(2). */
const fileTypes: Readonly<Record<number, Entry['kind']>> = { 0o100000: 'file', 0o040000: 'directory', 0o120000: 'link' }

/** Entries of formats that libarchive reads for us. */
export interface Libarchive {
  /** Throws ArchiveGap. */
  entries(format: string, input: ArchiveInput): Iterable<Entry>
}

/**
 * libarchive is an optional part of an installation; without it, each archive is a gap that says what to install.
 * `manifestPath` gives where its package.json lies, and throws where it does not.
 */
export function loadLibarchive(manifestPath = installed): Libarchive {
  /** `undefined` until it is needed: most scans meet no such archive. */
  let module: WasmModule | null | undefined
  const idle: LibarchiveInstance[] = []
  return {
    *entries(format, input) {
      if (module === undefined) module = compiled(manifestPath)
      if (module === null) throw notInstalled(format)
      const bytes = input.bytes()
      if (bytes.size > mostInputBytes) {
        throw new ArchiveGap('too-large', `${format} is read up to ${mostInputBytes} bytes, and it has ${bytes.size}`)
      }
      if (bytes.size === 0) throw new ArchiveGap('truncated', 'it is empty')
      // Each archive that is open has an instance of its own: what breaks in one leaves those around it alone.
      const instance = idle.pop() ?? new LibarchiveInstance(module, mostInputBytes + mostWorkingBytes)
      const reading = new Reading(instance, format, input)
      try {
        yield* reading.entries(bytes)
      } finally {
        if (reading.close() && instance.memoryBytes <= keptBytes) idle.push(instance)
      }
    },
  }
}

function installed(): string {
  return createRequire(import.meta.url).resolve('libarchive-wasm/package.json')
}

function compiled(manifestPath: () => string): WasmModule | null {
  try {
    const manifest = manifestPath()
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version?: unknown } // an npm manifest
    if (version !== libarchiveRelease) return null
    return new webAssembly.Module(readFileSync(join(dirname(manifest), 'dist/libarchive.wasm')))
  } catch {
    return null
  }
}

function notInstalled(format: string): ArchiveGap {
  return new ArchiveGap(
    'unsupported',
    `${format} is read by libarchive, which is not installed: npm install libarchive-wasm@${libarchiveRelease}`,
  )
}

/** One archive that is read by one instance. */
class Reading {
  readonly #instance: LibarchiveInstance
  readonly #format: string
  readonly #input: ArchiveInput
  readonly #allocated: number[] = []
  #archive = 0
  /** After a trap, nothing in the instance's memory can be relied on. */
  #broken = false

  constructor(instance: LibarchiveInstance, format: string, input: ArchiveInput) {
    this.#instance = instance
    this.#format = format
    this.#input = input
  }

  *entries(bytes: Bytes): Generator<Entry, void, undefined> {
    const buffer = this.#allocate(pieceBytes)
    const data = this.#allocate(bytes.size)
    this.#copyIn(bytes, data)
    this.#archive = this.#guarded(() => this.#instance.open(data, bytes.size))
    if (this.#archive === 0) throw new ArchiveGap('malformed', `${this.#format}: its beginning is not understood`)
    for (;;) {
      const entry = this.#guarded(() => this.#instance.next(this.#archive))
      if (entry === 0) break
      const told = this.#entry(entry, buffer)
      yield told
      if (told.kind === 'file') this.#passOver(buffer)
    }
    const complaint = this.#guarded(() => this.#instance.complaint(this.#archive))
    if (complaint !== '') throw this.#gap(complaint)
    if (!this.#guarded(() => this.#instance.isAtEnd(this.#archive))) {
      throw new ArchiveGap('truncated', `${this.#format}: it ends before its end is told`)
    }
  }

  /** Whether the instance may be used again. */
  close(): boolean {
    try {
      if (!this.#broken && this.#archive !== 0) this.#instance.close(this.#archive)
      if (!this.#broken) for (const pointer of this.#allocated) this.#instance.release(pointer)
      return !this.#broken
    } catch {
      return false
    }
  }

  #allocate(size: number): number {
    const pointer = this.#guarded(() => this.#instance.allocate(size) ?? 0)
    if (pointer === 0) throw new ArchiveGap('too-large', `${this.#format}: there is no memory for its ${size} bytes`)
    this.#allocated.push(pointer)
    return pointer
  }

  #copyIn(bytes: Bytes, data: number): void {
    for (let at = 0; at < bytes.size; ) {
      const piece = bytes.read(at, 1 << 20)
      if (piece.length === 0) throw new ArchiveGap('truncated', 'it ended while it was read')
      this.#instance.write(data + at, piece)
      at += piece.length
    }
  }

  /**
   * What nobody read of an entry. Left to itself the library does it in one go, however much it is; here it is counted.
   * Where it cannot go on, whoever wanted the content has been told, and the next entry may still be had.
   */
  #passOver(buffer: number): void {
    for (;;) {
      const got = this.#guarded(() => this.#instance.content(this.#archive, buffer, pieceBytes))
      if (got <= 0) return
      this.#input.passed(got)
    }
  }

  #entry(entry: number, buffer: number): Entry {
    const instance = this.#instance
    const linkTo = instance.linkTo(entry)
    const kind = linkTo === '' ? (fileTypes[instance.fileType(entry)] ?? 'other') : 'link'
    return {
      name: instance.name(entry),
      kind,
      // It tells the lower half only.
      size: null,
      crc32: null,
      linkTo: linkTo === '' ? null : linkTo,
      encrypted: instance.isEncrypted(entry),
      inPlace: () => null,
      content: () => this.#content(buffer),
    }
  }

  *#content(buffer: number): Generator<Uint8Array, void, undefined> {
    for (;;) {
      const got = this.#guarded(() => this.#instance.content(this.#archive, buffer, pieceBytes))
      if (got < 0) throw this.#gap(this.#instance.complaint(this.#archive))
      if (got === 0) return
      yield this.#instance.read(buffer, got)
    }
  }

  /** What the library trips over is a gap of this archive. */
  #guarded<Result>(work: () => Result): Result {
    try {
      return work()
    } catch (error) {
      this.#broken = true
      const said = error instanceof Error ? error.message : String(error)
      throw new ArchiveGap('malformed', `${this.#format}: its reader broke off (${said})`, { cause: error })
    }
  }

  #gap(said: string): ArchiveGap {
    const detail = `${this.#format}: ${said === '' ? 'it cannot be read on' : said}`
    if (/encrypt|passphrase|password/i.test(said)) return new ArchiveGap('encrypted', detail)
    if (/truncat|end of file|unexpected end/i.test(said)) return new ArchiveGap('truncated', detail)
    if (/memory|allocate/i.test(said)) return new ArchiveGap('too-large', detail)
    if (/support|unknown/i.test(said)) return new ArchiveGap('unsupported', detail)
    return new ArchiveGap('malformed', detail)
  }
}
