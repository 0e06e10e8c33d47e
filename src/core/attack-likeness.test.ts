import { expect, it, test } from 'vitest'
import { sampleAttacks } from '../../test/kit/generated-results.ts'
import type { AttackFinding } from './attack.ts'
import { isAlike } from './attack-likeness.ts'

const [sample] = sampleAttacks(20).filter(({ evidence }) => evidence[0].kind === 'log' && evidence.length === 1)
const finding = sample! // one of twenty is such
const { lookup } = finding
const other = { other: true }

/** What each finding of a spray has for itself. */
const own = ['id', 'at', 'when', 'from', 'request', 'userAgent', 'field', 'format', 'seenAt', 'lookup', 'evidence']

/** Of every attack the same. */
const fixed = ['schema', 'kind']

test.each(Object.keys(finding).filter((name) => !fixed.includes(name)))(
  '%s tells two attacks apart, or is of each by itself',
  (name) => {
    const changed = { ...finding, ...(own.includes(name) ? {} : { [name]: other }) }

    expect(isAlike(finding, changed)).toBe(own.includes(name))
  },
)

test.each(Object.keys(lookup))('%s of what is looked up tells two attacks apart, but for how it is written', (name) => {
  const changed: AttackFinding = { ...finding, lookup: { ...lookup, [name]: other } }

  expect(isAlike(finding, changed)).toBe(name === 'raw')
})

it('tells apart what was decoded to different texts, and what rests on more', () => {
  const [log] = finding.evidence
  const layers = ['html']
  const decoded = (text: string): AttackFinding => ({
    ...finding,
    evidence: [log, { kind: 'decoding', layers, text }],
  })

  expect(isAlike(decoded('a'), decoded('a'))).toBe(true)
  expect(isAlike(decoded('a'), decoded('b'))).toBe(false)
  expect(isAlike(decoded('a'), finding)).toBe(false)
  const witnessed = { ...finding, evidence: [log, log] } as const
  expect(isAlike(witnessed, witnessed)).toBe(false)
  expect(isAlike({ ...finding, evidence: [log, log, log] }, { ...finding, evidence: [log, log, log] })).toBe(false)
})
