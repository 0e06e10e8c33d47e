import { ArchiveGap } from '../archive-gap.ts'
import { startsWith } from '../compressed.ts'
import type { ArchiveFormat } from '../format.ts'
import { walkRarBlocks } from '../rar-blocks.ts'

/** RAR 4 and 5 (RAR 5.0 archive format, "RAR 5.0 signature"); a Java resource adapter of the same ending is a zip. */
export const rar: ArchiveFormat = {
  id: 'rar',
  summary: 'RAR 4 and 5, by libarchive',
  headBytes: 512,
  claims: (head) =>
    startsWith(head, [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]) && (head[6] === 0 || (head[6] === 1 && head[7] === 0)),

  *entries(input, tools) {
    const bytes = input.bytes()
    const blocks = walkRarBlocks(bytes)
    let seen = 0
    for (const entry of tools.libarchive('RAR', { ...input, bytes: () => bytes })) {
      seen++
      yield entry
    }
    // The library takes the end of the bytes for the end of the archive.
    if (blocks !== null && (seen < blocks.files || !blocks.ended)) {
      throw new ArchiveGap('truncated', `it has no end, or not all of its ${blocks.files} entries could be read`)
    }
  },
}
