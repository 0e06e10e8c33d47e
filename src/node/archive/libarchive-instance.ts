import { type WasmMemory, type WasmModule, webAssembly } from './web-assembly.ts'

/** `archive_…` of libarchive as libarchive-wasm exports it, under the short names that its linker gave. */
interface Exports {
  /** The memory that it lives in. */
  readonly w: WasmMemory
  /** Constructors, to be called once before anything else. */
  x(): void
  /** archive_read_new_memory(data, size, passphrase): all formats and filters; 0 where that failed. */
  y(data: number, size: number, passphrase: number): number
  /** archive_read_next_entry: 0 at the end and where it cannot go on. */
  E(archive: number): number
  /** archive_read_data(archive, into, size): negative where that failed. */
  T(archive: number, into: number, size: number): number
  /** archive_read_free */
  Z(archive: number): number
  /** archive_error_string */
  X(archive: number): number
  /** archive_entry_filetype */
  J(entry: number): number
  /** archive_entry_pathname_utf8 */
  M(entry: number): number
  /** archive_entry_symlink_utf8 */
  O(entry: number): number
  /** archive_entry_hardlink_utf8 */
  K(entry: number): number
  /** archive_entry_is_encrypted */
  P(entry: number): number
  /** malloc: 0 where there is no room. */
  R(size: number): number
  /** free */
  Q(pointer: number): void
}

/** The release whose short names these are; with another nothing here would be what it is taken for. */
export const libarchiveRelease = '1.2.0'

const pageBytes = 65_536
/** `ENOSYS` of errno.h as WASI and Emscripten number it, as system calls give it. */
const notThere = 52

/**
 * One libarchive, in a memory of its own that grows to `mostBytes` and no further, and in a room without doors: it is
 * given no file, no clock, no zone and no environment. What it trips over, it trips over alone: whoever holds an
 * instance that threw lets it go and makes another.
 */
export class LibarchiveInstance {
  readonly #exports: Exports

  constructor(module: WasmModule, mostBytes: number) {
    const nothing = (): number => -notThere
    const stop = (): never => {
      throw new Error('libarchive gave up')
    }
    // What each short name stands for is in libarchive.js of the same package.
    const imports: Record<string, (...args: number[]) => unknown> = {}
    for (const { name } of webAssembly.Module.imports(module)) imports[name] = nothing
    Object.assign(imports, {
      d: stop, // exit
      i: stop, // abort
      // emscripten_resize_heap
      o: (size: number) => (this.#grow(size >>> 0, mostBytes) ? 1 : 0),
      // environ_get, environ_sizes_get: there is none
      f: () => 0,
      g: (count = 0, size = 0) => {
        const view = new DataView(this.#memory.buffer)
        view.setUint32(count, 0, true)
        view.setUint32(size, 0, true)
        return 0
      },
      // localtime, mktime, timegm: in UTC; times of files matter to nobody here, but RAR 4 is read by whether there is one
      k: (low = 0, high = 0, into = 0) => this.#writeTime(high * 0x1_0000_0000 + (low >>> 0), into),
      l: (from = 0) => this.#readTime(from),
      m: (from = 0) => this.#readTime(from),
      // tzset
      r: () => undefined,
    })
    const instance = new webAssembly.Instance(module, { a: imports })
    this.#exports = instance.exports as unknown as Exports // of the release that was checked
    this.#exports.x()
  }

  /** How much memory it has taken, none of which it gives back, in bytes. */
  get memoryBytes(): number {
    return this.#memory.buffer.byteLength
  }

  /** Room of so many bytes; `null` if there is none. */
  allocate(size: number): number | null {
    const pointer = this.#exports.R(Math.max(1, size))
    return pointer === 0 ? null : pointer
  }

  release(pointer: number): void {
    this.#exports.Q(pointer)
  }

  write(pointer: number, bytes: Uint8Array): void {
    new Uint8Array(this.#memory.buffer, pointer, bytes.length).set(bytes)
  }

  /** A copy. */
  read(pointer: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, pointer, length).slice()
  }

  /** Opens what lies there; 0 where that failed. */
  open(data: number, size: number): number {
    return this.#exports.y(data, size, 0)
  }

  /** The next entry; 0 at the end, or where it cannot go on: then {@link complaint} says why. */
  next(archive: number): number {
    return this.#exports.E(archive)
  }

  /**
   * Whether {@link next} found no entry because there is none. Some readers break off without a word; asked once more,
   * the library says in which state it is. To be asked last.
   */
  isAtEnd(archive: number): boolean {
    this.next(archive)
    return this.complaint(archive).includes("in state 'eof'")
  }

  /** How many bytes of the entry's content it put there; 0 at its end, negative where it cannot go on. */
  content(archive: number, into: number, length: number): number {
    return this.#exports.T(archive, into, length)
  }

  close(archive: number): void {
    this.#exports.Z(archive)
  }

  /** Empty if there is none. */
  complaint(archive: number): string {
    return this.#text(this.#exports.X(archive))
  }

  /** `AE_IF…` of archive_entry.h, as stat(2) has it. */
  fileType(entry: number): number {
    return this.#exports.J(entry)
  }

  name(entry: number): string {
    return this.#text(this.#exports.M(entry))
  }

  /** Where a symbolic or hard link leads; empty if it is none. */
  linkTo(entry: number): string {
    return this.#text(this.#exports.O(entry)) || this.#text(this.#exports.K(entry))
  }

  isEncrypted(entry: number): boolean {
    return this.#exports.P(entry) !== 0
  }

  get #memory(): WasmMemory {
    return this.#exports.w
  }

  #grow(size: number, most: number): boolean {
    if (size > most) return false
    try {
      this.#memory.grow(Math.ceil((size - this.#memory.buffer.byteLength) / pageBytes))
      return true
    } catch {
      return false
    }
  }

  /** A `struct tm` as seconds since 1970. */
  #readTime(from: number): number {
    const [second = 0, minute = 0, hour = 0, day = 0, month = 0, year = 0] = new Int32Array(
      this.#memory.buffer,
      from,
      6,
    )
    const seconds = Date.UTC(1900 + year, month, day, hour, minute, second) / 1000
    return Number.isNaN(seconds) ? -1 : seconds
  }

  #writeTime(seconds: number, into: number): void {
    const date = new Date(seconds * 1000)
    const day = [date.getUTCDate(), date.getUTCMonth(), date.getUTCFullYear() - 1900, date.getUTCDay()]
    const time = [date.getUTCSeconds(), date.getUTCMinutes(), date.getUTCHours()]
    new Int32Array(this.#memory.buffer, into, 7).set([...time, ...day])
  }

  /** Up to its NUL, and 64 KiB at most. */
  #text(pointer: number): string {
    if (pointer === 0) return ''
    const bytes = new Uint8Array(this.#memory.buffer, pointer).subarray(0, 65_536)
    const end = bytes.indexOf(0)
    return Buffer.from(bytes.subarray(0, end < 0 ? bytes.length : end)).toString('utf8')
  }
}
