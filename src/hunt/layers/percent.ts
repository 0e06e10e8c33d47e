import { textOf } from '../text-of.ts'
import type { Layer } from './layer.ts'

/**
 * Percent-encoding (RFC 3986 §2.1), complete or partial, and `%u0024` as IIS and ECMAScript's `escape` write it. Runs of
 * bytes are UTF-8; where they are not, each byte is the character of Latin-1.
 */
export const percent: Layer = {
  id: 'percent',
  summary: 'percent-encoding, also partial and repeated, and %uXXXX',
  undo: (text) => (text.includes('%') ? text.replace(escapes, decodedRun) : text),
}

const escapes = /(?:%[0-9a-fA-F]{2})+|%[uU][0-9a-fA-F]{4}/g

function decodedRun(run: string): string {
  if (run[1] === 'u' || run[1] === 'U') return String.fromCharCode(Number.parseInt(run.slice(2), 16))
  const bytes = new Uint8Array(run.length / 3)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(run.slice(3 * i + 1, 3 * i + 3), 16)
  return textOf(bytes)
}
