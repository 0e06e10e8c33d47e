import { expect, test } from 'vitest'
import { remembering } from './remembering.ts'

test('a text is asked once, as long as there are not too many', () => {
  const asked: string[] = []
  const lengthOf = remembering((text: string) => {
    asked.push(text)
    return text.length
  })

  expect([lengthOf('a'), lengthOf('bb'), lengthOf('a')]).toEqual([1, 2, 1])
  expect(asked).toEqual(['a', 'bb'])
})

test('memory is bounded, and what was forgotten is found out again', () => {
  let asked = 0
  const itself = remembering((text: string) => {
    asked++
    return text
  })
  for (let i = 0; i < 10_000; i++) itself(String(i))

  expect(itself('0')).toBe('0')
  expect(asked).toBe(10_001)
})

test('long texts are asked each time, and not kept', () => {
  let asked = 0
  const lengthOf = remembering((text: string) => {
    asked++
    return text.length
  })
  const long = 'x'.repeat(5_000)

  expect([lengthOf(long), lengthOf(long)]).toEqual([5_000, 5_000])
  expect(asked).toBe(2)
})
