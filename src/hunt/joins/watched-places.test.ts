import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byteSearch, bytesOf } from '../../../test/kit/hunting.ts'
import { LineReader } from '../line-reader.ts'
import { namesIn, WatchedPlaces } from './watched-places.ts'

/** Lines in which something that is watched for stands. */
function linesWith(log: string, watched: readonly string[], piece = Number.POSITIVE_INFINITY): readonly number[] {
  const limits = { record: 1_024, chunk: 4_096 }
  const reader = new LineReader(byteSearch, limits, undefined, (size) => new WatchedPlaces(size, watched))
  const lines: number[] = []
  const bytes = bytesOf(log)
  for (let at = 0; at < bytes.length; ) {
    const room = reader.room()
    const part = bytes.subarray(at, at + Math.min(piece, room.length))
    room.set(part)
    reader.take(part.length)
    at += part.length
    reader.read('more', ({ line, interest }) => interest === 'watched' && lines.push(line ?? 0))
  }
  reader.read('ended', ({ line, interest }) => interest === 'watched' && lines.push(line ?? 0))
  return lines
}

test.each([
  ['a name', 'query: evil.example IN A'],
  ['a name below it', 'query: a.b.evil.example. IN A'],
  ['in capitals', 'query: EVIL.Example IN A'],
  ['as Windows writes it', 'A (1)x(4)evil(7)example(0)'],
  ['in an address of the web', 'GET http://evil.example:8888/a'],
  ['an address', 'DST=198.51.100.66 LEN=60'],
  ['an address with colons', 'DST=2001:db8::66 LEN=60'],
  ['a token', 'uid=abcdefghijklmnop2345,dc=x'],
  ['at the very end', 'evil.example'],
])('finds %s', (_case, line) => {
  const watched = ['evil.example', '198.51.100.66', '2001:db8::66', 'abcdefghijklmnop2345']

  expect(linesWith(`a line\n${line}\nanother`, watched)).toEqual([2])
})

test.each([
  'query: notevil.example IN A',
  'DST=198.51.100.665',
  'DST=1198.51.100.66',
  'query: evil.example.org',
  'evil',
])('does not take %s for it', (line) => {
  expect(linesWith(line, ['evil.example', '198.51.100.66'])).toEqual([])
})

test('finds the lines that looking at every name would find, whatever the pieces', () => {
  const name = fc.stringMatching(/^[a-c]{1,5}(\.[a-c]{1,4}){1,2}$/)
  fc.assert(
    fc.property(
      fc.array(
        name.filter((text) => text.length >= 4),
        { minLength: 1, maxLength: 5 },
      ),
      fc.array(fc.oneof(name, fc.stringMatching(/^[a-c. ]{0,20}$/)), { maxLength: 200 }),
      fc.integer({ min: 1, max: 5_000 }),
      (watched, texts, piece) => {
        const lines = texts.map((text) => `x ${text} y`)
        const expected = lines.flatMap((line, i) =>
          line.split(' ').some((word) => namesIn(word).some((each) => watched.includes(each))) ? [i + 1] : [],
        )

        expect(linesWith(lines.join('\n'), watched, piece)).toEqual(expected)
      },
    ),
  )
})

test('a text made of nearly what is watched for costs time that grows with its length alone', () => {
  const looked = (length: number): number => {
    const places = new WatchedPlaces(length, ['evil.example'])
    places.window.set(bytesOf('evil'.repeat(length / 4)))
    let read = 0
    const window = places.window
    Object.defineProperty(places, 'window', {
      value: new Proxy(window, {
        get(target, key) {
          if (typeof key === 'string' && /^\d+$/.test(key)) read++
          const value: unknown = Reflect.get(target, key, target)
          return typeof value === 'function' ? (value as () => unknown).bind(target) : value // a method of the array
        },
      }),
    })
    places.places(0, length, (place) => places.at(place, length))
    return read
  }

  expect(looked(40_000)).toBeLessThan(2.4 * looked(20_000))
})
