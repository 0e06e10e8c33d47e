import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyFinding } from '../../test/kit/generated-results.ts'
import { isAlarm } from '../core/index.ts'
import { exitCodeUnder, failureThresholds, OutcomeCount, readFailureThreshold } from './fail-on.ts'

test.each([
  ['nothing at all', null, {}, 0, 0],
  ['something vulnerable', null, { low: 1 }, 0, 1],
  ['something vulnerable of no weight', null, { info: 1 }, 0, 1],
  ['a gap', null, {}, 1, 2],
  ['a gap beside something vulnerable', null, { high: 1 }, 1, 1],
  ['as severe as asked for', 'high', { high: 1 }, 0, 1],
  ['more severe', 'high', { critical: 1 }, 0, 1],
  ['less severe', 'high', { medium: 9, low: 9, info: 9 }, 0, 0],
  ['less severe, and a gap', 'high', { medium: 1 }, 1, 2],
  ['a gap alone', 'critical', {}, 1, 2],
  ['of no weight', 'low', { info: 1 }, 0, 0],
  ['a gap, where gaps fail', 'gap', {}, 1, 1],
  ['something of no weight, where gaps fail', 'gap', { info: 1 }, 0, 1],
  ['nothing, where gaps fail', 'gap', {}, 0, 0],
] as const)('%s, --fail-on %s', (_case, threshold, alarms, gaps, code) => {
  expect(exitCodeUnder(threshold, { alarms, unknown: 0, gaps })).toBe(code)
  expect(exitCodeUnder(threshold, { alarms, unknown: gaps, gaps: 0 })).toBe(code)
})

const outcome = fc.record({
  alarms: fc.dictionary(fc.constantFrom('critical', 'high', 'medium', 'low', 'info'), fc.nat(3)),
  unknown: fc.nat(1),
  gaps: fc.nat(2),
})

test('a wider threshold never turns a failure into anything else, and no threshold calls a gap nothing', () => {
  fc.assert(
    fc.property(outcome, (seen) => {
      const codes = failureThresholds.map((threshold) => exitCodeUnder(threshold, seen))
      for (const [i, code] of codes.entries()) if (code === 1) expect(codes.slice(i)).not.toContain(0)
      for (const [i, code] of codes.entries()) if (code === 1) expect(codes.slice(i)).not.toContain(2)
      if (seen.gaps + seen.unknown > 0) for (const code of codes) expect(code).not.toBe(0)
    }),
  )
})

test('counts what is vulnerable or attacked, and nothing else, as it comes', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 6 }), fc.nat(3), (findings, gaps) => {
      const count = new OutcomeCount()
      for (const finding of findings) count.finding(finding)
      for (let i = 0; i < gaps; i++) count.gap()
      const counted = Object.values(count.alarms).reduce((sum, n) => sum + n, 0)
      expect(counted).toBe(findings.filter(isAlarm).length)
      expect(count.gaps).toBe(gaps)
      const open = findings.filter(({ cves }) => cves.some(({ status }) => status === 'under_investigation'))
      expect(count.unknown).toBe(open.filter((each) => !isAlarm(each)).length)
    }),
  )
})

test('an unknown threshold is a problem that lists those there are', () => {
  expect(readFailureThreshold('medium')).toBe('medium')
  expect(() => readFailureThreshold('none')).toThrow(
    expect.objectContaining({ code: 'REPORT_FAIL_ON_UNKNOWN', hint: expect.stringContaining('gap') as string }),
  )
})
