import { addressOf } from '../formats/address-of.ts'
import type { RecordField } from '../formats/format.ts'

/** A request as it was sent, field by field. */
export interface HttpRecord {
  readonly request: string
  readonly userAgent: string | null
  /** As the `Host` header has it, without the port. */
  readonly host: string | null
  /** Of the first header that a proxy adds for the client's own address. */
  readonly forwardedFor: string | null
  readonly fields: readonly RecordField[]
  /** Where the next request of the same connection may begin; the length of the text if none does. */
  readonly end: number
}

const mostHeaders = 200

/**
 * Reads a request from the front of what a connection carried (RFC 9112); `null` if there is none. Lines end as clients end
 * them, right or wrong. A body is what follows up to the length that is stated, or to the end.
 */
export function readHttpRecord(text: string): HttpRecord | null {
  const line = /^([A-Z]{3,20}) (\S{1,60000}) HTTP\/\d\.\d\r?\n/.exec(text)
  if (line === null) return null
  const [first, method = '', target = ''] = line
  const fields: RecordField[] = [{ name: 'request target', value: target }]
  const headers = new Map<string, string>()
  let at = first.length
  for (let count = 0; count < mostHeaders; count++) {
    const end = text.indexOf('\n', at)
    const header = (end < 0 ? text.slice(at) : text.slice(at, end)).replace(/\r$/, '')
    at = end < 0 ? text.length : end + 1
    if (header === '' || end < 0) break
    const colon = header.indexOf(':')
    const name = colon < 0 ? header : header.slice(0, colon)
    const value = colon < 0 ? '' : header.slice(colon + 1).trim()
    headers.set(name.toLowerCase(), value)
    fields.push({ name: `header ${name}`, value })
    if (/[$%{]/.test(name)) fields.push({ name: 'a header name', value: name })
  }
  const stated = Number(headers.get('content-length') ?? Number.NaN)
  const end = Number.isInteger(stated) && stated >= 0 ? Math.min(text.length, at + stated) : bodyEnd(headers, text, at)
  if (end > at) fields.push({ name: 'body', value: text.slice(at, end) })
  return {
    request: `${method} ${target}`,
    userAgent: headers.get('user-agent') ?? null,
    host: addressOf(headers.get('host')),
    forwardedFor: headers.get('x-forwarded-for')?.split(',')[0]?.trim() ?? null,
    fields,
    end,
  }
}

/** Without a length there is no body, unless it comes in chunks, whose marks do not matter here. */
function bodyEnd(headers: ReadonlyMap<string, string>, text: string, at: number): number {
  return headers.has('transfer-encoding') ? text.length : at
}
