import { type Bytes, piecesOf } from '../../archive/index.ts'
import type { ArchiveChange } from '../change.ts'
import { Refusal } from '../refusal.ts'
import type { RewriteContext } from '../rewriting.ts'

/** FHCRC, FEXTRA, FNAME, FCOMMENT of RFC 1952 §2.3.1. */
const headerChecksum = 0x02
const extraField = 0x04
const nameField = 0x08
const commentField = 0x10
const fixedSize = 10
/** Names and comments beyond this are an attack. */
const mostHeader = 65_536

/**
 * What gzip holds with a change made to it, compressed anew: the header stays, with its name and time, and of several
 * members there is one. Throws Refusal and ArchiveGap.
 */
export function* rewriteGzip(
  bytes: Bytes,
  { nested, removals }: ArchiveChange,
  context: RewriteContext,
): Generator<Uint8Array, void, undefined> {
  const [only, ...others] = nested
  if (only === undefined || others.length > 0 || removals.length > 0) throw new Error('gzip holds one archive')
  const { doors } = context
  const header = headerOf(bytes)
  const plain = doors.keep(doors.tools.decompress('gzip', piecesOf(bytes)))
  try {
    let crc32 = 0
    let size = 0
    function* counted(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
      for (const piece of pieces) {
        crc32 = doors.crc32(piece, crc32)
        size += piece.length
        yield piece
      }
    }
    yield header
    yield* doors.deflateRaw(counted(context.rewrite(plain, only[0], only[1])))
    yield trailerOf(crc32, size)
  } finally {
    plain.close()
  }
}

function headerOf(bytes: Bytes): Uint8Array {
  const head = bytes.read(0, mostHeader)
  const flags = head[3] ?? 0
  if ((flags & extraField) !== 0) {
    throw new Refusal('unsupported', 'a field of its header may speak of how it is compressed, as in BGZF and eStargz')
  }
  let end = fixedSize
  for (const field of [nameField, commentField]) {
    if ((flags & field) !== 0) end = endOfText(head, end)
  }
  if ((flags & headerChecksum) !== 0) end += 2
  return new Uint8Array(head.subarray(0, end))
}

function endOfText(head: Uint8Array, start: number): number {
  const zero = head.indexOf(0, start)
  if (zero < 0) throw new Refusal('unsupported', `its header is longer than ${mostHeader} bytes`)
  return zero + 1
}

/** CRC-32 and length, both modulo 2^32. */
function trailerOf(crc32: number, size: number): Uint8Array {
  const trailer = new Uint8Array(8)
  const view = new DataView(trailer.buffer)
  view.setUint32(0, crc32, true)
  view.setUint32(4, size % 0x1_0000_0000, true)
  return trailer
}
