import { expect, test } from 'vitest'
import { advisories, roleOf } from '../../log4j/index.ts'
import { remedies } from './index.ts'

const products = { log4j1: 'log4j', log4j2: 'log4j-core' } as const

test.each(remedies)(
  '$id takes away classes that are known, and ends flaws that rest on them',
  ({ takes, ends, family }) => {
    for (const role of takes) expect(roleOf(role)?.id).toBe(role)
    for (const id of ends) {
      const modules = advisories.find((known) => known.id === id)?.modules ?? []
      const ways = modules.filter(({ product }) => product === products[family]).flatMap(({ code }) => code.ways)

      // Each way in loses one of its classes at least.
      expect(ways, id).not.toEqual([])
      expect(ways.filter((way) => !way.some((role) => takes.includes(role)))).toEqual([])
    }
  },
)

test.each(remedies)('$id says what it costs and who advised it', ({ costs, sources, title }) => {
  expect(costs).toMatch(/^[^A-Z].*[^.]$/)
  expect(title).not.toBe('')
  for (const source of sources) expect(source).toMatch(/^https:\/\//)
})

test('no class is taken away by two remedies', () => {
  const roles = remedies.flatMap(({ takes }) => takes)

  expect(roles.filter((role, index) => roles.indexOf(role) !== index)).toEqual([])
})
