import { expect, test } from 'vitest'
import { settings } from '../configuration/settings.ts'
import { knownReleases } from '../fingerprints/fingerprints.ts'
import { compareReleases, isIn } from '../release.ts'
import { roleOf } from '../roles/index.ts'
import { advisories } from './index.ts'

const modules = advisories.flatMap((advisory) => advisory.modules.map((module) => ({ advisory, module })))
const cases = modules.map(({ advisory, module }) => [`${advisory.id} of ${module.product}`, advisory, module] as const)

test('each is there once, and each of its modules once', () => {
  expect(new Set(advisories.map(({ id }) => id)).size).toBe(advisories.length)
  expect(new Set(cases.map(([name]) => name)).size).toBe(cases.length)
})

test.each(cases)('%s rests on classes and marks that are known', (_name, _advisory, { code, product }) => {
  const marks = [...code.fixedBy, ...(code.cameWith === undefined ? [] : [code.cameWith])]
  for (const role of code.ways.flat()) {
    const owner = roleOf(role)?.product
    expect(owner === product || (product === 'reload4j' && owner === 'log4j'), role).toBe(true)
  }
  for (const mark of marks) {
    const [role = '', feature] = mark.split('/')
    expect(roleOf(role), mark).toBeDefined()
    if (feature !== undefined)
      expect(
        roleOf(role)?.features.map(({ id }) => id),
        mark,
      ).toContain(feature)
  }
})

test.each(cases)(
  '%s names settings that readers of configuration give',
  (_name, _advisory, { raisedBy, loweredBy }) => {
    for (const id of [...raisedBy, ...loweredBy])
      expect(
        settings.some((setting) => setting.id === id),
        id,
      ).toBe(true)
    expect(raisedBy.filter((id) => loweredBy.includes(id))).toEqual([])
  },
)

test.each(cases)(
  '%s has ranges in order, and is fixed where it says',
  (_name, _advisory, { affected, fixedIn, product }) => {
    const ends = affected.flatMap(({ from, before }) => [from, before])
    for (const [index, end] of ends.entries()) {
      const next = ends[index + 1]
      if (end !== null && next !== undefined && next !== null) expect(compareReleases(end, next)).toBeLessThan(0)
      // Only the very first may begin with the first release, and only the very last may never end.
      if (end === null) expect([0, ends.length - 1]).toContain(index)
    }
    const all = knownReleases().find((releases) => releases.product === product)?.releases ?? []
    expect(fixedIn.filter((release) => isIn(affected, release) || !all.includes(release))).toEqual([])
    // What is fixed in no release ends in none; what is affected is there.
    if (fixedIn.length === 0 && affected.length > 0) expect(ends.at(-1)).toBeNull()
    if (affected.length > 0) expect(all.some((release) => isIn(affected, release))).toBe(true)
  },
)

test.each(cases)(
  '%s says in plain words what it takes',
  (_name, { title, sources, cvss, severity }, { needs, disputes }) => {
    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(needs).toMatch(/^It takes .*\.$/)
    expect(sources.filter((source) => !source.startsWith('https://'))).toEqual([])
    expect(severity).toBe(cvss >= 9 ? 'critical' : cvss >= 7 ? 'high' : cvss >= 4 ? 'medium' : 'low')
    for (const { says, sources: both } of disputes) {
      expect(says).toMatch(/\.$/)
      expect(both.length).toBeGreaterThan(1)
    }
  },
)
