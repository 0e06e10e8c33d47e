import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as dnsPacket from 'dns-packet'
import { describe, expect, test } from 'vitest'
import { answerDatagram, type ListenerSettings, openConversation, type Reaction } from '../../src/catch/index.ts'
import { chance, mutated } from '../kit/chance.ts'
import { type Held, hold } from '../kit/hold-conversation.ts'
import { forbiddenBytes, forbiddenWords, hostileDatagrams, hostileStreams } from '../kit/hostile-inputs.ts'
import { listenerSettings } from '../kit/listener-settings.ts'

/*
 * The law: whatever we hear, nothing leaves us that a JVM could turn into an object. It is held twice. What leaves
 * must be one of the few answers that there are, to the byte (a list of what is allowed); and none of what would
 * do harm may be in it (a list of what is not).
 */

const byText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const magics = forbiddenBytes.map(byText)

/** Every kind of listener: with and without a zone, and one that lets everybody go on. */
const listeners: readonly ListenerSettings[] = [
  listenerSettings(),
  listenerSettings({ zone: null }),
  listenerSettings({ mayGoOn: () => true }),
  listenerSettings({ mayGoOn: () => true, publicAddresses: new Array<string>(90).fill('2001:db8::7') }),
]

/** The recorded and generated inputs as they are, then `count` mutations of them. */
function* variations(inputs: readonly Uint8Array[], seed: number, count: number): Generator<Uint8Array> {
  yield* inputs
  const luck = chance(seed)
  for (let i = 0; i < count; i++) yield mutated(inputs[luck.below(inputs.length)]!, luck)
}

describe('LDAP, RMI, HTTP, TLS and what nobody knows', () => {
  const ldap = /^(?:30(?:0c0201..|0d0202....)6(?:1070a0100|5070a0120)04000400)+$/
  const jrmp = /^4e00093132372e302e302e3100009040$/
  const http = Buffer.from('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n').toString('hex')

  test('only bind successes, "no such object", an acknowledgement or a 404 are written, to the byte', () => {
    const written = new Set<string>()
    for (const [saw, wrote] of conversations()) {
      if (wrote.length === 0 || saw === 'dns') continue
      const hexadecimal = Buffer.from(wrote).toString('hex')
      const allowed = { ldap: ldap.test(hexadecimal), rmi: jrmp.test(hexadecimal), http: hexadecimal === http }
      if (!(allowed as Record<string, boolean>)[saw]) expect.fail(`to ${saw} was written ${hexadecimal}`)
      written.add(saw)
    }

    // The inputs are worth something: each of the three was heard and answered.
    expect([...written].sort()).toEqual(['http', 'ldap', 'rmi'])
  })

  test('no object, class, entry, reference or code base is in it', () => {
    let answered = 0
    for (const [saw, wrote] of conversations()) {
      if (saw === 'dns') continue
      const text = byText(wrote)
      if (text !== '') answered++
      // These answers repeat two numbers (a message id, a port) and an address, so raw bytes can be held to the law.
      for (const harm of ['\xac\xed', '\xca\xfe\xba\xbe', ...forbiddenWords]) {
        if (text.includes(harm)) expect.fail(`${JSON.stringify(harm)} was written to ${saw}`)
      }
      if (saw === 'ldap') expect(operationsIn(wrote).filter((tag) => tag !== 0x61 && tag !== 0x65)).toEqual([])
    }

    expect(answered).toBeGreaterThan(1_000)
  })

  test('an acknowledgement names no more than an address and a port, whoever calls', () => {
    const callers = [
      { address: '2001:db8::7', port: 0xaced },
      { address: 'javaClassName', port: 1 },
      { address: '\xac\xed\x00\x05', port: 0xcafe },
      { address: 'f'.repeat(70_000), port: 65_535 },
    ]
    for (const peer of callers) {
      const { write } = openConversation(listenerSettings(), peer).hear(Buffer.from('4a524d4900024b', 'hex'))

      expect(byText(write ?? new Uint8Array(0))).toMatch(/^N\x00[\x00-\x2d][0-9a-f.:]{0,45}\x00\x00[^]{2}$/)
      expect(byText(write ?? new Uint8Array(0))).not.toContain('\xac\xed')
    }
  })

  /** What was seen first and all that was written, for every input and listener. */
  function* conversations(): Generator<readonly [saw: string, wrote: Uint8Array]> {
    let i = 0
    for (const bytes of variations(hostileStreams, 0x5eed, 20_000)) {
      const { saw, wrote }: Held = hold([bytes], listeners[i++ % listeners.length])
      yield [saw[0]?.channel ?? 'nothing', wrote]
    }
  }
})

