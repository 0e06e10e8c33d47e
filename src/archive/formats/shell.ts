import { ArchiveGap } from '../archive-gap.ts'
import { startsWith } from '../compressed.ts'
import type { ArchiveFormat, Entry } from '../format.ts'
import { PieceReader } from '../piece-reader.ts'
import { bzip2 } from './bzip2.ts'
import { cpio } from './cpio.ts'
import { gzip } from './gzip.ts'
import { lz4 } from './lz4.ts'
import { lzma } from './lzma.ts'
import { rar } from './rar.ts'
import { sevenzip } from './sevenzip.ts'
import { tar } from './tar.ts'
import { xz } from './xz.ts'
import { zip } from './zip.ts'
import { zstd } from './zstd.ts'

/** How far into a script its payload may begin: makeself's own part has about 20 KiB, others carry a licence. */
const furthest = 1 << 20
/** A script of so many lines is none. */
const mostLines = 65_536
/** What is at hand behind the furthest place at least, for the head of the payload. */
const headBytes = 512

/** What is packed behind scripts, with the ending that it is called by. */
const payloads = [
  [gzip, 'gz'],
  [xz, 'xz'],
  [bzip2, 'bz2'],
  [zstd, 'zst'],
  [lz4, 'lz4'],
  [sevenzip, '7z'],
  [rar, 'rar'],
  [zip, 'zip'],
  [cpio, 'cpio'],
  [tar, 'tar'],
  [lzma, 'lzma'],
] as const

/** An installer that is a shell script with an archive behind its last line (makeself and its like). */
export const shell: ArchiveFormat = {
  id: 'shell',
  summary: 'shell installers with an archive behind the script, such as makeself makes',
  headBytes,
  claims: (head) => startsWith(head, [0x23, 0x21]) && /^#![^\n]{0,120}\b(?:ba|da|k|z)?sh\b/.test(textOf(head)),

  *entries(input) {
    const reader = new PieceReader(input.stream())
    try {
      const beginning = beginningOf(reader)
      const found = findPayload(beginning)
      if (found !== null) yield payloadOf(beginning.subarray(found.at), reader, found.name)
      else refuse(beginning)
    } finally {
      reader.close()
    }
  },
}

function payloadOf(start: Uint8Array, reader: PieceReader, name: string): Entry {
  return {
    name,
    kind: 'file',
    size: null,
    crc32: null,
    linkTo: null,
    encrypted: false,
    inPlace: () => null,
    *content() {
      yield start
      yield* reader.rest()
    },
  }
}

/** A script without an archive is none of ours. Throws ArchiveGap where one must be there, but was not found. */
function refuse(beginning: Uint8Array): void {
  if (beginning.length >= furthest) {
    throw new ArchiveGap(
      'unsupported',
      `it is a script of more than ${furthest} bytes, and no archive was found in them`,
    )
  }
  if (/generated (?:using|by) Makeself/i.test(textOf(beginning.subarray(0, 4_096)))) {
    throw new ArchiveGap('unsupported', 'it was made by makeself, and what is behind the script is not known')
  }
}

function beginningOf(reader: PieceReader): Uint8Array {
  let whole = new Uint8Array(1 << 16)
  let size = 0
  for (;;) {
    const some = reader.some(furthest + headBytes - size)
    if (some.length === 0) return whole.subarray(0, size)
    if (size + some.length > whole.length) {
      const larger = new Uint8Array(Math.max(2 * whole.length, size + some.length))
      larger.set(whole.subarray(0, size))
      whole = larger
    }
    whole.set(some, size)
    size += some.length
  }
}

/** The first line that begins as an archive does. */
function findPayload(beginning: Uint8Array): { readonly name: string; readonly at: number } | null {
  let at = 0
  for (let line = 0; line < mostLines; line++) {
    at = beginning.indexOf(0x0a, at) + 1
    if (at === 0 || at >= furthest) return null
    const head = beginning.subarray(at, at + headBytes)
    const found = payloads.find(([format]) => format.claims(head))
    if (found !== undefined) return { name: `payload.${found[1]}`, at }
  }
  throw new ArchiveGap('too-many', `it is a script of more than ${mostLines} lines`)
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 4_096))
}
