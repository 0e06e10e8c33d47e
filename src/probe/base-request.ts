import { problem } from '../core/index.ts'
import { base64 } from './points/base64.ts'
import type { Destination } from './ports.ts'
import type { HttpRequest } from './request.ts'

export const headerInvalid = problem('HEADER_INVALID', (text: string) => ({
  message: `${JSON.stringify(text)} is no header field`,
  hint: 'Write it as "Name: value", in one line.',
}))

/** What the operator wants to be in every request. */
export interface RequestTraits {
  readonly userAgent: string
  /** As `Name: value`, each. */
  readonly headers: readonly string[]
  /** As `name=value`, each. */
  readonly cookies: readonly string[]
  /** As `name:password`, or `null`. */
  readonly user: string | null
  /** Who scans and why, told in `X-Scan-Contact`; `null` for nobody. */
  readonly contact: string | null
}

/** Where a URL leads, for those who connect. */
export function destinationOf(url: string): Destination {
  const { protocol, hostname, port } = new URL(url)
  const secure = protocol === 'https:'
  return { secure, host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (secure ? 443 : 80) : Number(port) }
}

/** The header fields of every request. Throws HEADER_INVALID that names the field. */
export function headersOf({ userAgent, headers, cookies, user, contact }: RequestTraits): HttpRequest['headers'] {
  const own = headers.map(readHeader)
  const given = (name: string): boolean => own.some(([known]) => known.toLowerCase() === name.toLowerCase())
  const defaults: (readonly [string, string])[] = [
    ['User-Agent', userAgent],
    ['Accept', '*/*'],
  ]
  return [
    ...defaults.filter(([name]) => !given(name)),
    ...(contact === null ? [] : [readHeader(`X-Scan-Contact: ${contact}`)]),
    ...(user === null ? [] : [['Authorization', `Basic ${base64(user)}`] as const]),
    ...(cookies.length === 0 ? [] : [readHeader(`Cookie: ${cookies.join('; ')}`)]),
    ...own,
  ]
}

/** The request to a URL before anything is put into it. */
export function baseRequest(url: string, headers: HttpRequest['headers']): HttpRequest {
  const { pathname, search } = new URL(url)
  return { method: 'GET', target: `${pathname}${search}`, headers, body: null }
}

function readHeader(text: string): readonly [string, string] {
  const [, name = '', value = ''] = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^\r\n\0]*)$/.exec(text) ?? []
  if (name === '') throw headerInvalid(text)
  return [name, value]
}