describe('DNS', () => {
  const repeated = (bytes: Uint8Array): Uint8Array => bytes.subarray(12, questionEnd(bytes))

  test('only authority and address records leave, and their content is ours alone', () => {
    let records = 0
    for (const [query, answer, settings] of answers()) {
      const { answers: found, authorities, additionals } = dnsPacket.decode(Buffer.from(answer))
      for (const record of [...found, ...authorities, ...additionals]) {
        records++
        expect(contentOf(record)).toBeOneOf(['ns1.cb.test', 'SOA of ns1.cb.test', 'OPT', ...settings.publicAddresses])
      }
      // The one thing that is repeated is the question, and it is the one that was asked.
      const asked = byText(query.subarray(12))
      if (!asked.startsWith(byText(repeated(answer)))) expect.fail('a question was answered that nobody asked')
    }

    expect(records).toBeGreaterThan(1_000)
  })

  test('no object and no class is in it, not even in the question that is repeated', () => {
    for (const [, answer] of answers()) {
      const text = byText(answer)
      for (const magic of magics) if (text.includes(magic)) expect.fail(`${JSON.stringify(magic)} was written`)
    }
  })

  test('no attribute of an object is in it, but for the question: its name is the stranger’s own', () => {
    for (const [, answer] of answers()) {
      const ours = byText(answer.subarray(questionEnd(answer)))
      for (const word of forbiddenWords) if (ours.includes(word)) expect.fail(`${word} was written`)
    }
  })

  /** Every query that is answered, over UDP and over TCP, with its answer. */
  function* answers(): Generator<readonly [query: Uint8Array, answer: Uint8Array, settings: ListenerSettings]> {
    let i = 0
    for (const query of variations(hostileDatagrams, 0xd15, 10_000)) {
      const settings = listeners[i++ % listeners.length]!
      const { write } = answerDatagram(query, settings)
      if (write !== null) yield [query, write, settings]
      const framed = Uint8Array.from([query.length >> 8, query.length & 0xff, ...query])
      const { saw, wrote } = hold([framed], settings)
      if (saw[0]?.channel === 'dns' && wrote.length > 0) yield [query, wrote.subarray(2), settings]
    }
  }
})

describe('what cannot be written', () => {
  test('a reaction takes no bytes but those that an encoder made', () => {
    const bytes = new Uint8Array(4)
    // @ts-expect-error: the compiler refuses plain bytes.
    const reaction: Reaction = { saw: [], write: bytes, close: false }

    expect(reaction.write).toBe(bytes)
  })

  test('only the encoders of wire can call bytes benign', () => {
    const folder = join(import.meta.dirname, '../../src')
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(?<!\.test)\.ts$/.test(name),
    )
    const among = (pattern: RegExp): readonly string[] =>
      sources.filter((name) => pattern.test(readFileSync(join(folder, name), 'utf8'))).sort()

    expect(among(/as (unknown as )?BenignBytes/)).toEqual(['wire/benign.ts'])
    expect(among(/\bbenign\(/)).toEqual([
      'wire/benign.ts',
      'wire/dns-answer.ts',
      'wire/http1.ts',
      'wire/jrmp.ts',
      'wire/ldap.ts',
    ])
  })
})

/** The tag of each operation in a series of LDAP messages with short lengths. */
function operationsIn(bytes: Uint8Array): readonly number[] {
  const tags: number[] = []
  for (let at = 0; at < bytes.length; at += 2 + (bytes[at + 1] ?? 0))
    tags.push(bytes[at + 4 + (bytes[at + 3] ?? 0)] ?? 0)
  return tags
}

/** Where the question of a DNS answer ends; 12 if there is none. */
function questionEnd(answer: Uint8Array): number {
  let at = 12
  if (answer[5] === 0) return at
  while (at < answer.length && answer[at] !== 0) at += 1 + (answer[at] ?? 0)
  return at + 5
}

function contentOf({ type, data }: dnsPacket.Answer): string {
  if (type === 'SOA') return `SOA of ${(data as { mname: string }).mname.toLowerCase()}`
  if (type === 'NS') return (data as string).toLowerCase()
  return type === 'OPT' ? type : String(data)
}
