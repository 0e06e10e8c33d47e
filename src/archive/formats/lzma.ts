import { compressedFile } from '../compressed.ts'
import { looksLikeLzma } from '../lzma/index.ts'

/** The format before .xz (lzma-specification of the LZMA SDK). It has no magic, and is told by what its header may be. */
export const lzma = compressedFile({
  id: 'lzma',
  summary: 'LZMA alone, as before .xz',
  claims: looksLikeLzma,
  endings: { lzma: '', tlz: 'tar', tlzma: 'tar' },
})
