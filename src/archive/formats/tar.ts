import { ArchiveGap } from '../archive-gap.ts'
import type { ArchiveFormat, Entry } from '../format.ts'
import { PieceReader } from '../piece-reader.ts'
import { isTarHeader, type TarMember, tarBlock, tarMembers } from '../tar/index.ts'

/**
 * tar: POSIX ustar and pax (IEEE Std 1003.1, pax "ustar Interchange Format"), GNU (`ustar  `, long names, base-256
 * sizes), and the old one, which has no magic and is told by its checksum.
 */
export const tar: ArchiveFormat = {
  id: 'tar',
  summary: 'tar: ustar, pax, GNU and the one before them; also docker save and OCI images, which are tars',
  headBytes: tarBlock,
  claims: (head) => head.length >= tarBlock && isTarHeader(head.subarray(0, tarBlock)),

  *entries(input) {
    const reader = new PieceReader(input.stream(), input.inPlace?.() ?? null)
    try {
      for (const member of tarMembers(reader)) yield entryOf(member)
    } finally {
      reader.close()
    }
  },
}

function entryOf({ name, kind, linkTo, sparse, size, content }: TarMember): Entry {
  return {
    name,
    kind,
    size: sparse ? null : size,
    crc32: null,
    linkTo,
    encrypted: false,
    inPlace: () => (sparse ? null : content.inPlace()),
    content() {
      if (sparse) throw new ArchiveGap('unsupported', 'it is stored as a sparse file')
      return content.pieces()
    },
  }
}
