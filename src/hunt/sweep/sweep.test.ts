import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sweepModule as freshModule } from '../../../tools/generate-sweep.mjs'
import { sweepModule } from './module.ts'
import { Beginnings } from './needles.ts'
import { Sweep } from './sweep.ts'

const size = 512
const sweep = new Sweep(size)

function fill(bytes: Uint8Array): void {
  sweep.window.fill(0x2e)
  sweep.window.set(bytes)
}

/** Places that the sweep told and that are of interest when looked at closer. */
function found(from: number, to: number): readonly number[] {
  const beginnings = new Beginnings(sweep.window)
  const told: number[] = []
  for (let at = from; at < to; ) {
    at = sweep.places(at, to, (place) => {
      if (beginnings.at(place, to) !== null) told.push(place)
    })
  }
  return told
}

/**
 * The same without the sweep: every place is looked at. Of several backslashes the last one counts, and an escape that only
 * may open a payload need not be told.
 */
function foundSlowly(from: number, to: number): readonly number[] {
  const beginnings = new Beginnings(sweep.window)
  const isLast = (place: number): boolean => !(sweep.window[place] === 0x5c && sweep.window[place + 1] === 0x5c)
  const mustBeTold = (place: number): boolean =>
    '$%&\\'.includes(String.fromCharCode(sweep.window[place] ?? 0))
      ? beginnings.opensAt(place, to)
      : beginnings.at(place, to) !== null
  return Array.from({ length: to - from }, (_, index) => from + index).filter(
    (place) => isLast(place) && mustBeTold(place),
  )
}

/** Everything that a payload, a trace or a directive begins with, and where in it the place is that is told. */
const beginnings: readonly (readonly [text: string, place: number])[] = [
  ['${jndi', 0],
  ['$%7Bjndi', 0],
  ['$%7bjndi', 0],
  ['%24{jndi', 0],
  ['%24%7Bjndi', 0],
  ['%2524%257Bjndi', 0],
  ['%25%32%34%25%37%42jndi', 0],
  ['%25%u0032%u0034{jndi', 0],
  ['%24%u007bjndi', 0],
  ['%26%u0023%33%36;{jndi', 0],
  ['%26%64ollar;{jndi', 0],
  ['%u0024%u007bjndi', 0],
  ['%U0024{jndi', 0],
  ['%5Cu0024%5Cu007bjndi', 0],
  ['%5cx24{jndi', 0],
  ['%26%2336;{jndi', 0],
  ['\\u0024\\u007bjndi', 0],
  ['\\U0024{jndi', 0],
  ['\\u+0024{jndi', 0],
  ['\\\\\\\\u0024{jndi', 3],
  ['\\u{24}\\u{7b}jndi', 0],
  ['\\&#117;0024{jndi', 0],
  ['\\x24\\x7bjndi', 0],
  ['\\X24{jndi', 0],
  ['\\44{jndi', 0],
  ['\\044\\173jndi', 0],
  ['\\%750024{jndi', 0],
  ['$\\u007bjndi', 0],
  ['&#36;&#123;jndi', 0],
  ['&#x24;{jndi', 0],
  ['&#X24{jndi', 0],
  ['&#00000000000000000000000000000000000000000000000000000036;{', 0],
  ['&dollar;&lbrace;', 0],
  ['&dollar;&lcub;', 0],
  ['&percnt;24{', 0],
  ['&bsol;u0024{', 0],
  ['&amp;#36;{', 0],
  ['&%2336;{', 0],
  ['$&lbrace;jndi', 0],
  ['Basic YWJjZGVm', 2],
  ['BASIC YWJjZGVm', 2],
  ['bAsIc YWJjZGVm', 2],
  ['eyJhbGciOi', 0],
  ['JHtqbmRpOmxkYXA6', 0],
  ['eyAiYWxnIjoi', 0],
  ['Error looking up JNDI resource [ldap', 17],
  ['at x.JndiLookup.lookup', 5],
  ['at x.JndiManager.lookup', 5],
  ['Reference Class Name: x', 0],
  ['DnsContext@1b2c', 0],
  ['ELProcessor@1b2c', 0],
  ['Infinite loop in property interpolation of ${', 0],
  ['Invalid date format: [', 0],
  ['"MESSAGE":[36,123,106]', 13],
  ['#Fields: date time', 0],
  ['#fields\tts', 0],
]

