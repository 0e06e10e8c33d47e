import Ajv from 'ajv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  anyFinding,
  anyGap,
  documentOf,
  sampleAttacks,
  sampleComponents,
  sampleExposures,
} from '../../../test/kit/generated-results.ts'
import { openVexSchema } from '../../../test/kit/openvex-schema.ts'
import type { ComponentFinding, CveStatus } from '../../core/index.ts'
import { openvex } from './openvex.ts'

const validate = new Ajv({ allErrors: true }).compile(openVexSchema)

interface Statement {
  readonly vulnerability: { readonly name: string }
  readonly products: readonly [
    { readonly '@id': string; readonly subcomponents: readonly [{ readonly '@id': string }] },
  ]
  readonly status: string
  readonly status_notes?: string
  readonly impact_statement?: string
  readonly justification?: string
  readonly action_statement?: string
}

function statementsOf(
  findings: Parameters<typeof documentOf>[1],
  gaps: Parameters<typeof documentOf>[2] = [],
): readonly Statement[] {
  const document = JSON.parse(documentOf(openvex, findings, gaps)) as { statements: readonly Statement[] }
  return document.statements
}

test('keeps to the schema of OpenVEX 0.2.0, whatever was found', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 4 }), fc.array(anyGap, { maxLength: 4 }), (findings, gaps) => {
      validate(JSON.parse(documentOf(openvex, findings, gaps)))
      expect(validate.errors ?? []).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('the schema refuses an affected product without an action, and a status that is none', () => {
  const document = JSON.parse(documentOf(openvex, sampleComponents(2), [])) as { statements: object[] }
  const vulnerability = { name: 'CVE-2021-44228' }

  expect(validate({ ...document, statements: [{ vulnerability, status: 'affected' }] })).toBe(false)
  expect(validate({ ...document, statements: [{ vulnerability, status: 'safe' }] })).toBe(false)
  expect(validate({ ...document, statements: [{ vulnerability, status: 'not_affected' }] })).toBe(false)
  expect(validate({ ...document, statements: [] })).toBe(false)
})

const [sample] = sampleComponents(1)
const component = (...cves: readonly CveStatus[]): ComponentFinding => ({
  ...sample!,
  at: { path: '/srv/a.war!WEB-INF/lib/log4j core.jar' },
  component: { ...sample!.component, purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1' },
  remedy: 'Update to 2.17.1',
  cves,
})
const cve = (status: CveStatus['status']): CveStatus => ({ id: 'CVE-2021-44228', status, because: 'as it is' })

test('an attack leaves open what wrote the log, also where it cannot fire; a trace of an evaluation does not', () => {
  const [attack] = sampleAttacks(1)
  const at = { source: '/var/log/a.gz!a.log', line: 7, byteOffset: 0 }
  const because = 'so it is'
  const [dead, trace] = statementsOf([
    { ...attack!, at, verdict: 'attempt', cves: [{ id: 'CVE-2021-44228', status: 'not_affected', because }] },
    { ...attack!, at, verdict: 'evidence', cves: [{ id: 'CVE-2021-44228', status: 'affected', because }] },
  ])

  expect(dead).toMatchObject({
    products: [{ '@id': 'file:///var/log/a.gz#a.log' }],
    status: 'under_investigation',
    status_notes: expect.stringContaining('/var/log/a.gz!a.log:7') as string,
  })
  expect(trace).toMatchObject({ status: 'affected', status_notes: expect.stringContaining(because) as string })
})

test('each advisory of a finding is a statement: the product is the place, the subcomponent the library', () => {
  const [first, second] = statementsOf([component(cve('affected'), { ...cve('fixed'), id: 'CVE-2021-45046' })])

  expect(first).toMatchObject({
    vulnerability: { name: 'CVE-2021-44228' },
    status: 'affected',
    action_statement: 'Update to 2.17.1',
    products: [
      {
        '@id': 'file:///srv/a.war#WEB-INF/lib/log4j%20core.jar',
        subcomponents: [{ '@id': 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1' }],
      },
    ],
  })
  expect(second).toMatchObject({ vulnerability: { name: 'CVE-2021-45046' }, status: 'fixed' })
})

test('what is not affected says why: by a justification if there is one, else in words', () => {
  const justified = { ...cve('not_affected'), justification: 'vulnerable_code_not_present' } as const
  const [plain, precise] = statementsOf([component(cve('not_affected'), { ...justified, id: 'CVE-2021-45046' })])

  expect(plain?.impact_statement).toContain('as it is')
  expect(precise).toMatchObject({ justification: 'vulnerable_code_not_present' })
  expect(precise?.impact_statement).toBeUndefined()
})

test('a gap is a product whose status is not known, and so is a component that no advisory was judged for', () => {
  const [unjudged, gap] = statementsOf([component()], [{ at: '/srv/b.zip', because: 'encrypted', detail: 'AES' }])

  expect(unjudged?.status).toBe('under_investigation')
  expect(gap).toMatchObject({ status: 'under_investigation', products: [{ '@id': 'file:///srv/b.zip' }] })
  expect(gap?.status_notes).toContain('encrypted')
})

test('a service that was probed is a product by its URL', () => {
  const [statement] = statementsOf(sampleExposures(1))

  expect(statement?.products[0]['@id']).toMatch(/^http:\/\/host-/)
})

test('without anything found, the one statement that a document must have is about no product', () => {
  const [only, ...more] = statementsOf([])

  expect(only?.products).toBeUndefined()
  expect(only?.status).toBe('under_investigation')
  expect(more).toEqual([])
})
