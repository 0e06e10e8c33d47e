import type { ArchiveFormat, Compression } from './format.ts'

/** What a compressed file is called that has no name, or one without an ending of ours. */
const unnamed = 'content'

/** A format that holds one content, which it calls by the file's name without its ending. */
export function compressedFile({
  id,
  summary,
  claims,
  endings,
}: {
  readonly id: Compression
  readonly summary: string
  readonly claims: (head: Uint8Array) => boolean
  /** Endings and what stands for them: `tgz` is a `tar` in it. */
  readonly endings: Readonly<Record<string, string>>
}): ArchiveFormat {
  return {
    id,
    summary,
    headBytes: 512,
    claims,
    *entries(input, tools) {
      yield {
        name: nameWithout(input.name, endings),
        kind: 'file',
        size: null,
        crc32: null,
        linkTo: null,
        encrypted: false,
        inPlace: () => null,
        content: () => tools.decompress(id, input.stream()),
      }
    },
  }
}

function nameWithout(name: string | null, endings: Readonly<Record<string, string>>): string {
  if (name === null) return unnamed
  const dot = name.lastIndexOf('.')
  const instead = endings[name.slice(dot + 1).toLowerCase()]
  if (dot <= 0 || instead === undefined) return unnamed
  return instead === '' ? name.slice(0, dot) : `${name.slice(0, dot)}.${instead}`
}

export const zstdMagic = 0xfd2fb528
export const lz4Magic = 0x184d2204
export const lz4LegacyMagic = 0x184c2102

/**
 * With what the first frame begins that has content, behind those that are to be skipped: Zstandard (RFC 8878 section
 * 3.1.2) and LZ4 have these alike. `null` if there is none, and `further on` if it lies behind the bytes given.
 */
export function firstFrame(head: Uint8Array): number | 'further on' | null {
  for (let at = 0; ; ) {
    if (at + 4 > head.length) return at === 0 ? null : 'further on'
    const magic = uint32(head, at)
    if ((magic & 0xfffffff0) >>> 0 !== 0x184d2a50) return magic
    if (at + 8 > head.length) return 'further on'
    at += 8 + uint32(head, at + 4)
  }
}

/** Without a view, since nearly every file is asked, and nearly all are none of ours. */
function uint32(head: Uint8Array, at: number): number {
  return (
    ((head[at] ?? 0) | ((head[at + 1] ?? 0) << 8) | ((head[at + 2] ?? 0) << 16) | ((head[at + 3] ?? 0) << 24)) >>> 0
  )
}

export function startsWith(head: Uint8Array, magic: readonly number[]): boolean {
  if (head.length < magic.length) return false
  for (let i = 0; i < magic.length; i++) if (head[i] !== magic[i]) return false
  return true
}
