import { expect, test } from 'vitest'
import { choiceOption, flagOption, listOption, numberOption, textOption } from './options.ts'

const bounds = { min: 0, max: 100, unit: 'seconds' }

test.each([
  ['a number from a file', 5, 5],
  ['a text from the command line', '2.5', 2.5],
])('numberOption takes %s', (_case, raw, value) => {
  expect(numberOption({ waitFor: raw }, 'wait-for', bounds)).toBe(value)
})

test.each([[''], ['x'], [101], [-1], [undefined], [Number.NaN], [' ']])(
  'numberOption refuses %j and says what it wants',
  (raw) => {
    expect(() => numberOption({ wait: raw }, 'wait', bounds)).toThrow(
      /--wait .* is not a number of seconds from 0 to 100/,
    )
  },
)

test('choiceOption lists the words it knows', () => {
  expect(choiceOption({ profile: 'quick' }, 'profile', ['quick', 'deep'])).toBe('quick')
  expect(() => choiceOption({ profile: 'fast' }, 'profile', ['quick', 'deep'])).toThrow(
    /"fast" is not one of quick, deep/,
  )
})

test('listOption takes repetitions and commas', () => {
  expect(listOption({ points: ['header, query', 'json'] }, 'points', ',')).toEqual(['header', 'query', 'json'])
  expect(listOption({ header: ['A: b, c'] }, 'header', null)).toEqual(['A: b, c'])
  expect(listOption({}, 'points', ',')).toEqual([])
  expect(() => listOption({ points: [{}] }, 'points', ',')).toThrow(/--points/)
})

test('textOption is null when absent, and refuses what is no text', () => {
  expect(textOption({}, 'zone')).toBeNull()
  expect(() => textOption({ zone: 5 }, 'zone')).toThrow(/--zone 5 is not a text/)
})

test('flagOption is on for a flag and for an environment variable, and off otherwise', () => {
  expect([true, '1', 'true', false, undefined, '0'].map((eager) => flagOption({ eager }, 'eager'))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ])
})
