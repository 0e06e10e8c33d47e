import fc from 'fast-check'
import { expect, test } from 'vitest'
import { validateMisp } from '../../../test/kit/documents/misp.ts'
import { anyAttack, anyGap, documentOf, huntHeader, sampleAttacks } from '../../../test/kit/generated-results.ts'
import type { AttackFinding } from '../../core/index.ts'
import { misp } from './misp.ts'

interface Event {
  readonly uuid: string
  readonly threat_level_id: string
  readonly Attribute: readonly { uuid: string; category: string; type: string; value: string; to_ids: boolean }[]
}

function eventOf(findings: readonly AttackFinding[], gaps: Parameters<typeof documentOf>[2] = []): Event {
  return (JSON.parse(documentOf(misp, findings, gaps, { header: huntHeader })) as { Event: Event }).Event
}

const [sample] = sampleAttacks(1)
const attack = (over: Partial<AttackFinding>, host: string | null): AttackFinding => ({
  ...sample!,
  verdict: 'fires',
  ...over,
  lookup: { ...sample!.lookup, host, domain: null },
})

test('keeps to the core format of MISP, whatever was found', () => {
  fc.assert(
    fc.property(fc.array(anyAttack, { maxLength: 4 }), fc.array(anyGap, { maxLength: 3 }), (findings, gaps) => {
      const event = eventOf(findings, gaps)
      validateMisp({ Event: event })
      expect(validateMisp.errors ?? []).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('the check sees a type that its category does not have, and an event without information', () => {
  const event = eventOf(sampleAttacks(1))
  const [first] = event.Attribute

  expect(
    validateMisp({ Event: { ...event, Attribute: [{ ...first, category: 'Internal reference', type: 'ip-src' }] } }),
  ).toBe(false)
  expect(validateMisp({ Event: { ...event, info: '' } })).toBe(false)
})

test('a device may alarm on whom live attacks ask, not on who sent them, and not on an address of its own', () => {
  const { Attribute } = eventOf([
    attack({ from: '198.51.100.9' }, 'evil.example'),
    attack({ from: null }, '10.0.0.5'),
    attack({ from: null, verdict: 'attempt' }, 'dead.example'),
  ])
  const alarms = Attribute.filter(({ category }) => category === 'Network activity').map((each) => [
    each.type,
    each.value,
    each.to_ids,
  ])

  expect(alarms).toEqual([
    ['domain', 'evil.example', true],
    ['ip-dst', '10.0.0.5', false],
    ['domain', 'dead.example', false],
    ['ip-src', '198.51.100.9', false],
  ])
})

test('where a lookup was evaluated the threat level is high', () => {
  expect(eventOf([attack({ verdict: 'fires' }, 'a.example')]).threat_level_id).toBe('2')
  expect(eventOf([attack({}, 'a.example'), attack({ verdict: 'evidence' }, null)]).threat_level_id).toBe('1')
})
