import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { answerDatagram, openConversation } from '../../src/catch/index.ts'
import {
  endOfHead,
  readClientHello,
  readDnsMessage,
  readJrmpCall,
  readJrmpEndpoint,
  readJrmpHandshake,
  readLdapMessage,
  readRequestHead,
} from '../../src/wire/index.ts'
import { type Chance, chance, mutated } from '../kit/chance.ts'
import { hostileDatagrams, hostileStreams } from '../kit/hostile-inputs.ts'
import { listenerSettings } from '../kit/listener-settings.ts'
import { recordedConnections, recordedPeer } from '../kit/wire-transcripts.ts'

/** Mutated packets per family of parsers. The seed is fixed: a failure happens again. */
const packets = 100_000
const maxBytes = 65_536
/** What engines keep of their own (compiled code, caches) is well below; 100,000 kept packets would be far above. */
const growthAllowed = 6_000_000

const settings = listenerSettings({ mayGoOn: (name) => name.length % 2 === 0 })
const ofProtocol = (word: string): readonly Uint8Array[] =>
  recordedConnections.filter(({ about }) => about.startsWith(word)).flatMap(({ writes }) => writes)
const httpRequests = ['GET /a HTTP/1.1\r\nHost: a.test\r\nAccept: */*\r\n\r\n', 'POST / HTTP/1.0\n\n'].map((text) =>
  new TextEncoder().encode(text),
)

const outcomes = ['read', 'incomplete', 'malformed', 'oversized']
const within = (length: number, bytes: Uint8Array): string =>
  length > 0 && length <= bytes.length ? 'read' : 'too long'

/** Each reads one packet and says in one word what became of it. */
const families: readonly (readonly [
  name: string,
  seeds: readonly Uint8Array[],
  read: (bytes: Uint8Array) => string,
])[] = [
  ['DNS', hostileDatagrams, (bytes) => (readDnsMessage(bytes).is === 'query' ? 'read' : 'malformed')],
  ['LDAP', ofProtocol('LDAP '), (bytes) => judged(readLdapMessage(bytes, maxBytes), bytes)],
  ['a JRMP handshake', ofProtocol('RMI').slice(0, 1), (bytes) => judged(readJrmpHandshake(bytes), bytes)],
  ['a JRMP endpoint', ofProtocol('RMI').slice(1, 2), (bytes) => judged(readJrmpEndpoint(bytes), bytes)],
  ['a JRMP call', ofProtocol('RMI').slice(2, 3), (bytes) => judged(readJrmpCall(bytes), bytes)],
  ['a TLS hello', ofProtocol('LDAPS'), (bytes) => judged(readClientHello(bytes, maxBytes), bytes)],
  [
    'an HTTP head',
    httpRequests,
    (bytes) => {
      const end = endOfHead(bytes)
      if (end === null) return 'incomplete'
      return readRequestHead(bytes.subarray(0, end)) === null ? 'malformed' : within(end, bytes)
    },
  ],
]

function judged(reading: { is: string; length?: number }, bytes: Uint8Array): string {
  return reading.is === 'read' ? within(reading.length ?? 0, bytes) : reading.is
}

/** Runs `once` for each packet, and says by how many bytes the heap grew in the second half. */
function heapGrowthOf(
  seeds: readonly Uint8Array[],
  seed: number,
  once: (bytes: Uint8Array, luck: Chance) => void,
): number {
  const luck = chance(seed)
  let before = 0
  for (let i = 0; i < packets; i++) {
    if (i === packets / 2) before = heapAfterCollection()
    once(mutated(seeds[luck.below(seeds.length)]!, luck), luck)
  }
  return heapAfterCollection() - before
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function heapAfterCollection(): number {
  collect()
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics()
  return heap + external
}

describe('100,000 mutated packets', () => {
  test.each(families)('of %s are each read to an answer, and none is kept', (_name, seeds, read) => {
    const seen = new Map<string, number>()

    const growth = heapGrowthOf(seeds, 1, (bytes) => {
      const outcome = read(bytes)
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
    })

    expect(outcomes).toEqual(expect.arrayContaining([...seen.keys()]))
    // The mutations reach both the paths that read and those that refuse.
    expect(seen.get('read') ?? 0).toBeGreaterThan(packets / 100)
    expect(packets - (seen.get('read') ?? 0)).toBeGreaterThan(packets / 100)
    expect(growth).toBeLessThan(growthAllowed)
  })

  test('as datagrams are each recorded once, and none is kept', () => {
    let recorded = 0

    const growth = heapGrowthOf(hostileDatagrams, 2, (bytes) => {
      recorded += answerDatagram(bytes, settings).saw.length
    })

    expect(recorded).toBe(packets)
    expect(growth).toBeLessThan(growthAllowed)
  })

  test('as streams cut anywhere end with at least one sighting each, and none is kept', () => {
    let silent = 0
    let largest = 0

    const growth = heapGrowthOf(hostileStreams, 3, (bytes, luck) => {
      const conversation = openConversation(settings, recordedPeer)
      let sightings = 0
      for (let at = 0, over = false; at < bytes.length && !over; ) {
        const size = 1 + luck.below(64)
        const { saw, close } = conversation.hear(bytes.subarray(at, at + size))
        sightings += saw.length
        for (const { raw } of saw) largest = Math.max(largest, raw.length)
        over = close
        at += size
      }
      if (sightings + conversation.end().length === 0) silent++
    })

    expect(silent).toBe(0)
    expect(largest).toBeLessThanOrEqual(4_096)
    expect(growth).toBeLessThan(growthAllowed)
  })
})

test('a million bytes of every kind, sent one after the other, never make a conversation keep more than its limit', () => {
  const limit = 10_000
  for (const start of hostileStreams.slice(0, 8)) {
    const conversation = openConversation(listenerSettings({ maxMessageBytes: limit }), recordedPeer)
    const beginning = start.subarray(0, Math.max(1, start.length - 8))
    let over = conversation.hear(beginning).close
    let heard = beginning.length
    for (const noise = new Uint8Array(500); !over && heard < 1_000_000; heard += noise.length) {
      over = conversation.hear(noise).close
    }

    expect(over).toBe(true)
    expect(heard).toBeLessThanOrEqual(limit + 1_000)
  }
})
