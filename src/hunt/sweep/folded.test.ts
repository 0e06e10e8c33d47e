import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FoldedReader } from './folded.ts'

function read(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const reader = new FoldedReader(bytes)
  let out = ''
  for (let at = 0; at < bytes.length; at = Math.max(reader.next, at + 1)) out += String.fromCharCode(reader.at(at))
  return out
}

test.each([
  ['${jndi', '${jndi'],
  ['%24%7Bjndi', '${jndi'],
  ['%2524%257bjndi', '${jndi'],
  ['%25%32%34', '$'],
  ['%u0024%U007B', '${'],
  ['\\u0024\\U007b', '${'],
  ['\\u+0024', '$'],
  ['\\u{24}\\u{00007b}', '${'],
  ['\\\\\\\\u0024', '$'],
  ['\\x24\\X7b', '${'],
  ['\\44\\044\\173', '$${'],
  ['\\"\\/', '"/'],
  ['&#36;&#x24;&#X24;', '$$$'],
  ['&#36{', '${'],
  ['&#x24&#123', '${'],
  ['&#0000000000000000000000000000000000000000000036;', '$'],
  ['&dollar;&lbrace;&lcub;&rcub;&rbrace;', '${{}}'],
  ['&amp;#36;', '$'],
  ['&amp;amp;#36;', '$'],
  ['%26%2336%3b', '$'],
  ['\\u0026#36;', '$'],
  ['&bsol;u0024', '$'],
  ['%5Cu0024', '$'],
  ['&#92;x24', '$'],
])('%j stands for %j', (text, meaning) => {
  expect(read(text)).toBe(meaning)
})

test.each([
  '%',
  '%2',
  '%zz',
  '%u002',
  '\\',
  '\\u002g',
  '\\x2',
  '\\8',
  '\\u{}',
  '\\u{24',
  '&',
  '&#',
  '&#x;',
  '&nosuch;',
  '&dollar',
])('%j stands for itself', (text) => {
  expect(read(text)).toBe(text)
})

test('nothing behind its end is read', () => {
  const reader = new FoldedReader(new TextEncoder().encode('%24'), 2)

  expect(reader.at(0)).toBe(0x25)
  expect(reader.at(2)).toBe(-1)
  reader.endAt(3)
  expect(reader.at(0)).toBe(0x24)
})

const escape = fc.constantFrom<(letter: string) => string>(
  (letter) => `%${hex(letter, 2)}`,
  (letter) => `\\u${hex(letter, 4)}`,
  (letter) => `\\x${hex(letter, 2)}`,
  (letter) => `&#${letter.charCodeAt(0)};`,
  (letter) => `&#x${hex(letter, 1)};`,
)

function hex(letter: string, digits: number): string {
  return letter.charCodeAt(0).toString(16).padStart(digits, '0')
}

test('a letter is known behind any stack of escapes, complete or partial', () => {
  fc.assert(
    fc.property(
      fc.array(escape, { minLength: 1, maxLength: 4 }),
      fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
      (escapes, chosen) => {
        // The first letter is escaped always, of the others those that are chosen, and what would begin an escape.
        const written = escapes.reduce((text, each, round) => {
          const must = each('a').charAt(0)
          const isEscaped = (letter: string, index: number): boolean =>
            index === 0 || letter === must || chosen[(index + round) % 16] === true
          return Array.from(text, (letter, index) => (isEscaped(letter, index) ? each(letter) : letter)).join('')
        }, '$')

        expect(read(written)).toBe('$')
      },
    ),
    { numRuns: 500 },
  )
})

test.each([
  ['percent signs', '%'.repeat(200_000)],
  ['percent signs of percent signs', '%25'.repeat(70_000)],
  ['ampersands', '&'.repeat(200_000)],
  ['openings of references', '&#'.repeat(100_000)],
  ['references of ampersands', '&amp;'.repeat(40_000)],
  ['backslashes and percent signs', '\\%'.repeat(100_000)],
  ['zeros', `&#${'0'.repeat(200_000)}`],
])('%s cost no more than their length', (_case, text) => {
  const { user } = process.cpuUsage()
  read(text)

  expect((process.cpuUsage().user - user) / 1_000).toBeLessThan(1_000)
})
