import { textOf } from '../text-of.ts'
import type { Layer } from './layer.ts'

/** UTF-8 that something took for Latin-1, so that each byte became a letter: `Ä±` was a dotless i. */
export const latin1: Layer = {
  id: 'latin1',
  summary: 'UTF-8 that was taken for Latin-1',
  undo: (text) => (/[\xc2-\xf4]/.test(text) ? text.replace(letters, decoded) : text),
}

/** Sequences of RFC 3629 §4, roughly: what is none stays as it is. */
const letters = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g

function decoded(letter: string): string {
  return textOf(Uint8Array.from(letter, (byte) => byte.charCodeAt(0)))
}
