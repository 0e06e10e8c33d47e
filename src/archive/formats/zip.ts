import { ArchiveGap } from '../archive-gap.ts'
import type { Bytes } from '../bytes.ts'
import type { ArchiveFormat, ArchiveTools, Entry } from '../format.ts'
import {
  findDirectory,
  inParts,
  isEncrypted,
  packedBytes,
  readDirectory,
  unpacked,
  walkLocalHeaders,
  type ZipRecord,
} from '../zip/index.ts'

/**
 * PKWARE's APPNOTE.TXT 6.3.10. The directory is read, never the stream: only what is asked for is inflated. An
 * archive that has lost its directory is walked by its local headers, and then ends with a gap that says so.
 */
export const zip: ArchiveFormat = {
  id: 'zip',
  summary: 'zip and all that is one: jar, war, ear, apk, nar …, also after a prefix, ZIP64, or without its directory',
  headBytes: 4,

  /** A local header, an empty archive, or the mark of one that is in parts, or was meant to be (APPNOTE 8.5.3, 8.5.4). */
  claims(head) {
    if (head.length < 4 || head[0] !== 0x50 || head[1] !== 0x4b) return false
    const mark = `${head[2]} ${head[3]}`
    return mark === '3 4' || mark === '5 6' || mark === '7 8' || mark === '48 48'
  },

  *entries(input, tools) {
    const bytes = input.bytes()
    const place = findDirectory(bytes)
    if (place !== null) {
      for (const cursor of readDirectory(bytes, place)) yield entryOf(bytes, cursor.keep(), tools)
      if (place.parts > 1) throw inParts(place)
      return
    }
    for (const record of walkLocalHeaders(bytes)) yield entryOf(bytes, record, tools)
    throw new ArchiveGap(
      'truncated',
      'it has no directory; entries were found by their own headers, and some may be missing',
    )
  },
}

function entryOf(bytes: Bytes, record: ZipRecord, tools: ArchiveTools): Entry {
  const { name, size, crc32 } = record
  const encrypted = isEncrypted(record)
  return {
    name,
    kind: name.endsWith('/') ? 'directory' : 'file',
    size,
    crc32,
    linkTo: null,
    encrypted,
    content: () => unpacked(bytes, record, tools),
    inPlace: () => (record.method === 0 && !encrypted ? packedBytes(bytes, record) : null),
  }
}
