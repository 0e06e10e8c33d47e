import { readTime } from '../time/read-time.ts'
import { answered } from './answered.ts'
import { type LogFormat, type ReadRecord, sayingNothing } from './format.ts'
import { nameAsked } from './name-asked.ts'

/** What dnsmasq writes with `log-queries`, and Pi-hole with it: `query[A] name from 10.0.0.5`. */
export const dnsmasq: LogFormat = {
  id: 'dnsmasq',
  summary: 'queries as dnsmasq and Pi-hole log them: who asked for which name',
  definedBy: 'https://thekelleys.org.uk/dnsmasq/docs/dnsmasq-man.html',
  witnesses: ['query[', 'reply '],
  examples: {
    reads: [
      {
        record: 'dnsmasq[812]: query[A] x.evil.example from 10.0.0.5',
        from: '10.0.0.5',
        saw: { is: 'dns-query', name: 'x.evil.example', by: '10.0.0.5' },
      },
      {
        record: 'query[type=65] evil.example from 2001:db8::5',
        from: '2001:db8::5',
        saw: { is: 'dns-query', name: 'evil.example', by: '2001:db8::5' },
      },
      {
        record: 'dnsmasq[812]: reply evil.example is 203.0.113.66',
        saw: { is: 'dns-answer', name: 'evil.example', answers: ['203.0.113.66'] },
      },
    ],
    refuses: ['dnsmasq[812]: forwarded evil.example to 192.0.2.53', 'dnsmasq[812]: reply evil.example is NXDOMAIN'],
  },
  read({ text }, { around }) {
    const reply = replyIn(text)
    if (reply !== null) return { ...sayingNothing, when: readTime(text.slice(0, 64), around), ...reply }
    const at = text.indexOf('query[')
    if (at < 0 || !/^$|[\s:]$/.test(text.slice(Math.max(0, at - 1), at))) return null
    const [, type = '', name, by = ''] =
      /^query\[([\w=-]{1,20})\] (\S{1,1024}) from ([\da-fA-F:.]{2,45})$/.exec(text.slice(at).trimEnd()) ?? []
    if (name === undefined) return null
    return {
      ...sayingNothing,
      when: readTime(text.slice(0, 64), around),
      from: by,
      saw: { is: 'dns-query', name: nameAsked(name), by },
      fields: [
        { name: 'name', value: name },
        { name: 'type', value: type },
      ],
    }
  },
}

/** `reply name is 203.0.113.66`, an address a line; `null` if it is none. */
function replyIn(text: string): Pick<ReadRecord, 'saw' | 'fields'> | null {
  const at = text.indexOf('reply ')
  if (at < 0 || !/^$|[\s:]$/.test(text.slice(Math.max(0, at - 1), at))) return null
  const [, name, address = ''] = /^reply (\S{1,1024}) is ([\da-fA-F:.]{2,45})$/.exec(text.slice(at).trimEnd()) ?? []
  const { answers } = answered([address])
  if (name === undefined || answers === undefined) return null
  return { saw: { is: 'dns-answer', name: nameAsked(name), answers }, fields: [{ name: 'name', value: name }] }
}
