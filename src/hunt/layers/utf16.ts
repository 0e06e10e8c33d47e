import type { Layer } from './layer.ts'

/** A piece of UTF-16 among other text: every second byte of plain letters is zero. Whole files of UTF-16 are read as such. */
export const utf16: Layer = {
  id: 'utf16',
  summary: 'pieces of UTF-16 among other text',
  undo: (text) => (text.includes('\0') ? text.replaceAll('\0', '') : text),
}
