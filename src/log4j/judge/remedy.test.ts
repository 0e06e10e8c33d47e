import { expect, test } from 'vitest'
import type { Product } from '../../core/index.ts'
import { advisories } from '../advisories/index.ts'
import { isIn } from '../release.ts'
import { remedyFor } from './remedy.ts'

function remedy(product: Product, release: string): string {
  const affected = advisories.flatMap((advisory) =>
    advisory.modules
      .filter((module) => module.product === product && isIn(module.affected, release))
      .map((module) => ({ advisory, module })),
  )
  const identity = {
    possible: [release],
    version: release,
    byFingerprint: true,
    known: true,
    unknown: [],
    mixed: false,
  }
  return remedyFor(product, identity, affected)
}

test('the lowest release without a known flaw is the one in which no module has one, not only this', () => {
  // 2.25.4 fixes the core; log4j-api of the same release has CVE-2026-49844 still.
  expect(remedy('log4j-core', '2.14.1')).toMatch(/^Update Log4j Core to 2\.25\.5 \(Java 8\) or later\./)
  expect(remedy('log4j-core', '2.25.3')).toBe('Update Log4j Core to 2.25.5 (Java 8) or later.')
  expect(remedy('log4j-api', '2.26.0')).toBe('Update Log4j API to 2.26.1 (Java 8) or later.')
})

test.each([
  ['2.3', 'Java 6', '2.3.2'],
  ['2.12.1', 'Java 7', '2.12.4'],
])(
  'who must stay with the line of %s is told what its last release fixes, and what it leaves',
  (release, java, best) => {
    const text = remedy('log4j-core', release)

    expect(text).toContain(
      `Where ${java} must do, ${best} fixes CVE-2021-44228, CVE-2021-45046, CVE-2021-45105, CVE-2021-44832`,
    )
    expect(text).toMatch(/, but not .*CVE-2025-68161/)
    expect(text).toContain('2.25.5')
  },
)

test('what could not be judged is to be taken for vulnerable, and updated as if it were', () => {
  const advisory = advisories.find(({ id }) => id === 'CVE-2021-44228')
  const module = advisory?.modules[0]
  if (advisory === undefined || module === undefined) throw new Error('no such advisory')
  const identity = {
    possible: ['2.14.1'],
    version: '2.14.1',
    byFingerprint: true,
    known: true,
    unknown: [],
    mixed: false,
  }

  expect(remedyFor('log4j-core', identity, [], [{ advisory, module }])).toBe(
    'Treat it as vulnerable until that is known. Update Log4j Core to 2.25.5 (Java 8) or later.',
  )
})

test('previews are no remedy', () => {
  expect(remedy('log4j-core', '3.0.0-beta1')).toBe('No release of Log4j Core fixes it.')
})

test('Log4j 1.x has none: it is to be replaced', () => {
  expect(remedy('log4j', '1.2.17')).toContain('replace it by reload4j')
})

test.each([
  ['reload4j', '1.2.18.0', 'Update reload4j to 1.2.18.3 or later.'],
  ['logback-core', '1.2.3', 'Update Logback Core to 1.5.25 or later.'],
  ['logback-classic', '1.2.3', 'Update Logback Classic to 1.5.25 or later.'],
] as const)('%s %s: %s', (product, release, expected) => {
  expect(remedy(product, release)).toBe(expected)
})
