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
  return inAscii(run) ?? textOf(Uint8Array.from({ length: run.length / 3 }, (_, i) => byteAt(run, i)))
}

/** Most runs are short and of ASCII alone; `null`: this one is not. */
function inAscii(run: string): string | null {
  let text = ''
  for (let i = 0; 3 * i < run.length; i++) {
    const byte = byteAt(run, i)
    if (byte >= 0x80) return null
    text += String.fromCharCode(byte)
  }
  return text
}

function byteAt(run: string, index: number): number {
  return (hexDigit(run, 3 * index + 1) << 4) | hexDigit(run, 3 * index + 2)
}

function hexDigit(run: string, at: number): number {
  const code = run.charCodeAt(at)
  return code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57
}
