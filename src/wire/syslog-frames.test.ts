import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type SyslogFrame, SyslogFrames } from './syslog-frames.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const shown = (frame: SyslogFrame): string =>
  frame.is === 'message' ? new TextDecoder().decode(frame.bytes) : 'MALFORMED'

/** What is read of a stream that comes in pieces of `piece` octets. */
function framesOf(stream: string, { piece = 1_000_000, most = 65_536 } = {}): readonly SyslogFrame[] {
  const frames = new SyslogFrames(most)
  const bytes = bytesOf(stream)
  const told: SyslogFrame[] = []
  for (let at = 0; at < bytes.length; at += piece) told.push(...frames.hear(bytes.subarray(at, at + piece)))
  return [...told, ...frames.end()]
}

test.each([
  ['lengths in front', '5 <34>a6 <34>bc', ['<34>a', '<34>bc']],
  ['a line feed in a message that has its length in front', '7 <34>a\nb5 <34>c', ['<34>a\nb', '<34>c']],
  ['lengths, and line feeds that should not be there', '5 <34>a\n6 <34>bc\n', ['<34>a', '<34>bc']],
  ['line feeds', '<34>a\n<34>bc\n', ['<34>a', '<34>bc']],
  ['a NUL at each end', '<34>a\0<34>bc\0', ['<34>a', '<34>bc']],
  ['a last line without its end', '<34>a\n<34>bc', ['<34>a', '<34>bc']],
  ['lines that begin with digits', '2021-12-12 a\n17 b\n', ['2021-12-12 a', '17 b']],
  ['lines without a priority', 'hello\nworld\n', ['hello', 'world']],
  ['more digits than a length has', '12345678 a\n', ['12345678 a']],
  ['digits and nothing else', '123', ['123']],
  ['empty lines', '\n\n<34>a\n\n\n', ['<34>a']],
])('%s', (_case, stream, messages) => {
  for (const piece of [1, 2, 3, 1_000]) {
    const frames = framesOf(stream, { piece })
    expect(frames.map(shown)).toEqual(messages)
    expect(frames.every((frame) => frame.is === 'message' && frame.whole && frame.leftOut === 0)).toBe(true)
  }
})

test('a length that is none ends what can be read, and what came before stands', () => {
  expect(framesOf('5 <34>a<34>b\n5 <34>c').map(shown)).toEqual(['<34>a', 'MALFORMED'])
})

test('a message that is not complete is told as that', () => {
  expect(framesOf('9 <34>a')).toMatchObject([{ is: 'message', whole: false }])
})

test('what is larger than the limit is cut, its size is told, and the next message is read', () => {
  for (const stream of [`104 <34>${'x'.repeat(100)}5 <34>b`, `<34>${'x'.repeat(100)}\n<34>b\n`]) {
    for (const piece of [1, 7, 1_000]) {
      const frames = framesOf(stream, { piece, most: 50 })
      expect(frames).toMatchObject([{ leftOut: 54 }, { leftOut: 0 }])
      expect(frames.map(shown)).toEqual([`<34>${'x'.repeat(46)}`, '<34>b'])
    }
  }
})

test('any messages come out as they went in, by either framing, however the stream is cut', () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => `<34>${text.replace(/[\0\n]/g, ' ')}`)
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 30 }), (lines, piece) => {
      const counted = lines.map((text) => `${bytesOf(text).length} ${text}`).join('')
      expect(framesOf(counted, { piece }).map(shown)).toEqual(lines)
      expect(framesOf(lines.map((text) => `${text}\n`).join(''), { piece }).map(shown)).toEqual(lines)
    }),
  )
})

test('whatever comes, memory is bounded and it throws nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (pieces) => {
      const frames = new SyslogFrames(64)
      for (const piece of pieces) {
        for (const frame of frames.hear(piece)) if (frame.is === 'message') expect(frame.bytes.length).toBeLessThan(65)
      }
      frames.end()
    }),
  )
})
