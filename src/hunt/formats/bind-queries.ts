import { readTime } from '../time/read-time.ts'
import { type LogFormat, sayingNothing } from './format.ts'
import { nameAsked } from './name-asked.ts'

/** The log of queries of BIND: `client @0x… 10.0.0.5#53211 (name): query: name IN A +E(0)K (10.0.0.53)`. */
export const bindQueries: LogFormat = {
  id: 'bind-queries',
  summary: 'the log of queries of BIND, from its own file or by syslog: who asked for which name',
  definedBy: 'https://bind9.readthedocs.io/en/latest/reference.html#query-logging',
  witnesses: [': query: '],
  examples: {
    reads: [
      {
        record:
          '10-Dec-2021 12:43:13.416 queries: info: client @0x7f2a40 10.0.0.5#53211 (x.evil.example): query: x.evil.example IN A +E(0)K (10.0.0.53)',
        when: '2021-12-10T12:43:13Z',
        from: '10.0.0.5',
        saw: { is: 'dns-query', name: 'x.evil.example', by: '10.0.0.5' },
      },
      {
        record: 'client 2001:db8::5#40000: query: evil.example IN AAAA + (2001:db8::53)',
        from: '2001:db8::5',
        saw: { is: 'dns-query', name: 'evil.example', by: '2001:db8::5' },
      },
    ],
    refuses: [
      'client 10.0.0.5#53211: error (network unreachable) resolving evil.example',
      'GET /?q=: query: evil.example IN A',
    ],
  },
  read({ text }, { around }) {
    const at = text.indexOf(': query: ')
    if (at < 0) return null
    const client =
      /client (?:@0x[\da-f]{1,16} )?([\da-fA-F:.]{2,45}(?:%\w{1,20})?)#\d{1,5}(?: \([^()]{0,300}\))?(?:: view [\w.-]{1,100})?$/.exec(
        text.slice(0, at),
      )
    const [, name, type = ''] = /^(\S{1,1024}) [A-Z]{2,6} (\S{1,20})/.exec(text.slice(at + 9)) ?? []
    const [, by = ''] = client ?? []
    if (client === null || name === undefined) return null
    return {
      ...sayingNothing,
      when: timeOf(text, around),
      from: by,
      saw: { is: 'dns-query', name: nameAsked(name), by },
      fields: [
        { name: 'name', value: name },
        { name: 'type', value: type },
      ],
    }
  },
}

/** `10-Dec-2021 12:43:13.416`, or what syslog puts before a record. */
function timeOf(text: string, around: Parameters<typeof readTime>[1]): ReturnType<typeof readTime> {
  const own = /^(\d{2})-([A-Z][a-z]{2})-(\d{4}) (\d{2}:\d{2}:\d{2})/.exec(text)
  if (own === null) return readTime(text.slice(0, 64), around)
  const [, day = '', month = '', year = '', time = ''] = own
  return readTime(`${day}/${month}/${year}:${time}`, around)
}
