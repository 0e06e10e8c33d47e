import fc from 'fast-check'
import { expect, test } from 'vitest'
import { validateCyclonedx as validate } from '../../../test/kit/documents/cyclonedx.ts'
import {
  anyFinding,
  anyGap,
  documentOf,
  sampleAttacks,
  sampleComponents,
  sampleExposures,
  scanHeader,
} from '../../../test/kit/generated-results.ts'
import type { ComponentFinding, CveStatus, FindingId } from '../../core/index.ts'
import { cyclonedx } from './cyclonedx.ts'

interface Bom {
  readonly serialNumber: string
  readonly components: readonly { 'bom-ref': string; name: string; purl: string; group?: string; version?: string }[]
  readonly services: readonly { 'bom-ref': string }[]
  readonly vulnerabilities: readonly {
    'bom-ref': string
    id: string
    analysis: { state: string; justification?: string; detail: string }
    affects: readonly { ref: string }[]
  }[]
  readonly properties: readonly { name: string; value: string }[]
}

function bomOf(findings: Parameters<typeof documentOf>[1], gaps: Parameters<typeof documentOf>[2] = []): Bom {
  return JSON.parse(documentOf(cyclonedx, findings, gaps, { header: scanHeader })) as Bom
}

test('keeps to the official schema of CycloneDX 1.6, whatever was found', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 4 }), fc.array(anyGap, { maxLength: 4 }), (findings, gaps) => {
      validate(bomOf(findings, gaps))
      expect(validate.errors).toBeNull()
    }),
    { numRuns: 50 },
  )
})

test('the schema refuses what is no CycloneDX', () => {
  const bom = bomOf(sampleComponents(3))

  expect(validate({ ...bom, serialNumber: '1' })).toBe(false)
  expect(validate({ ...bom, vulnerabilities: [{ id: 'CVE-2021-44228', analysis: { state: 'affected' } }] })).toBe(false)
})

test('references are unique, also where a finding comes twice, and what is referred to is there', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 5 }), (findings) => {
      const { components, services, vulnerabilities } = bomOf([...findings, ...findings])
      const subjects = [...components, ...services].map((each) => each['bom-ref'])
      const refs = [...subjects, ...vulnerabilities.map((each) => each['bom-ref'])]
      expect(subjects).toHaveLength(2 * findings.filter(({ kind }) => kind !== 'attack').length)
      expect(new Set(refs).size).toBe(refs.length)
      for (const { affects } of vulnerabilities) for (const { ref } of affects) expect(subjects).toContain(ref)
    }),
    { numRuns: 50 },
  )
})

test('an attack is a property of the whole, and neither a component nor a verdict on one', () => {
  const [attack] = sampleAttacks(1)
  const { components, services, vulnerabilities, properties } = bomOf([
    { ...attack!, at: { source: '/var/log/a.log', line: 3, byteOffset: 0 }, verdict: 'fires' },
  ])

  expect([components, services, vulnerabilities]).toEqual([[], [], []])
  expect(properties[0]).toMatchObject({
    name: 'fireline:attack:fires',
    value: expect.stringContaining('/var/log/a.log:3; ') as string,
  })
})

const [sample] = sampleComponents(1)
const cve = (status: CveStatus['status'], because = ''): CveStatus => ({ id: 'CVE-2021-44228', status, because })
const component = (n: number, ...cves: readonly CveStatus[]): ComponentFinding => ({
  ...sample!,
  id: `f-${n}` as FindingId,
  component: {
    ...sample!.component,
    product: 'log4j-core',
    version: '2.14.1',
    purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
  },
  remedy: 'Update',
  cves,
})

test('a component has its package URL, its group and its version', () => {
  expect(bomOf([component(1)]).components[0]).toMatchObject({
    type: 'library',
    'bom-ref': 'f-1',
    group: 'org.apache.logging.log4j',
    name: 'log4j-core',
    version: '2.14.1',
    purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
  })
})

test.each([
  ['affected', 'exploitable'],
  ['not_affected', 'not_affected'],
  ['fixed', 'resolved'],
  ['under_investigation', 'in_triage'],
] as const)('%s is %s', (status, state) => {
  const { vulnerabilities } = bomOf([component(1, cve(status, 'as it is'))])

  expect(vulnerabilities[0]?.analysis).toMatchObject({ state, detail: 'as it is' })
})

test('a justification is in the words of CycloneDX, and there is none where none was given', () => {
  const justified = { ...cve('not_affected'), justification: 'inline_mitigations_already_exist' } as const
  const { vulnerabilities } = bomOf([component(1, justified), component(2, cve('not_affected'))])

  expect(vulnerabilities.map(({ analysis }) => analysis.justification)).toEqual([
    'protected_by_mitigating_control',
    undefined,
  ])
})

test('what is said with the same words is said once, of all that it is said of; what differs, is not mixed', () => {
  const { vulnerabilities } = bomOf([
    component(1, cve('affected', 'a')),
    component(2, cve('affected', 'a')),
    component(3, cve('affected', 'b')),
    component(4, cve('fixed', 'a')),
  ])

  expect(vulnerabilities.map(({ affects }) => affects.map(({ ref }) => ref))).toEqual([
    ['f-1', 'f-2'],
    ['f-3'],
    ['f-4'],
  ])
})

test('a service that was probed is a service, with its vulnerability', () => {
  const { services, vulnerabilities, components } = bomOf(sampleExposures(1))

  expect(components).toEqual([])
  expect(vulnerabilities[0]?.affects[0]?.ref).toBe(services[0]?.['bom-ref'])
})

test('the serial number follows from the content', () => {
  expect(bomOf([component(1)]).serialNumber).toBe(bomOf([component(1)]).serialNumber)
  expect(bomOf([component(1)]).serialNumber).not.toBe(bomOf([component(2)]).serialNumber)
})

test('each gap is a property of the whole, to the letter', () => {
  const gap = { at: '/srv/\u001b[2J a.zip', because: 'encrypted', detail: 'AES' } as const

  expect(bomOf([], [gap]).properties).toEqual([{ name: 'fireline:gap:encrypted', value: '/srv/\u001b[2J a.zip (AES)' }])
})
