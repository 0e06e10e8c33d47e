import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byteSearch, bytesOf } from '../../test/kit/hunting.ts'
import { type LineLimits, LineReader } from './line-reader.ts'

interface Told {
  readonly text: string
  readonly line: number | null
  readonly offset: number
  readonly cut: boolean
  readonly interest: string
}

const small: LineLimits = { record: 256, chunk: 512 }

/** What is told of a log that comes in pieces of these lengths, over and over. */
function told(
  log: string | Uint8Array,
  pieces: readonly number[],
  limits = small,
  start = { offset: 0, lines: 0 },
): readonly Told[] {
  const reader = new LineReader(byteSearch, limits, start)
  const bytes = typeof log === 'string' ? bytesOf(log) : log
  const all: Told[] = []
  const read = (what: 'more' | 'ended'): void =>
    reader.read(what, ({ bytes: record, line, offset, cut, interest }) =>
      all.push({ text: Buffer.from(record).toString('latin1'), line, offset, cut, interest }),
    )
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const room = reader.room()
    const part = bytes.subarray(at, at + Math.min(room.length, pieces[turn % pieces.length] ?? 1))
    room.set(part)
    reader.take(part.length)
    at += part.length
    read('more')
  }
  read('ended')
  expect(reader.taken).toBe(start.offset + bytes.length)
  return all
}

test('a line that is worth reading is told with its number and place, and once', () => {
  expect(told('first\n${a} and ${b}\r\nthird\n${c}', [100])).toEqual([
    { text: '${a} and ${b}\r', line: 2, offset: 6, cut: false, interest: 'payload' },
    { text: '${c}', line: 4, offset: 27, cut: false, interest: 'payload' },
  ])
})

test('a line can be of interest for more than one reason', () => {
  expect(told('Reference Class Name: a ${b} Basic YWJjZGVm\n', [100]).map(({ interest }) => interest)).toEqual([
    'evidence',
    'payload',
  ])
})

const words = fc.constantFrom(
  '${a}',
  '%24%7Bb',
  '\\u0024{',
  'Basic YWJjZGVmZ2hp',
  'DnsContext@1',
  '#Fields: a b',
  'x',
  ' ',
  '\r',
  'é',
)
const lines = fc.array(
  fc.array(words, { maxLength: 12 }).map((parts) => parts.join('')),
  { maxLength: 60 },
)
const pieces = fc.array(fc.integer({ min: 1, max: 512 }), { minLength: 1, maxLength: 5 })

test('whatever pieces a log comes in, the same is told of it, and it is where it is said to be', () => {
  fc.assert(
    fc.property(lines, pieces, (texts, lengths) => {
      const log = texts.join('\n')
      const bytes = bytesOf(log)
      const records = told(log, lengths)

      expect(records).toEqual(told(log, [512]))
      const all = Buffer.from(bytes).toString('latin1').split('\n')
      for (const { text, line, offset, cut } of records) {
        expect(cut).toBe(false)
        expect(all[(line ?? 0) - 1]).toBe(text)
        expect(Buffer.from(bytes.subarray(offset, offset + text.length)).toString('latin1')).toBe(text)
      }
      const wanted = all.filter((each) => each.includes('${') || each.includes('%24%7B') || each.includes('\\u0024{'))
      expect(records.map(({ text }) => text)).toEqual(expect.arrayContaining(wanted))
    }),
    { numRuns: 300 },
  )
})

test('of a line that is longer than the limit parts are told, and no payload is missed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constant('${jndi:x}'), fc.integer({ min: 1, max: 300 })), { minLength: 20, maxLength: 60 }),
      pieces,
      (parts, lengths) => {
        const log = `one\n${parts.map((part) => (typeof part === 'number' ? '.'.repeat(part) : part)).join('')}\nthree`
        const records = told(log, lengths)

        expect(records).toEqual(told(log, [512]))
        for (let at = log.indexOf('${'); at >= 0; at = log.indexOf('${', at + 1))
          expect(records.some(({ text, offset }) => offset <= at && at < offset + text.length)).toBe(true)
        for (const { text, line, offset } of records) {
          expect(text).toBe(log.slice(offset, offset + text.length))
          expect(line).toBe(2)
          expect(text.length).toBeLessThanOrEqual(small.record)
        }
      },
    ),
    { numRuns: 200 },
  )
})

