import { test } from 'vitest'
import { readLog4jVersion } from '/work/main/src/core/index.ts'
import { evaluate } from '/work/main/src/lookup/index.ts'

const v = (t: string) => readLog4jVersion(t)!
const K = 1_000_000
const cases: [string, string][] = [
  ['openings', '${'.repeat(K / 2)],
  ['defaults', '${a:-'.repeat(K / 5)],
  ['colons in one name', '${' + ':'.repeat(K) + '}'],
  ['colons nested', '${' + ('${a}' + ':').repeat(K / 5) + '}'],
  ['5000 deep', '${'.repeat(5000) + '}'.repeat(5000)],
  ['500 deep', '${a:-'.repeat(500) + 'x' + '}'.repeat(500)],
  ['64KB ${a:-', '${a:-'.repeat(13000)],
  ['many small', '${x}'.repeat(K / 4)],
  ['many jndi', '${jndi:a}'.repeat(K / 9)],
  ['escapes', '$${a}'.repeat(K / 5)],
  ['esc run', '$'.repeat(K) + '{a}'],
  ['dates', '${date:yyyy}'.repeat(K / 12)],
  ['date bad', '${date:' + 'y'.repeat(K) + '}'],
  ['date quotes', '${date:' + "'".repeat(K) + '}'],
  ['date distinct', '${date:' + 'yM'.repeat(K / 2) + '}'],
  ['lower', '${lower:'.repeat(500) + 'x'.repeat(K) + '}'.repeat(500)],
  ['doubling', '${lower:${event:Message}${event:Message}}'],
  ['env', '${env:A}'],
  ['deep default many', ('${a:-'.repeat(50) + 'x' + '}'.repeat(50)).repeat(3000)],
  ['closing first', '}'.repeat(K)],
  ['mixed', '${a}${'.repeat(K / 6)],
  ['fallthrough', '${a:-' + '${b}'.repeat(K / 4) + '}'],
  [':\\-', '${' + ':\\-'.repeat(K / 3) + '}'],
]
test('t', () => {
  for (const ver of ['2.0-beta9', '2.7', '2.12.1', '2.14.1', '2.17.1'])
    for (const [n, t] of cases)
      for (const mode of ['once', 'message'] as const) {
        const a = performance.now()
        const e = evaluate(t, { version: v(ver), mode, world: { env: { A: '${env:A}' + 'x'.repeat(10000) } } })
        const d = performance.now() - a
        if (d > 200 || e.error) console.log(ver, n, mode, d.toFixed(0) + 'ms', e.error, e.jndi.length, e.detail)
      }
}, 600000)
