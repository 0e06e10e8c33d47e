import { compressedFile, firstFrame, zstdMagic } from '../compressed.ts'

/**
 * RFC 8878 section 3.1.1. Where frames to be skipped (section 3.1.2) fill what can be seen it is taken to be this, and
 * not LZ4, which has the same.
 */
export const zstd = compressedFile({
  id: 'zstd',
  summary: 'Zstandard, all frames of it',
  claims(head) {
    const frame = firstFrame(head)
    return frame === zstdMagic || frame === 'further on'
  },
  endings: { zst: '', zstd: '', tzst: 'tar', tzstd: 'tar' },
})
