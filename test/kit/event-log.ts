import { bytesOf } from './hunting.ts'

/** One event: its values by the names that its template gives them. */
export interface EventRecipe {
  readonly values: Readonly<Record<string, string | number>>
  /** Milliseconds since 1970. */
  readonly at?: number
}

const chunkBytes = 65_536
const recordsAt = 512
const defaultTime = Date.UTC(2021, 11, 12, 4, 25, 41)

/**
 * A Windows event log (.evtx) of one chunk. Each event has a template of its own,
 * `<Event><System><EventID>…</EventID></System><EventData><Data Name="…">…</Data></EventData></Event>`, or uses the one of the
 * event before it, if its values have the same names. Checksums are those of the format (CRC-32), so that other readers
 * take it.
 */
export function evtxOf(events: readonly EventRecipe[]): Uint8Array {
  const chunk = new Uint8Array(chunkBytes)
  let at = recordsAt
  let known: { readonly names: string; readonly definition: number } | null = null
  let lastAt = at
  for (const [index, event] of events.entries()) {
    const names = Object.keys(event.values).join('\n')
    const bodyAt = at + 24
    const isKnown: boolean = known?.names === names
    const definition: number = isKnown && known !== null ? known.definition : bodyAt + 4 + 10
    const body = new Writer(bodyAt)
    body.bytes(0x0f, 1, 1, 0, 0x0c, 1).u32(1).u32(definition)
    if (!isKnown) writeTemplate(body, event)
    writeValues(body, event)
    known = { names, definition }
    const written = body.written
    const size = 24 + written.length + 4
    const record = new Writer(at)
      .bytes(0x2a, 0x2a, 0, 0)
      .u32(size)
      .u64(BigInt(index + 1))
      .u64((BigInt(event.at ?? defaultTime) + 11_644_473_600_000n) * 10_000n)
      .append(written)
      .u32(size)
    chunk.set(record.written, at)
    lastAt = at
    at += size
  }
  writeChunkHeader(chunk, events.length, lastAt, at)
  return Uint8Array.from([...fileHeader(events.length), ...chunk])
}

function writeTemplate(into: Writer, { values }: EventRecipe): void {
  const body = new Writer(into.at + 24)
  body.bytes(0x0f, 1, 1, 0)
  element(body, 'Event', () => {
    element(body, 'System', () => element(body, 'EventID', () => substitution(body, 0, 'EventID' in values ? 6 : 1)))
    element(body, 'EventData', () => {
      for (const [index, [name, value]] of Object.entries(values).entries())
        if (name !== 'EventID')
          element(body, 'Data', () => substitution(body, index, typeof value === 'number' ? 6 : 1), name)
    })
  })
  body.bytes(0)
  const { written } = body
  into.u32(0)
  for (let i = 0; i < 16; i++) into.bytes(i)
  into.u32(written.length).append(written)
}

/** With the size of what follows, which is known when it was written. */
function element(into: Writer, name: string, content: () => void, called?: string): void {
  into.bytes(called === undefined ? 0x01 : 0x41).u16(0xffff)
  const sizeAt = into.at
  into.u32(0)
  writeName(into, name)
  if (called !== undefined) {
    const attributesAt = into.at
    into.u32(0)
    into.bytes(0x06)
    writeName(into, 'Name')
    into.bytes(0x05, 1).u16(called.length).text(called)
    into.patch(attributesAt, into.at - attributesAt - 4)
  }
  into.bytes(0x02)
  content()
  into.bytes(0x04)
  into.patch(sizeAt, into.at - sizeAt - 4)
}

/** Where it is used, so that it lies right behind its own offset. */
function writeName(into: Writer, name: string): void {
  into.u32(into.at + 4)
  let hash = 0
  for (const character of name) hash = (hash * 65_599 + character.charCodeAt(0)) >>> 0
  into
    .u32(0)
    .u16(hash & 0xffff)
    .u16(name.length)
    .text(name)
    .u16(0)
}

function substitution(into: Writer, index: number, type: number): void {
  into.bytes(0x0d).u16(index).bytes(type)
}

function writeValues(into: Writer, { values }: EventRecipe): void {
  const all = Object.values(values)
  into.u32(all.length)
  for (const value of all) {
    into.u16(typeof value === 'number' ? 2 : 2 * value.length)
    into.bytes(typeof value === 'number' ? 6 : 1, 0)
  }
  for (const value of all) {
    if (typeof value === 'number') into.u16(value)
    else into.text(value)
  }
}

function writeChunkHeader(chunk: Uint8Array, count: number, lastAt: number, freeAt: number): void {
  const view = new DataView(chunk.buffer)
  chunk.set(bytesOf('ElfChnk\0'))
  view.setBigUint64(8, 1n, true)
  view.setBigUint64(16, BigInt(count), true)
  view.setBigUint64(24, 1n, true)
  view.setBigUint64(32, BigInt(count), true)
  view.setUint32(40, 128, true)
  view.setUint32(44, lastAt, true)
  view.setUint32(48, freeAt, true)
  view.setUint32(52, crc32(chunk.subarray(recordsAt, freeAt)), true)
  view.setUint32(124, crc32(Uint8Array.from([...chunk.subarray(0, 120), ...chunk.subarray(128, 512)])), true)
}

function fileHeader(count: number): Uint8Array {
  const header = new Uint8Array(4_096)
  const view = new DataView(header.buffer)
  header.set(bytesOf('ElfFile\0'))
  view.setBigUint64(24, BigInt(count + 1), true)
  view.setUint32(32, 128, true)
  view.setUint16(36, 1, true)
  view.setUint16(38, 3, true)
  view.setUint16(40, 4_096, true)
  view.setUint16(42, 1, true)
  view.setUint32(124, crc32(header.subarray(0, 120)), true)
  return header
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0)
  }
  return ~crc >>> 0
}

/** Bytes, little-endian, that will lie from `start` of the chunk on. */
class Writer {
  readonly #start: number
  readonly #bytes: number[] = []

  constructor(start: number) {
    this.#start = start
  }

  get at(): number {
    return this.#start + this.#bytes.length
  }

  get written(): Uint8Array {
    return Uint8Array.from(this.#bytes)
  }

  bytes(...values: readonly number[]): this {
    this.#bytes.push(...values)
    return this
  }

  append(values: Uint8Array): this {
    for (const value of values) this.#bytes.push(value)
    return this
  }

  u16(value: number): this {
    return this.bytes(value & 255, (value >> 8) & 255)
  }

  u32(value: number): this {
    return this.u16(value & 0xffff).u16(value >>> 16)
  }

  u64(value: bigint): this {
    return this.u32(Number(value & 0xffff_ffffn)).u32(Number(value >> 32n))
  }

  text(text: string): this {
    for (let i = 0; i < text.length; i++) this.u16(text.charCodeAt(i))
    return this
  }

  patch(at: number, value: number): void {
    for (let i = 0; i < 4; i++) this.#bytes[at - this.#start + i] = (value >>> (8 * i)) & 255
  }
}
