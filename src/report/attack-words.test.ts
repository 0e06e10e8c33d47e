import { expect, test } from 'vitest'
import { sampleAttacks } from '../../test/kit/generated-results.ts'
import { type AttackFinding, hostTemplate } from '../core/index.ts'
import { askedOf, attackKind, attackPlace, couldFire, releasesOf } from './attack-words.ts'

const [sample] = sampleAttacks(1)
const attack = (lookup: Partial<AttackFinding['lookup']>): AttackFinding => ({
  ...sample!,
  verdict: 'fires',
  scanner: null,
  lookup: { ...sample!.lookup, scheme: 'ldap', host: null, port: null, path: null, domain: null, ...lookup },
})

test.each([
  ['evil.example', 'evil.example'],
  ['www.evil.example', 'www.evil.example'],
  ['c6roi3ia89k5kj1mes60cg5a1doyyyyyn.interactsh.example', '*.interactsh.example'],
  ['${env:USER}.${sys:java.version}.evil.example', '*.evil.example'],
  ['x12345678.c6roi3ia89k5kj.evil.example', '*.evil.example'],
  ['203.0.113.7', '203.0.113.7'],
  ['6f1ed002ab5595859014ebf0951522d9.example', '6f1ed002ab5595859014ebf0951522d9.example'],
])('%s is of %s', (host, template) => {
  expect(hostTemplate(host)).toBe(template)
})

test('attacks that differ in a name made for one request are of one kind, and others are not', () => {
  const kind = (host: string, path: string): string => attackKind(attack({ host, port: 389, path }))

  expect(kind('a1b2c3d4e5.evil.example', 'a')).toBe(kind('f6a7b8c9d0.evil.example', 'a'))
  expect(kind('evil.example', 'Basic/Command/Base64/d2dldCBodHRwOi8v')).toBe(
    kind('evil.example', 'Basic/Command/Base64/Y3VybCBodHRwOi8vYQ=='),
  )
  expect(kind('evil.example', 'a')).not.toBe(kind('evil.example', 'b'))
  expect(kind('evil.example', 'a')).not.toBe(kind('other.example', 'a'))
})

test.each([
  [{ host: 'evil.example', port: 1389 }, 'evil.example:1389'],
  [{ domain: 'evil.example' }, 'servers of evil.example'],
  [{ scheme: 'dns', path: 'x.evil.example' }, 'x.evil.example'],
  [{ path: 'a' }, null],
])('%j asks %s', (lookup, asked) => {
  expect(askedOf(attack(lookup))).toBe(asked)
})

test('a place has a line, or a byte where there are no lines', () => {
  const at = { source: 'a.pcap', line: null, byteOffset: 70 }

  expect(attackPlace({ ...sample!, at })).toBe('a.pcap at byte 70')
  expect(attackPlace({ ...sample!, at: { ...at, line: 3 } })).toBe('a.pcap:3')
})

test('whether it could fire here is said only where a scan says it', () => {
  const cve = { id: 'CVE-2021-44228', because: 'log4j-core 2.14.1 is there' } as const

  expect(couldFire({ ...attack({}), cves: [{ ...cve, status: 'under_investigation' }] })).toBeNull()
  expect(couldFire({ ...attack({}), cves: [{ ...cve, status: 'affected' }] })).toBe(
    'YES, log4j-core 2.14.1 is there (CVE-2021-44228)',
  )
  expect(couldFire({ ...attack({}), verdict: 'attempt', cves: [{ ...cve, status: 'not_affected' }] })).toBeNull()
})

test.each([
  [null, 'Log4j 2.8 to 2.12.1'],
  ['legacy', 'Log4j 2.8 to 2.12.1; the name is taken by JDKs before October 2022 only'],
  ['compat', 'Log4j 2.8 to 2.12.1; the name is taken by every JDK that is not told to be strict with it'],
] as const)('a name that needs a JDK that is %s is said to', (needsJdk, words) => {
  expect(releasesOf({ ...attack({}), firesOn: ['B'], needsJdk })).toBe(words)
})
