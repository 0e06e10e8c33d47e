import { expect, test } from 'vitest'
import { documentOf, huntHeader, sampleAttacks } from '../../test/kit/generated-results.ts'
import type { AttackFinding } from '../core/index.ts'
import { blocklistAddresses } from './reporters/blocklist-addresses.ts'
import { blocklistHosts } from './reporters/blocklist-hosts.ts'

const [sample] = sampleAttacks(1)
const attacks = (
  [
    ['evil.example', 'fires'],
    ['a1b2c3d4e5.evil2.example', 'fires'],
    ['a9b8c7d6e5.evil2.example', 'fires'],
    ['203.0.113.7', 'fires'],
    ['10.1.2.3', 'fires'],
    ['dead.example', 'attempt'],
  ] as const
).map(([host, verdict]): AttackFinding => ({ ...sample!, verdict, lookup: { ...sample!.lookup, host, domain: null } }))

const entries = (document: string): readonly string[] => document.split('\n').filter((line) => /^[^#]/.test(line))
const options = (defang: boolean) => ({ header: huntHeader, defang })

test('names and addresses are in lists of their own, one a line, defanged unless they are for machines', () => {
  expect(entries(documentOf(blocklistHosts, attacks, [], options(true)))).toEqual([
    'evil[.]example',
    '*.evil2[.]example',
  ])
  expect(entries(documentOf(blocklistHosts, attacks, [], options(false)))).toEqual(['evil.example', '*.evil2.example'])
  expect(entries(documentOf(blocklistAddresses, attacks, [], options(true)))).toEqual(['203[.]0[.]113[.]7'])
})

test('an address is listed as devices know it, however a JVM may be given it', () => {
  const asked = (host: string): AttackFinding => ({ ...sample!, verdict: 'fires', lookup: { ...sample!.lookup, host } })
  const document = documentOf(
    blocklistAddresses,
    ['3405803783', '203.28935', '010.1.2.3'].map(asked),
    [],
    options(false),
  )

  expect(entries(document)).toEqual(['203.0.113.7'])
  expect(document).toContain('# left out: 10.1.2.3, a private address')
})

test('what would hurt the own organisation, or no lookup asks for, is a comment that says so', () => {
  expect(documentOf(blocklistAddresses, attacks, [], options(false))).toContain(
    '# left out: 10.1.2.3, a private address',
  )
  expect(documentOf(blocklistHosts, attacks, [], options(false))).toContain('# left out: dead.example, no release')
})

test('a list without entries says so', () => {
  expect(documentOf(blocklistHosts, [], [], options(true))).toContain('# nothing to list')
})
