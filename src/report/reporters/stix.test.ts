import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type StixObject, stixFaults } from '../../../test/kit/documents/stix.ts'
import {
  anyAttack,
  anyCampaign,
  anyGap,
  documentOf,
  huntHeader,
  sampleAttacks,
  sampleGaps,
} from '../../../test/kit/generated-results.ts'
import type { AttackFinding, Campaign } from '../../core/index.ts'
import { stix } from './stix.ts'

function bundleOf(
  findings: readonly AttackFinding[],
  gaps: Parameters<typeof documentOf>[2] = [],
  campaigns: readonly Campaign[] = [],
) {
  const document = documentOf(stix, findings, gaps, { header: huntHeader, campaigns })
  return JSON.parse(document) as { objects: readonly StixObject[] }
}

const [sample] = sampleAttacks(1)
const attack = (over: Partial<AttackFinding>, lookup: Partial<AttackFinding['lookup']>): AttackFinding => ({
  ...sample!,
  verdict: 'fires',
  ...over,
  lookup: { ...sample!.lookup, domain: null, ...lookup },
})
const ofType = (bundle: { objects: readonly StixObject[] }, type: string): readonly StixObject[] =>
  bundle.objects.filter((object) => object.type === type)

test('keeps to the schemas of STIX 2.1, and every reference leads somewhere, whatever was found', () => {
  fc.assert(
    fc.property(
      fc.array(anyAttack, { maxLength: 4 }),
      fc.array(anyGap, { maxLength: 3 }),
      fc.uniqueArray(anyCampaign, { maxLength: 3, selector: ({ id }) => id }),
      (findings, gaps, campaigns) => {
        expect(stixFaults(bundleOf(findings, gaps, campaigns))).toEqual([])
      },
    ),
    { numRuns: 100 },
  )
})

test('the check of a bundle sees a member that is wrong, a reference to nothing, and an identifier twice', () => {
  const { objects } = bundleOf(sampleAttacks(2), sampleGaps(1))
  const broken = objects.map((object) => (object.type === 'report' ? { ...object, published: 'today' } : object))

  expect(stixFaults({ objects: broken }).join()).toContain('report.published')
  expect(stixFaults({ objects: objects.filter(({ type }) => type !== 'identity') }).join()).toContain('not there')
  expect(stixFaults({ objects: [...objects, objects[0]!] })).toEqual(['an identifier occurs twice'])
})

test('whom attacks ask is one indicator with how often and when; names of one use stand together', () => {
  const bundle = bundleOf([
    attack({}, { host: 'c6roi3ia89k5kj1mes60.evil.example' }),
    attack({}, { host: '${env:USER}.Evil.example.' }),
    attack({}, { host: '203.0.113.7' }),
    attack({ verdict: 'attempt' }, { host: '[2001:db8::1]' }),
  ])

  expect(ofType(bundle, 'indicator').map(({ pattern, indicator_types }) => [pattern, indicator_types])).toEqual([
    ["[domain-name:value = 'evil.example'] OR [domain-name:value LIKE '%.evil.example']", ['malicious-activity']],
    [
      "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '203.0.113.7']",
      ['malicious-activity'],
    ],
    [
      "[network-traffic:dst_ref.type = 'ipv6-addr' AND network-traffic:dst_ref.value = '2001:db8::1']",
      ['anomalous-activity'],
    ],
  ])
  expect(ofType(bundle, 'sighting').map(({ count }) => count)).toEqual([2, 1, 1])
})

test.each(['192.168.1.4', 'localhost', "x' OR [url:value = 'a", 'ſ.example', '-'])(
  '%j is no indicator: nobody outside, or no name that a device compares',
  (host) => {
    expect(ofType(bundleOf([attack({}, { host })]), 'indicator')).toEqual([])
  },
)

test('everything but identities and the marking itself is marked TLP:AMBER', () => {
  for (const { type, object_marking_refs } of bundleOf(sampleAttacks(3), sampleGaps(2)).objects)
    if (type !== 'identity' && type !== 'marking-definition')
      expect(object_marking_refs).toEqual(['marking-definition--f88d31f6-486f-44da-b317-01333bde0b82'])
})
