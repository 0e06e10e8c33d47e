import { type BenignBytes, benign } from './benign.ts'
import { printable } from './printable.ts'

/** The head of an HTTP/1.x request (RFC 9112 section 2), as far as a callback listener needs it. */
export interface RequestHead {
  readonly method: string
  /** As sent: a path, or a whole URL from a client that takes us for a proxy. */
  readonly target: string
  /** The first `Host` field, or `null`. */
  readonly host: string | null
}

const lf = 10
const cr = 13
const maxMethodBytes = 20

/** Whether `head` can be the beginning of a request: capitals, then a space. `null` while it is too short to tell. */
export function looksLikeRequest(head: Uint8Array): boolean | null {
  for (const [i, byte] of head.subarray(0, maxMethodBytes + 1).entries()) {
    if (byte === 0x20) return i >= 3
    if (byte < 0x41 || byte > 0x5a) return false
  }
  return head.length > maxMethodBytes ? false : null
}

/**
 * The length of a head: up to and with its empty line. `null` if it is not there yet. `from` is where an earlier
 * look ended, so that a head which comes byte by byte is looked through once.
 */
export function endOfHead(bytes: Uint8Array, from = 0): number | null {
  for (let i = bytes.indexOf(lf, Math.max(0, from - 3)); i >= 0; i = bytes.indexOf(lf, i + 1)) {
    if (bytes[i - 1] === lf || (bytes[i - 1] === cr && bytes[i - 2] === lf)) return i + 1
  }
  return null
}

/** Reads a whole head. `null` if its first line is no request line. */
export function readRequestHead(head: Uint8Array): RequestHead | null {
  const lines = linesOf(head)
  const [first = head] = lines
  const space = first.indexOf(0x20)
  const last = first.lastIndexOf(0x20)
  if (space < 1 || last === space || !/^HTTP\/1\.\d$|^HTTP\/2\.0$/.test(printable(first.subarray(last + 1))))
    return null
  return {
    method: printable(first.subarray(0, space)),
    target: printable(first.subarray(space + 1, last)),
    host: hostIn(lines),
  }
}

function hostIn(lines: readonly Uint8Array[]): string | null {
  for (const line of lines.slice(1)) {
    if (line[4] !== 0x3a || printable(line.subarray(0, 4)).toLowerCase() !== 'host') continue
    return printable(line.subarray(5)).trim()
  }
  return null
}

function linesOf(head: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = []
  for (let start = 0; start < head.length; ) {
    const at = head.indexOf(lf, start)
    const end = at < 0 ? head.length : at
    lines.push(head.subarray(start, head[end - 1] === cr ? end - 1 : end))
    start = end + 1
  }
  return lines
}

const notFound = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'

/** The only HTTP answer there is: nothing is here. */
export function encodeNotFound(): BenignBytes {
  return benign(new TextEncoder().encode(notFound))
}