test('in a line of three million bytes each payload is told, however much lies between', () => {
  const filler = 'x'.repeat(999_990)
  const log = `${filler}\${a}${filler}\${b}${filler}\${c}\n\${d}`
  const records = told(log, [1_048_576], { record: 65_536, chunk: 1_048_576 })

  expect(records.map(({ text, line, cut }) => [/\$\{.\}/.exec(text)?.[0], line, cut])).toEqual([
    ['${a}', 1, true],
    ['${b}', 1, true],
    ['${c}', 1, true],
    ['${d}', 2, false],
  ])
})

test('a line that is as long as the limit is told whole', () => {
  const log = `${'.'.repeat(200)}\${a}${'.'.repeat(52)}\n`

  expect(told(log, [512])).toMatchObject([{ cut: false, offset: 0 }])
  expect(told(`.${log}`, [512])).toMatchObject([{ cut: true }])
})

test('it begins where it is told that the pieces begin', () => {
  expect(told('${a}\n${b}', [100], small, { offset: 1_000, lines: 7 })).toMatchObject([
    { line: 8, offset: 1_000 },
    { line: 9, offset: 1_005 },
  ])
})

test('while nothing follows for now, only the line that is not complete waits', () => {
  const reader = new LineReader(byteSearch, small)
  const seen: string[] = []
  const take = (text: string, what: 'more' | 'idle' | 'ended'): readonly string[] => {
    reader.room().set(bytesOf(text))
    reader.take(text.length)
    seen.length = 0
    reader.read(what, ({ bytes }) => seen.push(Buffer.from(bytes).toString()))
    return [...seen]
  }

  expect(take('${a}\n${b', 'more')).toEqual([])
  expect(take('', 'idle')).toEqual(['${a}'])
  expect(take('}\n', 'idle')).toEqual(['${b}'])
  expect(take('${c}', 'idle')).toEqual([])
  expect(take('', 'ended')).toEqual(['${c}'])
})

test('a line without an end does not fill the window while nothing follows', () => {
  const reader = new LineReader(byteSearch, small)
  let payloads = 0
  for (let turn = 0; turn < 200; turn++) {
    const room = reader.room()
    expect(room.length).toBe(small.chunk)
    room.set(bytesOf(`${'.'.repeat(95)}\${a}.`))
    reader.take(100)
    reader.read('idle', ({ bytes }) => (payloads += Buffer.from(bytes).toString().split('${').length - 1))
  }

  expect(payloads).toBeGreaterThan(190)
})

test('the lines around a place can be asked for', () => {
  const reader = new LineReader(byteSearch, small)
  reader.room().set(bytesOf('one\ntwo\n${a\nb}\nfive\n'))
  reader.take(20)
  const asked: unknown[] = []
  reader.read('ended', (suspect) => {
    const around = suspect.around()
    asked.push(
      Buffer.from(suspect.wider().bytes).toString(),
      Buffer.from(around.bytes).toString(),
      around.place,
      [0, 4, 8, 12, 15].map((at) => around.lineAt(at)),
    )
  })

  expect(asked).toEqual(['${a\nb}\nfive\n', 'one\ntwo\n${a\nb}\nfive\n', 8, [1, 2, 3, 4, 5]])
})

test('what a reader of records leaves is told again', () => {
  const reader = new LineReader(byteSearch, small)
  reader.room().set(bytesOf('${a} ${b} ${c}\n'))
  reader.take(15)
  const places: number[] = []
  reader.read('ended', (suspect) => {
    places.push(suspect.place)
    suspect.readTo(suspect.place + 4)
  })

  expect(places).toEqual([0, 5, 10])
})
