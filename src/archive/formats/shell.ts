import { ArchiveGap } from '../archive-gap.ts'
import { startsWith } from '../compressed.ts'
import type { ArchiveFormat } from '../format.ts'
import { PieceReader } from '../piece-reader.ts'

/** How far into a script its payload may begin: makeself's own part has about 20 KiB, others carry a licence. */
const furthest = 1 << 20

/** What a payload begins with, at the start of a line. tar is told by `ustar` 257 bytes on. */
const payloads: readonly (readonly [string, readonly number[]])[] = [
  ['payload.gz', [0x1f, 0x8b, 0x08]],
  ['payload.bz2', [0x42, 0x5a, 0x68]],
  ['payload.xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['payload.zst', [0x28, 0xb5, 0x2f, 0xfd]],
  ['payload.lz4', [0x04, 0x22, 0x4d, 0x18]],
  ['payload.7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
]
const ustar = [0x75, 0x73, 0x74, 0x61, 0x72]

/** An installer that is a shell script with an archive behind its last line (makeself and its like). */
export const shell: ArchiveFormat = {
  id: 'shell',
  summary: 'shell installers with an archive behind the script, such as makeself makes',
  headBytes: 512,
  claims: (head) => startsWith(head, [0x23, 0x21]) && /^#![^\n]{0,120}\b(?:ba|da|k|z)?sh\b/.test(textOf(head)),

  *entries(input) {
    const reader = new PieceReader(input.stream())
    try {
      const script = beginningOf(reader)
      const found = findPayload(script)
      if (found === null) return
      yield {
        name: found.name,
        kind: 'file',
        size: null,
        crc32: null,
        linkTo: null,
        encrypted: false,
        inPlace: () => null,
        *content() {
          yield script.subarray(found.at)
          yield* reader.rest()
        },
      }
    } finally {
      reader.close()
    }
  },
}

function beginningOf(reader: PieceReader): Uint8Array {
  const kept: Uint8Array[] = []
  let size = 0
  for (const piece of reader.rest()) {
    kept.push(piece.slice())
    size += piece.length
    if (size >= furthest) break
  }
  if (size === 0) throw new ArchiveGap('truncated', 'it is empty')
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of kept) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

function findPayload(script: Uint8Array): { readonly name: string; readonly at: number } | null {
  for (let at = script.indexOf(0x0a) + 1; at > 0; at = script.indexOf(0x0a, at) + 1) {
    const line = script.subarray(at)
    const found = payloads.find(([, magic]) => startsWith(line, magic))
    if (found !== undefined) return { name: found[0], at }
    if (startsWith(line.subarray(257), ustar)) return { name: 'payload.tar', at }
  }
  return null
}

function textOf(head: Uint8Array): string {
  return String.fromCharCode(...head.subarray(0, 128))
}
