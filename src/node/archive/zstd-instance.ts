import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type WasmMemory, type WasmModule, webAssembly } from './web-assembly.ts'

/** Of zstd.h, as zstddec exports them; where there is no room, pointers are 0. */
interface Exports {
  readonly memory: WasmMemory
  malloc(size: number): number
  free(pointer: number): void
  ZSTD_createDCtx(): number
  ZSTD_freeDCtx(context: number): number
  /** Both are three numbers: where, how many bytes, how many of them are done. */
  ZSTD_decompressStream(context: number, output: number, input: number): number
}

/** The largest block (RFC 8878 section 3.1.1.2.4), its header, a checksum, and as much again. */
const inputBytes = 2 * 131_072
const outputBytes = 131_072
/** `ZSTD_isError`: codes of errors are negative, down to -120 (zstd_errors.h). */
const mostErrors = 128
const buffersBytes = 24

/**
 * The decoder of zstd's own sources, compiled to WebAssembly by zstddec, in a memory of its own. It undoes one stream after
 * the other. What it trips over, it trips over alone: whoever holds an instance that threw lets it go.
 */
export class ZstdInstance {
  readonly #exports: Exports
  readonly #buffers: number
  readonly #input: number
  readonly #output: number
  #context = 0

  constructor() {
    module ??= compiled()
    // It is told when its memory grew, which nobody here keeps a view of.
    const env = { emscripten_notify_memory_growth: () => undefined }
    const { exports } = new webAssembly.Instance(module, { env })
    this.#exports = exports as Exports // see above
    this.#buffers = this.#room(buffersBytes)
    this.#input = this.#room(inputBytes)
    this.#output = this.#room(outputBytes)
  }

  /** Of its memory, which cannot shrink. */
  get memoryBytes(): number {
    return this.#exports.memory.buffer.byteLength
  }

  /** What comes of a part of a stream, and whether a frame ended with it. Throws where it is damaged, or asks for too much. */
  *undo(part: Uint8Array): Generator<Uint8Array, boolean, undefined> {
    if (this.#context === 0) this.#context = this.#madeBy(this.#exports.ZSTD_createDCtx())
    let hint = 1
    for (let from = 0; from < part.length; from += inputBytes) {
      const some = part.subarray(from, from + inputBytes)
      new Uint8Array(this.#exports.memory.buffer).set(some, this.#input)
      let before = 0
      for (;;) {
        this.#view().set([this.#output, outputBytes, 0, this.#input, some.length, before])
        hint = this.#exports.ZSTD_decompressStream(this.#context, this.#buffers, this.#buffers + buffersBytes / 2) >>> 0
        if (hint > 2 ** 32 - mostErrors) throw new Error(`zstd gives up with number ${2 ** 32 - hint}`)
        const [, , came = 0, , , taken = 0] = this.#view()
        // A copy: the next call writes over it.
        if (came > 0) yield new Uint8Array(this.#exports.memory.buffer, this.#output, came).slice()
        if (taken === before && came === 0 && taken < some.length) throw new Error('zstd stands still')
        before = taken
        // A frame that ended has given all, even where that fills the room to its end; asked again, it begins another.
        if (taken === some.length && (came < outputBytes || hint === 0)) break
      }
    }
    return hint === 0
  }

  /** Ends the stream, wherever it is. */
  reset(): void {
    if (this.#context !== 0) this.#exports.ZSTD_freeDCtx(this.#context)
    this.#context = 0
  }

  #view(): Uint32Array {
    return new Uint32Array(this.#exports.memory.buffer, this.#buffers, buffersBytes / 4)
  }

  #room(size: number): number {
    return this.#madeBy(this.#exports.malloc(size))
  }

  #madeBy(pointer: number): number {
    if (pointer === 0) throw new Error('zstd has no memory left')
    return pointer
  }
}

/** Compiled when it is needed: most runs meet no such file. */
let module: WasmModule | undefined

/**
 * The package hands its WebAssembly out later than it is asked for, and nothing here waits for anything; so it is taken
 * from the text that it stands in.
 */
function compiled(): WasmModule {
  const path = createRequire(import.meta.url).resolve('zstddec/stream')
  const [, base64] = /"(AGFzbQ[A-Za-z0-9+/=]+)"/.exec(readFileSync(path, 'utf8')) ?? []
  if (base64 === undefined) throw new Error(`there is no WebAssembly in ${path}`)
  return new webAssembly.Module(Buffer.from(base64, 'base64'))
}
