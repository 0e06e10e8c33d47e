import { expect, test } from 'vitest'
import { advisories, roleOf } from '../../log4j/index.ts'
import { remedies } from './index.ts'

test.each(remedies)('$id takes away classes that are known, and ends flaws that rest on them', ({ takes, ends }) => {
  for (const role of takes) expect(roleOf(role)?.id).toBe(role)
  const products = new Set(takes.map((role) => roleOf(role)?.product))
  for (const id of ends) {
    const advisory = advisories.find((known) => known.id === id)
    const ended = advisory?.modules.filter(
      ({ product, code }) =>
        products.has(product) && code.ways.every((way) => way.some((role) => takes.includes(role))),
    )

    expect(ended, id).not.toEqual([])
  }
})

test.each(remedies)('$id says what it costs and who advised it', ({ costs, sources, title }) => {
  expect(costs).toMatch(/^[^A-Z].*[^.]$/)
  expect(title).not.toBe('')
  for (const source of sources) expect(source).toMatch(/^https:\/\//)
})

test('no class is taken away by two remedies', () => {
  const roles = remedies.flatMap(({ takes }) => takes)

  expect(roles.filter((role, index) => roles.indexOf(role) !== index)).toEqual([])
})
