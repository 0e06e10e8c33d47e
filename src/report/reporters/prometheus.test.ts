import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Family, readPrometheus as families } from '../../../test/kit/documents/prometheus.ts'
import {
  anyFinding,
  anyGap,
  documentOf,
  huntHeader,
  sampleAttacks,
  sampleComponents,
  scanHeader,
} from '../../../test/kit/generated-results.ts'
import type { ComponentFinding, CveStatus, Gap } from '../../core/index.ts'
import { isVulnerable } from '../../core/index.ts'
import { prometheus } from './prometheus.ts'

const sum = (family: Family | undefined): number => [...(family?.samples.values() ?? [])].reduce((a, b) => a + b, 0)

test('is what a collector takes, and counts every finding and gap, whatever was found', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 6 }), fc.array(anyGap, { maxLength: 6 }), (findings, gaps) => {
      const found = families(documentOf(prometheus, findings, gaps, { header: scanHeader }))
      expect(sum(found.get('fireline_vulnerable'))).toBe(findings.filter(isVulnerable).length)
      expect(sum(found.get('fireline_findings'))).toBe(findings.flatMap(({ cves }) => cves).length)
      expect(sum(found.get('fireline_components'))).toBe(findings.filter(({ kind }) => kind === 'component').length)
      expect(sum(found.get('fireline_attacks'))).toBe(findings.filter(({ kind }) => kind === 'attack').length)
      expect(sum(found.get('fireline_gaps'))).toBe(gaps.length)
    }),
  )
})

const [sample] = sampleComponents(1)
const affected: CveStatus = { id: 'CVE-2021-44228', status: 'affected', because: '' }
const core: ComponentFinding = {
  ...sample!,
  severity: 'critical',
  cves: [affected],
  component: { ...sample!.component, product: 'log4j-core', version: '2.14.1' },
}

test('says by advisory, status and severity how many, and when the run ended and how long it took', () => {
  const lines = documentOf(prometheus, [core, core], [], { header: scanHeader }).split('\n')

  expect(lines).toContain(
    'fireline_findings{verb="scan",kind="component",cve="CVE-2021-44228",status="affected",severity="critical"} 2',
  )
  expect(lines).toContain(
    'fireline_components{verb="scan",product="log4j-core",version="2.14.1",standing="vulnerable",severity="critical"} 2',
  )
  expect(lines).toContain('fireline_vulnerable{verb="scan"} 2')
  expect(lines).toContain('fireline_run_end_timestamp_seconds{verb="scan"} 60')
  expect(lines).toContain('fireline_run_duration_seconds{verb="scan"} 60')
  expect(lines).toContain('fireline_run_complete{verb="scan"} 1')
})

test('attacks are counted by what they can do, also where there is none, so that an alarm can end', () => {
  const [attack] = sampleAttacks(1)
  const lines = documentOf(prometheus, [{ ...attack!, verdict: 'fires' }], [], { header: huntHeader }).split('\n')

  expect(lines).toContain('fireline_attacks{verb="hunt",verdict="fires"} 1')
  expect(lines).toContain('fireline_attacks{verb="hunt",verdict="evidence"} 0')
})

test('that nothing is vulnerable is a number too, so that an alarm can end', () => {
  expect(documentOf(prometheus, [], [])).toContain('\nfireline_vulnerable{verb="probe"} 0\n')
})

test('places are no labels: a million gaps are as many series as there are reasons', () => {
  const gaps = Array.from({ length: 1_000 }, (_, i): Gap => ({ at: `/srv/${i}`, because: 'truncated', detail: '' }))

  expect(families(documentOf(prometheus, [], gaps)).get('fireline_gaps')?.samples.size).toBe(1)
})

test('versions that somebody makes up do not become series without end, and are counted all the same', () => {
  const many = Array.from({ length: 3_000 }, (_, i) => ({
    ...core,
    component: { ...core.component, version: `9.${i}"` },
  }))
  const family = families(documentOf(prometheus, many, [])).get('fireline_components')

  expect(family?.samples.size).toBe(2_001)
  expect(sum(family)).toBe(3_000)
})
