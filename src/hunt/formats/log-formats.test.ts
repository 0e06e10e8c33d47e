import { describe, expect, test } from 'vitest'
import { type Instant } from '../../core/index.ts'
import type { Example } from './format.ts'
import { FormatChooser } from './format-chooser.ts'
import { logFormats } from './index.ts'
import { RecordText } from './record-text.ts'

const around = Date.UTC(2021, 11, 20) as Instant
const contextOf = ({ columns = null }: { readonly columns?: string | null }) => ({ around, columns })
const examples = logFormats.flatMap((format) => format.examples.reads.map((example) => ({ format, example })))

describe.each(logFormats.map((format) => [format.id, format] as const))('%s', (_id, format) => {
  test.each(format.examples.reads.map((example) => [example.record, example] as const))(
    'reads %s',
    (record, example) => {
      const read = format.read(new RecordText(record), contextOf(example))

      expect(read).not.toBeNull()
      if (read === null) return
      const { when, from, request, userAgent, saw } = read
      expect({ when: when === null ? null : new Date(when).toISOString(), from, request, userAgent, saw }).toEqual(
        wanted(example),
      )
      expect(read.fields.length).toBeGreaterThan(0)
    },
  )

  test('refuses what it says it does', () => {
    for (const record of format.examples.refuses)
      expect([record, format.read(new RecordText(record), contextOf({}))]).toEqual([record, null])
  })

  test('refuses the records of every other format, also where its own columns are known', () => {
    if (format.general === true) return
    const others = examples.filter((each) => each.format !== format)
    for (const { example } of others) {
      for (const columns of [example.columns, ...format.examples.reads.map((own) => own.columns)]) {
        const read = format.read(new RecordText(example.record), { around, columns: columns ?? null })
        expect([example.record, read]).toEqual([example.record, null])
      }
    }
  })
})

test.each(examples.map(({ format, example }) => [format.id, example] as const))(
  'a chooser knows a record of %s by what it says, whatever came before',
  (id, example) => {
    for (const before of examples) {
      const chooser = new FormatChooser()
      chooser.read(before.example.record, contextOf(before.example))
      const { format } = chooser.read(example.record, contextOf(example))
      expect(format.split(' > ')[0]).toBe(id)
    }
  },
)

test.each(['message', 'log', '_raw', 'event.original'])(
  'a line that a collector put into %s is read as what it is',
  (name) => {
    const line = '203.0.113.9 - - [12/Dec/2021:04:25:40 +0000] "GET /a HTTP/1.1" 200 612 "-" "curl/7"'
    const text = JSON.stringify({ '@timestamp': '2021-12-12T04:25:41Z', host: { ip: '10.0.0.4' }, [name]: line })

    const { format, record } = new FormatChooser().read(text, contextOf({}))

    expect(format).toBe('json-lines > combined')
    expect([record.from, record.request, record.userAgent]).toEqual(['203.0.113.9', 'GET /a', 'curl/7'])
    expect(record.fields.map((field) => field.name)).toContain(`${name} > user agent`)
  },
)

test('a message does not say who sent it where the record around it does', () => {
  const message = '198.51.100.9 - - [01/Jan/2020:00:00:00 +0000] "GET /forged HTTP/1.1" 200 1 "-" "curl/7"'
  const text = JSON.stringify({ time: '2021-12-12T04:25:41Z', remote_addr: '203.0.113.9', url: '/a', message })

  const { record } = new FormatChooser().read(text, contextOf({}))

  expect([record.from, record.request]).toEqual(['203.0.113.9', '/a'])
  expect(record.when).toBe(Date.UTC(2021, 11, 12, 4, 25, 41))
})

function wanted({ when, from, request, userAgent, saw }: Example) {
  const said = { from: from ?? null, request: request ?? null, userAgent: userAgent ?? null }
  return { when: when === undefined ? null : new Date(when).toISOString(), ...said, saw }
}
