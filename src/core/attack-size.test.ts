import { expect, test } from 'vitest'
import { sampleAttacks } from '../../test/kit/generated-results.ts'
import type { AttackFinding } from './attack.ts'
import { sizeOfAttack } from './attack-size.ts'

const [sample] = sampleAttacks(1)
const finding = sample! // one was asked for
const { lookup, evidence } = finding
const long = 'x'.repeat(100_000)

test.each<[string, Partial<AttackFinding>]>([
  ['a request', { request: long }],
  ['a user agent', { userAgent: long }],
  ['a path', { lookup: { ...lookup, path: long } }],
  ['a host', { lookup: { ...lookup, host: long } }],
  ['a name that leaks', { leaks: [{ read: 'env:A', into: long, secret: false }] }],
  ['what it carries', { carries: [long] }],
  ['a record of another log', { evidence: [evidence[0], { ...evidence[0], text: long }] }],
  ['a reason', { because: long }],
])('%s that is long counts', (_case, part) => {
  const usual = sizeOfAttack({ ...finding, request: null, userAgent: null })

  expect(sizeOfAttack({ ...finding, ...part })).toBeGreaterThan(usual + 90_000)
})
