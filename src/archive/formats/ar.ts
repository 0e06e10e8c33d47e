import { ArchiveGap } from '../archive-gap.ts'
import { startsWith } from '../compressed.ts'
import type { ArchiveFormat, Entry } from '../format.ts'
import { decodeName, withoutTrailing } from '../name.ts'
import { EntryContent, PieceReader } from '../piece-reader.ts'

const magic = [0x21, 0x3c, 0x61, 0x72, 0x63, 0x68, 0x3e, 0x0a]
const mostNames = 1 << 24

/** ar of ar(5), with the long names of GNU (`//`) and BSD (`#1/`); a Debian package (deb(5)) is one. */
export const ar: ArchiveFormat = {
  id: 'ar',
  summary: 'ar, and so Debian packages (deb)',
  headBytes: 512,
  claims: (head) => startsWith(head, magic),

  *entries(input) {
    const reader = new PieceReader(input.stream())
    try {
      reader.skip(magic.length)
      yield* entriesOf(reader)
    } finally {
      reader.close()
    }
  },
}

function* entriesOf(reader: PieceReader): Generator<Entry, void, undefined> {
  let longNames: Uint8Array = new Uint8Array(0)
  for (let header = reader.take(60); header !== null; header = reader.take(60)) {
    const stated = Number(decodeName(header.subarray(48, 58)).trim())
    if (header[58] !== 0x60 || header[59] !== 0x0a || !Number.isSafeInteger(stated) || stated < 0) {
      throw new ArchiveGap('malformed', 'what follows is no header of an ar')
    }
    const written = decodeName(header.subarray(0, 16)).trimEnd()
    const padding = stated % 2
    if (written === '//') {
      if (stated > mostNames) throw new ArchiveGap('too-large', 'its table of names is larger than 16 MiB')
      longNames = reader.need(stated)
      if (padding > 0) reader.take(padding)
      continue
    }
    const bsd = /^#1\/(\d{1,5})$/.exec(written)
    const nameLength = Math.min(stated, Number(bsd?.[1] ?? 0))
    const name = bsd === null ? nameOf(written, longNames) : withoutTrailing(decodeName(reader.need(nameLength)), '\0')
    const size = stated - nameLength
    const content = new EntryContent(reader, size)
    yield {
      name,
      kind: 'file',
      size,
      crc32: null,
      linkTo: null,
      encrypted: false,
      inPlace: () => null,
      content: () => content.pieces(),
    }
    content.finish(0)
    // The last one may lack the byte that fills it up.
    if (padding > 0) reader.take(padding)
  }
}

/** `/17` is at 17 in the table of long names, which end with `/` and a line feed. */
function nameOf(written: string, longNames: Uint8Array): string {
  const at = /^\/(\d{1,10})$/.exec(written)?.[1]
  if (at === undefined) return written.length > 1 ? written.replace(/\/$/, '') : written
  const start = Number(at)
  const end = longNames.indexOf(0x0a, start)
  return decodeName(longNames.subarray(start, end < 0 ? longNames.length : end)).replace(/\/$/, '')
}
