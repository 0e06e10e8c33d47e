import type { Destination } from './ports.ts'
import type { HttpRequest } from './request.ts'

/**
 * The exact bytes of a request (RFC 9112). `Host`, `Connection: keep-alive` and, with a body, `Content-Length`
 * are added unless the request has a header of that name itself. Characters above U+00FF are written in UTF-8,
 * all others as one byte, so that what an operator typed arrives as typed.
 *
 * Throws Error for CR, LF or NUL in the head: an injection point that lets one through is our defect, because it
 * would start a second header or a second request.
 */
export function writeRequest(request: HttpRequest, to: Destination): Uint8Array {
  const { method, target, headers, body } = request
  const has = (name: string): boolean =>
    headers.some(([known]) => known.length === name.length && known.toLowerCase() === name)
  const lines = [`${method} ${target} HTTP/1.1`]
  if (!has('host')) lines.push(`Host: ${authorityOf(to)}`)
  for (const [name, value] of headers) lines.push(`${name}: ${value}`)
  if (body !== null && !has('content-length')) lines.push(`Content-Length: ${body.length}`)
  if (!has('connection')) lines.push('Connection: keep-alive')
  // All lines at once: one by one takes most of the time of writing a request.
  if (/[\r\n\0]/.test(lines.join(''))) {
    const line = lines.find((each) => /[\r\n\0]/.test(each))
    throw new Error(`a request head may not contain CR, LF or NUL: ${JSON.stringify(line)}`)
  }
  const head = encodeHead(`${lines.join('\r\n')}\r\n\r\n`)
  if (body === null) return head
  const bytes = new Uint8Array(head.length + body.length)
  bytes.set(head)
  bytes.set(body, head.length)
  return bytes
}

function authorityOf({ host, port, secure }: Destination): string {
  const literal = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  return port === (secure ? 443 : 80) ? literal : `${literal}:${port}`
}

function encodeHead(text: string): Uint8Array {
  // Nearly all are ASCII, which is the same in both, and the platform encodes it much faster than we could.
  if (isAscii(text) || !isLatin1(text)) return encoder.encode(text)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

const encoder = new TextEncoder()
const isAscii = (text: string): boolean => !/[\u0080-\uffff]/.test(text)
const isLatin1 = (text: string): boolean => !/[\u0100-\uffff]/.test(text)
