import { instantOfEpoch } from '../../core/index.ts'
import type { RecordField } from '../formats/format.ts'
import { windowsEvent } from '../formats/windows-event.ts'
import { BinaryXml } from './binary-xml.ts'
import { type Contained, type ContainedRecord, type LogContainer, startsWith } from './container.ts'

const fileHeaderBytes = 4_096
const chunkBytes = 65_536
const firstRecordAt = 512
const recordHeaderBytes = 24
/** `ElfFile\0` and `ElfChnk\0`. */
const fileMagic = [0x45, 0x6c, 0x66, 0x46, 0x69, 0x6c, 0x65, 0x00]
const chunkMagic = [0x45, 0x6c, 0x66, 0x43, 0x68, 0x6e, 0x6b, 0x00]
const recordMagic = [0x2a, 0x2a, 0x00, 0x00]

/** Windows event logs. What a program logged stands in the values of each record, and their names in templates. */
export const evtx: LogContainer = {
  id: 'evtx',
  summary: 'Windows event logs (.evtx): the values of each record by their names, with its time',
  definedBy: 'https://github.com/libyal/libevtx/blob/main/documentation/Windows%20XML%20Event%20Log%20(EVTX).asciidoc',
  claims: (head) => startsWith(head, fileMagic),

  *contained(file) {
    for (let at = fileHeaderBytes; at < file.size; at += chunkBytes) {
      const chunk = file.read(at, chunkBytes)
      if (startsWith(chunk, chunkMagic)) yield* recordsIn(chunk, at)
      else if (chunk.some((byte) => byte !== 0)) {
        const gap = { offset: at, size: chunk.length, because: 'malformed', detail: 'a chunk has no header' } as const
        yield { is: 'gap', gap }
      }
      if (chunk.length < chunkBytes && file.size - at > chunk.length) return
    }
  },
}

function* recordsIn(chunk: Uint8Array, chunkAt: number): Generator<Contained, void, undefined> {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length)
  const xml = new BinaryXml(chunk)
  for (let at = firstRecordAt; at + recordHeaderBytes <= chunk.length; ) {
    if (!startsWith(chunk.subarray(at), recordMagic)) return
    const size = view.getUint32(at + 4, true)
    if (size < recordHeaderBytes + 4 || at + size > chunk.length) {
      const detail = `a record says that it has ${size} bytes`
      yield { is: 'gap', gap: { offset: chunkAt + at, size: chunk.length - at, because: 'malformed', detail } }
      return
    }
    yield { is: 'record', record: recordAt(xml, at, size, chunkAt, view) }
    at += size
  }
}

function recordAt(xml: BinaryXml, at: number, size: number, chunkAt: number, view: DataView): ContainedRecord {
  const values = xml.valuesIn(at + recordHeaderBytes, at + size - 4)
  const texts = values.filter(({ isText }) => isText)
  return {
    ...windowsEvent(values),
    offset: chunkAt + at,
    when: ofFileTime(view.getBigUint64(at + 16, true)),
    fields: texts.map(({ name, value }): RecordField => ({ name, value })),
    text: texts.map(({ name, value }) => (name === null ? value : `${name}: ${value}`)).join(' | '),
  }
}

/** 100 nanoseconds since 1601; `null` for what is no time of a log. */
function ofFileTime(ticks: bigint) {
  const ms = Number(ticks / 10_000n) - 11_644_473_600_000
  return ms > 0 && ms < 8.64e15 ? instantOfEpoch(ms) : null
}
