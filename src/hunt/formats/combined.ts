import { readTime } from '../time/read-time.ts'
import { addressOf } from './address-of.ts'
import { quotedFrom } from './comma-separated.ts'
import type { LogFormat } from './format.ts'
import { quotedFields, requestOf } from './quoted-fields.ts'

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
      {
        record:
          '203.0.113.83 - - [12/Dec/2021:04:25:41 +0000] "GET / HTTP/1.1" 200 612 "-" "${jndi:ldap://x.example/a}"',
        when: '2021-12-12T04:25:41Z',
        from: '203.0.113.83',
        request: 'GET /',
        userAgent: '${jndi:ldap://x.example/a}',
      },
      {
        record: '2001:db8::1 - alice [12/Dec/2021:05:25:41 +0100] "GET /?q=1 HTTP/2.0" 404 -',
        when: '2021-12-12T04:25:41Z',
        from: '2001:db8::1',
        request: 'GET /?q=1',
      },
      {
        record:
          'www.example:443 203.0.113.83 - - [12/Dec/2021:04:25:41 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/7.79"',
        when: '2021-12-12T04:25:41Z',
        from: '203.0.113.83',
        request: 'GET /',
        userAgent: 'curl/7.79',
      },
      {
        // `%{X-Forwarded-For}i` in the place of the client: who asked, and the proxies on the way.
        record:
          '203.0.113.83, 198.51.100.7, 10.0.0.1 - - [12/Dec/2021:04:25:41 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/7.79"',
        when: '2021-12-12T04:25:41Z',
        from: '203.0.113.83',
        request: 'GET /',
        userAgent: 'curl/7.79',
      },
      {
        record: '203.0.113.83 - john doe [12/Dec/2021:04:25:41 +0000] "GET / HTTP/1.1" 401 612 "-" "curl/7.79"',
        when: '2021-12-12T04:25:41Z',
        from: '203.0.113.83',
        request: 'GET /',
        userAgent: 'curl/7.79',
      },
      {
        // In a cell of a table of comma-separated values, as Splunk exports it.
        record:
          '"2021-12-12T04:25:42.000+0000","203.0.113.83 - - [12/Dec/2021:04:25:41 +0000] ""GET /a HTTP/1.1"" 200 612 ""-"" ""curl/7.79""",web1',
        when: '2021-12-12T04:25:41Z',
        from: '203.0.113.83',
        request: 'GET /a',
        userAgent: 'curl/7.79',
      },
    ],
    refuses: ['GET / HTTP/1.1', '203.0.113.83 - - "GET / HTTP/1.1" 200 612'],
  },
  read({ text: written }, { around }) {
    const text = written.includes('] ""') ? cellOf(written, written.indexOf('] ""')) : written
    const head = headOf(text)
    if (head === null) return null
    const { length, host, client, user, time } = head
    const quoted = quotedFields(text, length - 1)
    const [request = '', , userAgent = '-'] = quoted
    const names = ['request', 'referer', 'user agent']
    return {
      when: readTime(time, around),
      from: addressOf(client.split(',', 1)[0]),
      request: requestOf(request),
      userAgent: userAgent === '-' ? null : userAgent,
      fields: [
        ...(host === undefined ? [] : [{ name: 'host', value: host }]),
        { name: 'client', value: client },
        { name: 'user', value: user },
        ...quoted.map((value, index) => ({ name: names[index] ?? null, value })),
      ],
    }
  },
}

interface Head {
  /** With the quote behind it. */
  readonly length: number
  readonly host: string | undefined
  readonly client: string
  readonly user: string
  readonly time: string
}

/** What stands before the request. A name of a user may have blanks in it, which a client chooses. */
function headOf(text: string): Head | null {
  const plain = /^(\S{1,300}) - ([^["]{1,2000}) \[([^\]]{10,40})\] "/.exec(text)
  if (plain !== null) {
    const [whole, client = '', user = '', time = ''] = plain
    return { length: whole.length, host: undefined, client, user, time }
  }
  const other =
    /^(?:((?:[^\s,]{1,100}, ){1,16})|(\S{1,300}) )?(\S{1,300}) \S{1,300} (\S{1,2000}) \[([^\]]{10,40})\] "/.exec(text)
  if (other === null) return null
  const [whole, forwarded, host, last = '', user = '', time = ''] = other
  return { length: whole.length, host, client: forwarded === undefined ? last : `${forwarded}${last}`, user, time }
}

/** The text of the cell in quotes that `place` is in, its own quotes not doubled any more. */
function cellOf(text: string, place: number): string {
  const start = text.lastIndexOf(',"', place)
  const from = start >= 0 ? start + 2 : text.startsWith('"') ? 1 : 0
  return quotedFrom(text, from)
}
