import { expect, test } from 'vitest'
import { bytesOf } from '../../test/kit/hunting.ts'
import { openAcross, rawExtent, rawExtents } from './raw-extent.ts'

function raw(text: string): string | null {
  const bytes = bytesOf(text)
  const extent = rawExtent(bytes)
  return extent === null ? null : Buffer.from(bytes.subarray(extent.start, extent.end)).toString()
}

test.each([
  ['plain', 'a ${jndi:x} b', '${jndi:x}'],
  ['nested', '"${${::-j}ndi:x}"', '${${::-j}ndi:x}'],
  ['percent-encoded', 'GET /$%7Bjndi:%24%7bx%7D%7D?a HTTP', '$%7Bjndi:%24%7bx%7D%7D'],
  ['in JSON escapes', '\\u0024\\u007bjndi\\u007d"', '\\u0024\\u007bjndi\\u007d'],
  ['in references', '&#36;&#123;jndi&#125;;', '&#36;&#123;jndi&#125;'],
  ['in mixed escapes', '$&lbrace;jndi%7d.', '$&lbrace;jndi%7d'],
  ['never closed, up to the quote', '"${jndi:ldap://a" "b"', '${jndi:ldap://a'],
  ['never closed, up to the end', '${jndi:ldap://a', '${jndi:ldap://a'],
  ['with a brace before it', '} {} ${a}', '${a}'],
])('a payload is told as it is written: %s', (_case, text, expected) => {
  expect(raw(text)).toBe(expected)
})

test('there may be none', () => {
  expect(raw('$ { 100% &amp; \\')).toBeNull()
})

test('they are told one after the other', () => {
  const bytes = bytesOf('${a} %24{b}, ${c{d}} ${e')

  expect([...rawExtents(bytes)]).toEqual([
    { start: 0, end: 4, closed: true },
    { start: 5, end: 11, closed: true },
    { start: 13, end: 19, closed: true },
    { start: 21, end: 24, closed: false },
  ])
})

test('not without end: a few that are left open, and no more than anybody reads', () => {
  expect([...rawExtents(bytesOf('${"'.repeat(100)))]).toHaveLength(4)
  expect([...rawExtents(bytesOf('${a}'.repeat(1_000)))]).toHaveLength(256)
})

test.each([
  ['closed behind the line', '${a} ${b\nc} d', 8, { start: 5, end: 11, closed: true }],
  ['closed before', '${a} b\n${c', 6, null],
  ['never closed', '${a\nb', 3, { start: 0, end: 5, closed: false }],
  ['not begun in the line', 'a\n${b}', 1, null],
])('what a line leaves open: %s', (_case, text, lineEnd, extent) => {
  expect(openAcross(bytesOf(text), 0, lineEnd)).toEqual(extent)
})
