import { compressedFile, firstFrame, lz4LegacyMagic, lz4Magic } from '../compressed.ts'

/** LZ4 Frame Format 1.6.3, and the legacy form in it; blocks without a frame have no magic and are not recognised. */
export const lz4 = compressedFile({
  id: 'lz4',
  summary: 'LZ4 frames, legacy ones too',
  claims(head) {
    const frame = firstFrame(head)
    return frame === lz4Magic || frame === lz4LegacyMagic
  },
  endings: { lz4: '', tlz4: 'tar' },
})
