import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JsonList, jsonDocument } from './json-document.ts'

test('says what JSON says, with a list at any depth, one element a line', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), fc.string({ unit: 'binary' }), (elements, rest, name) => {
      const list = new JsonList()
      for (const element of elements) list.add(element)
      const document = jsonDocument({ rest, deep: [{ [`_${name}`]: list }] })
      expect(JSON.parse(document)).toEqual(JSON.parse(JSON.stringify({ rest, deep: [{ [`_${name}`]: elements }] })))
      expect(document.split('\n')).toHaveLength(elements.length === 0 ? 5 : elements.length + 6)
    }),
  )
})
