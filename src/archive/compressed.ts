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

export function startsWith(head: Uint8Array, magic: readonly number[]): boolean {
  return head.length >= magic.length && magic.every((byte, i) => head[i] === byte)
}
