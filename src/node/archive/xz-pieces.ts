import xzDecompress from 'xz-decompress'
import { ArchiveGap } from '../../archive/index.ts'
import { PieceReader } from './pieces.ts'

/** What the WebAssembly of xz-decompress (XZ Embedded) offers; it works at once, only its wrapper does not. */
interface XzExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  create_context(): number
  destroy_context(context: number): void
  supply_input(context: number, length: number): void
  get_next_output(context: number): number
}

/** An empty .xz file, which makes the library load its module. */
const emptyXz = Buffer.from('/Td6WFoAAATm1rRGAAAAABzfRCEftvN9AQAAAAAEWVo=', 'base64')

// The package is CommonJS whose names Node does not see.
const { XzReadableStream } = xzDecompress

const ok = 0
const streamEnd = 1
/** `XZ_MEMLIMIT_ERROR`, `XZ_OPTIONS_ERROR` of xz.h: more memory, or a filter, that XZ Embedded does not have. */
const refusals: ReadonlySet<number> = new Set([4, 6])
/** A few bytes of LZMA can make megabytes, but never more than the buffer that is emptied each time. */
const magic = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]

let loaded: XzExports | null = null

/** Loads the decoder once, so that {@link unxzPieces} can work at once from then on. */
export async function loadXz(): Promise<void> {
  if (loaded !== null) return
  const stream = new XzReadableStream(new Blob([emptyXz]).stream())
  await stream.getReader().read()
  // A private member of the library, whose version is pinned; a test fails if it goes.
  const { _moduleInstance } = XzReadableStream as unknown as { _moduleInstance?: { exports: XzExports } }
  if (_moduleInstance === undefined) throw new Error('xz-decompress has no _moduleInstance any more')
  loaded = _moduleInstance.exports
}

/** Undoes .xz (The .xz File Format 1.2.0), all streams of it. Throws ArchiveGap. */
export function* unxzPieces(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  if (loaded === null) throw new Error('loadXz was not called')
  const reader = new PieceReader(pieces)
  try {
    do yield* oneStream(loaded, reader)
    while (nextStream(reader))
  } finally {
    reader.close()
  }
}

function* oneStream(xz: XzExports, reader: PieceReader): Generator<Uint8Array, void, undefined> {
  const context = xz.create_context()
  // The layout of its context: buffer size, input address, input position and length, output address and position.
  const words = (): Uint32Array => new Uint32Array(xz.memory.buffer, context, 6)
  try {
    for (;;) {
      const [size = 0, input = 0, position = 0, length = 0] = words()
      if (position === length) {
        const piece = reader.some(size)
        if (piece.length === 0) throw new ArchiveGap('truncated', 'its compressed data end too early')
        new Uint8Array(xz.memory.buffer, input, size).set(piece)
        xz.supply_input(context, piece.length)
      }
      const result = xz.get_next_output(context)
      const now = words()
      const [, , read = 0, supplied = 0, output = 0, written = 0] = now
      if (written > 0) {
        yield new Uint8Array(xz.memory.buffer, output, written).slice()
        words()[5] = 0
      }
      if (result === streamEnd) {
        reader.unread(supplied - read)
        return
      }
      if (result !== ok) throw refusal(result)
    }
  } finally {
    xz.destroy_context(context)
  }
}

function refusal(result: number): ArchiveGap {
  return refusals.has(result)
    ? new ArchiveGap('unsupported', `it asks for a filter or for memory that the decoder of .xz lacks (code ${result})`)
    : new ArchiveGap('malformed', `its compressed data are damaged (code ${result})`)
}

/** After a stream may come padding in fours of zeros, and another stream. */
function nextStream(reader: PieceReader): boolean {
  let byte = reader.readByte()
  while (byte === 0) byte = reader.readByte()
  if (byte === -1) return false
  reader.unread(1)
  if (byte !== magic[0]) throw new ArchiveGap('malformed', 'something that is no .xz follows its end')
  return true
}
