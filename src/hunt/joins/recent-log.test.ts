import { describe, expect, test } from 'vitest'
import { byteSearch, bytesOf, huntedAround } from '../../../test/kit/hunting.ts'
import { RecentLog } from './recent-log.ts'
import { RecentMessages } from './recent-messages.ts'
import type { Witness } from './witness.ts'

const query = (name: string): string =>
  `10-Dec-2021 12:43:12.416 queries: info: client @0x7f2a40 10.0.0.5#53211 (${name}): query: ${name} IN A +E(0)K (10.0.0.53)\n`
const least = 131_072

function searched(log: Pick<RecentLog, 'search'>, all: readonly string[], fresh: readonly string[] = []) {
  const seen: Witness[] = []
  log.search({ all: new Set(all), fresh }, huntedAround, (witness) => seen.push(witness))
  return seen
}

function logOf(most = least, full: () => void = () => undefined): RecentLog {
  return new RecentLog(byteSearch, 'named.log', { offset: 1_000, lines: 10 }, most, full)
}

describe('the last of a log', () => {
  test('is searched once for what is known, and again for what becomes known', () => {
    const log = logOf()
    log.add(bytesOf(query('x.evil.example') + query('y.evil.example')))

    expect(searched(log, ['x.evil.example'])).toMatchObject([{ line: 11, byteOffset: 1_000, source: 'named.log' }])
    expect(searched(log, ['x.evil.example'])).toEqual([])
    expect(searched(log, ['x.evil.example', 'y.evil.example'], ['y.evil.example'])).toMatchObject([
      { line: 12, byteOffset: 1_000 + query('x.evil.example').length },
    ])
  })

  test('a line is read when it is whole', () => {
    const log = logOf()
    const line = query('x.evil.example')
    log.add(bytesOf(line.slice(0, 90)))
    expect(searched(log, ['x.evil.example'])).toEqual([])
    log.add(bytesOf(line.slice(90)))

    expect(searched(log, ['x.evil.example'])).toHaveLength(1)
  })

  test('whoever searches is called before anything is lost, whatever the pieces are', () => {
    const seen: Witness[] = []
    const log: RecentLog = logOf(least, () => seen.push(...searched(log, ['x.evil.example'])))
    const lines = 20_000
    for (let i = 0; i < lines; i += 5_000)
      log.add(
        bytesOf(
          Array.from({ length: 5_000 }, (_, n) => query(n % 1_000 === 7 ? 'x.evil.example' : 'www.example')).join(''),
        ),
      )
    seen.push(...searched(log, ['x.evil.example']))

    expect(seen.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, n) => 10 + 8 + 1_000 * n))
    const [start, end] = log.span
    expect(end - start).toBeLessThanOrEqual(least)
    expect(end).toBe(
      1_000 +
        Array.from({ length: lines }, (_, n) => query(n % 1_000 === 7 ? 'x.evil.example' : 'www.example')).join('')
          .length,
    )
  })

  test('columns that were told at the beginning are known when that is gone', () => {
    const log: RecentLog = new RecentLog(byteSearch, 'dns.log', { offset: 0, lines: 0 }, least, () => searched(log, []))
    const fields = ['ts', 'uid', 'id.orig_h', 'id.orig_p', 'id.resp_h', 'id.resp_p', 'proto', 'query', 'qtype_name']
    log.add(bytesOf(`#separator \\x09\n#path\tdns\n#fields\t${fields.join('\t')}\n`))
    const row = (name: string): string => `1639140192.4\tC1\t10.0.0.5\t53211\t10.0.0.53\t53\tudp\t${name}\tA\n`
    log.add(bytesOf(row('www.example').repeat(5_000)))
    log.add(bytesOf(row('x.evil.example')))

    expect(searched(log, ['x.evil.example'])).toMatchObject([{ format: 'zeek-tsv', saw: { name: 'x.evil.example' } }])
  })

  test('a line that is longer than all that is kept hides none that follow', () => {
    const log: RecentLog = logOf(least, () => searched(log, []))
    log.add(new Uint8Array(3 * least).fill(0x78))
    log.add(bytesOf(`\n${query('x.evil.example')}`))

    expect(searched(log, ['x.evil.example'])).toMatchObject([{ line: 12 }])
  })
})

test('messages are told by whom they came from', () => {
  const messages: RecentMessages = new RecentMessages(byteSearch, least, () => searched(messages, []))
  for (let i = 0; i < 5_000; i++) messages.add(`syslog:udp:10.0.1.${i % 250}`, bytesOf(query('www.example').trimEnd()))
  messages.add('syslog:udp:10.0.0.2', bytesOf(query('x.evil.example').trimEnd()))
  messages.add('syslog:udp:10.0.0.3', bytesOf(query('y.evil.example').trimEnd()))

  expect(searched(messages, ['x.evil.example', 'y.evil.example'])).toMatchObject([
    { source: 'syslog:udp:10.0.0.2', line: null, byteOffset: 0, saw: { name: 'x.evil.example' } },
    { source: 'syslog:udp:10.0.0.3', line: null, byteOffset: 0, saw: { name: 'y.evil.example' } },
  ])
})
