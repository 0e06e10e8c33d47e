import { readTime } from '../time/read-time.ts'
import { type LogFormat, sayingNothing } from './format.ts'
import { nameAsked } from './name-asked.ts'

/** What Unbound writes with `log-queries` and `log-replies`: `[1639140193] unbound[812:0] info: 10.0.0.5 name. A IN`. */
export const unbound: LogFormat = {
  id: 'unbound',
  summary: 'queries and replies as Unbound logs them: who asked for which name',
  definedBy: 'https://unbound.docs.nlnetlabs.nl/en/latest/manpages/unbound.conf.html',
  witnesses: ['] info: '],
  examples: {
    reads: [
      {
        record: '[1639140193] unbound[812:0] info: 10.0.0.5 x.evil.example. A IN',
        when: '2021-12-10T12:43:13Z',
        from: '10.0.0.5',
        saw: { is: 'dns-query', name: 'x.evil.example', by: '10.0.0.5' },
      },
      {
        record: 'unbound: [812:0] info: 10.0.0.5 evil.example. AAAA IN NOERROR 0.012345 0 56',
        from: '10.0.0.5',
        saw: { is: 'dns-query', name: 'evil.example', by: '10.0.0.5' },
      },
    ],
    refuses: [
      '[1639140193] unbound[812:0] info: start of service (unbound 1.13.1).',
      '[1639140193] unbound[812:0] info: generate keytag query _ta-4f66. NULL IN',
    ],
  },
  read({ text }, { around }) {
    const at = text.indexOf('] info: ')
    if (at < 0) return null
    const [, by = '', name, type = ''] =
      /^([\da-fA-F:.]{2,45}) (\S{1,1024}) ([A-Z0-9]{1,12}) (?:IN|CH|HS|ANY)(?: |$)/.exec(
        text.slice(at + 8).trimEnd(),
      ) ?? []
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