test.each(beginnings)('%j is found wherever it stands, and where the window ends', (text, place) => {
  const bytes = new TextEncoder().encode(text)
  for (const at of [...Array.from({ length: 33 }, (_, index) => index), size - bytes.length]) {
    fill(new Uint8Array())
    sweep.window.set(bytes, at)

    expect(found(0, size)).toContain(at + place)
  }
})

test('what is cut off by the end is not told, and what stands behind it is not looked at', () => {
  fill(new TextEncoder().encode('....${jndi'))

  expect(found(0, 5)).toEqual([])
  expect(found(0, 6)).toEqual([4])
  expect(found(5, size)).toEqual([])
})

const tokens = fc.oneof(
  fc.constantFrom(...beginnings.map(([text]) => text)),
  fc.constantFrom(
    '$',
    '{',
    '%',
    '\\',
    '&',
    '#',
    ';',
    '24',
    '7b',
    'u',
    'x',
    '0',
    '5',
    '2',
    'Basic ',
    'e',
    'y',
    'J',
    '\n',
  ),
  fc.string({ maxLength: 3 }),
)

test('nothing is missed that a look at every place finds', () => {
  fc.assert(
    fc.property(fc.array(tokens, { maxLength: 40 }), fc.nat(20), fc.nat(20), (parts, skip, left) => {
      fill(new TextEncoder().encode(parts.join('')).subarray(0, size))
      const to = size - left

      const told = new Set(found(skip, to))
      expect(foundSlowly(skip, to).filter((place) => !told.has(place))).toEqual([])
    }),
    { numRuns: 1_500 },
  )
})

test('more places than are told at once are told in turns', () => {
  const large = new Sweep(40_000)
  new Uint8Array(large.window.buffer, large.window.byteOffset).fill(0, 0, 40_000)
  large.window.set(new TextEncoder().encode('${'.repeat(20_000)))
  const told: number[] = []
  let turns = 0
  for (let at = 0; at < 40_000; turns++) at = large.places(at, 40_000, (place) => told.push(place))

  expect(told).toEqual(Array.from({ length: 20_000 }, (_, index) => 2 * index))
  expect(turns).toBeGreaterThan(1)
})

test('lines are counted between any two places', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('\n', 'a', '\r'), maxLength: 100 }), fc.nat(60), (text, from) => {
      fill(new TextEncoder().encode(text))

      expect(sweep.lines(from, size)).toBe(text.slice(from).split('\n').length - 1)
    }),
  )
})

test('lines of a large window are counted', () => {
  const large = new Sweep(40_000)
  large.window.fill(0x0a)
  for (let at = 0; at < 40_000; at += 3) large.window[at] = 0x61

  for (const [from, to] of [
    [0, 40_000],
    [1, 39_999],
    [7, 8_151],
    [100, 4_163],
  ] as const)
    expect(large.lines(from, to)).toBe(large.window.subarray(from, to).filter((byte) => byte === 0x0a).length)
})

test('a window that nobody uses is used again', () => {
  const first = Sweep.of(1_000)
  first.close()
  const second = Sweep.of(1_000)

  expect(second).toBe(first)
  expect(Sweep.of(1_000)).not.toBe(first)
  expect(Sweep.of(2_000).window.length).toBe(2_000)
})

test('module.ts is what tools/generate-sweep.mjs makes of sweep.wat', async () => {
  const text = await freshModule()

  expect(readFileSync(new URL('./module.ts', import.meta.url), 'utf8')).toBe(text)
  expect(text).toContain(sweepModule)
})
