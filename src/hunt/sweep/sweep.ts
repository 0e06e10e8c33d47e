import { bytesOfBase64 } from '../../core/index.ts'
import { sweepModule } from './module.ts'
import { tableBytes, tablesOf } from './needles.ts'

/** What `sweep.wat` exports. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  readonly ended: { readonly value: number }
  sweep(from: number, to: number, out: number, most: number): number
  lines(from: number, to: number): number
}

const pageBytes = 65_536
/** Tables first, then places, then the window. */
const placesAt = tableBytes
const mostPlaces = 4_096
const windowAt = placesAt + 4 * mostPlaces
/** What the sweep reads behind its end. */
const slack = 32

let module: WebAssembly.Module | null = null
let tables: Uint8Array | null = null

/** A few that are done with, to be used again: a new one costs an instance, and a system that fills its pages with zeros. */
const idle: Sweep[] = []
const mostIdle = 2

/**
 * A window of memory into which a log is read, piece by piece, and the sweep that finds in it what may begin something of
 * interest, at a few gigabytes a second. Addresses are those of `window`.
 */
export class Sweep {
  readonly window: Uint8Array
  readonly #exports: Exports
  readonly #places: Uint32Array

  /** One with a window of `size` bytes, whatever they are. */
  static of(size: number): Sweep {
    const at = idle.findIndex(({ window }) => window.length === size)
    return idle.splice(at, at < 0 ? 0 : 1)[0] ?? new Sweep(size)
  }

  /** `size` of the window in bytes. */
  constructor(size: number) {
    module ??= new WebAssembly.Module(new Uint8Array(bytesOfBase64(sweepModule)))
    const exports: unknown = new WebAssembly.Instance(module).exports
    this.#exports = exports as Exports // made from sweep.wat, which says so
    const { memory } = this.#exports
    memory.grow(Math.ceil((windowAt + size + slack) / pageBytes))
    tables ??= tablesOf()
    new Uint8Array(memory.buffer).set(tables)
    this.#places = new Uint32Array(memory.buffer, placesAt, mostPlaces)
    this.window = new Uint8Array(memory.buffer, windowAt, size)
  }

  /**
   * Places from `from` to before `to` where something may begin, in order, each asked of the first three bytes only. Gives
   * where it ended: before `to` if there were too many places at once.
   */
  places(from: number, to: number, tell: (place: number) => void): number {
    const count = this.#exports.sweep(windowAt + from, windowAt + to, placesAt, mostPlaces)
    const ended = this.#exports.ended.value - windowAt
    for (let i = 0; i < count; i++) tell((this.#places[i] ?? 0) - windowAt)
    return ended
  }

  /** Nobody uses it from now on. */
  close(): void {
    if (idle.length < mostIdle && !idle.includes(this)) idle.push(this)
  }

  /** How many lines end from `from` to before `to`. */
  lines(from: number, to: number): number {
    return this.#exports.lines(windowAt + from, windowAt + to)
  }
}
