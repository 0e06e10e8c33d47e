import { expect, test } from 'vitest'
import { commaSeparated, quotedFrom } from './comma-separated.ts'

test.each([
  ['a,b,,c', ['a', 'b', '', 'c']],
  ['a,', ['a', '']],
  ['', ['']],
  ['"a,b",c', ['a,b', 'c']],
  ['"a ""b"", c",d', ['a "b", c', 'd']],
  ['"a" x,b', ['a', 'b']],
  ['a"b,c', ['a"b', 'c']],
  ['a,"b,c', ['a', 'b,c']],
  ['"",""""', ['', '"']],
])('%s has the values %j', (text, values) => {
  expect(commaSeparated(text)).toEqual(values)
})

test('no more values are read than are asked for', () => {
  expect(commaSeparated('a,b,c', 2)).toEqual(['a', 'b'])
})

test('the value that begins at a place in quotes ends at its last quote', () => {
  expect(quotedFrom('x,"a ""b"", c",d', 3)).toBe('a "b", c')
  expect(quotedFrom('x,"a', 3)).toBe('a')
})
