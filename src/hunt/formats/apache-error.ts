import { readTime } from '../time/read-time.ts'
import { addressOf } from './address-of.ts'
import type { LogFormat } from './format.ts'

/** The error log of Apache: `[time] [module:level] [pid …] [client address:port] message`; older releases have no module. */
export const apacheError: LogFormat = {
  id: 'apache-error',
  summary: 'error logs of Apache, of 2.2 and 2.4, with the client that they name',
  definedBy: 'https://httpd.apache.org/docs/2.4/mod/core.html#errorlogformat',
  examples: {
    reads: [
      {
        record:
          '[Sun Dec 12 04:25:41.123456 2021] [core:error] [pid 1234:tid 5678] [client 203.0.113.9:51234] AH00126: Invalid URI in request GET /${jndi:ldap://x.example/a} HTTP/1.1',
        when: '2021-12-12T04:25:41Z',
        from: '203.0.113.9',
      },
      {
        record:
          '[Sun Dec 12 04:25:41 2021] [error] [client 2001:db8::9] File does not exist: /srv/a, referer: http://a',
        when: '2021-12-12T04:25:41Z',
        from: '2001:db8::9',
      },
    ],
    refuses: ['[Sun Dec 12 04:25:41 2021] hello', '[2021-12-12 04:25:41] [error] hello'],
  },
  read({ text }, { around }) {
    const head =
      /^\[([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})? \d{4})\] \[[\w-]{0,40}:?[a-z\d]{3,8}\](?: \[pid [^\]]{1,60}\])?(?: \[client ([^\]]{1,100})\])? ?/.exec(
        text,
      )
    if (head === null) return null
    const [whole, time = '', client] = head
    return {
      when: readTime(time, around),
      from: addressOf(client),
      request: null,
      userAgent: null,
      fields: [{ name: 'message', value: text.slice(whole.length) }],
    }
  },
}
