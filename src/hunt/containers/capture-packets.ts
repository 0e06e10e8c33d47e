import type { Bytes } from '../../archive/index.ts'
import { type Instant, instantOfEpoch } from '../../core/index.ts'
import type { ContainerGap } from './container.ts'

/** A frame as it was captured. */
export interface Packet {
  readonly offset: number
  readonly when: Instant | null
  /** https://www.tcpdump.org/linktypes.html */
  readonly linkType: number
  readonly bytes: Uint8Array
  /** Whether its end was left out when it was captured. */
  readonly isCut: boolean
}

export type CaptureEvent =
  | { readonly is: 'packet'; readonly packet: Packet }
  | { readonly is: 'gap'; readonly gap: ContainerGap }

/** No frame is longer; tcpdump's own limit. */
const mostPacketBytes = 262_144

/** Packets of a pcap file, of either byte order, in micro- or nanoseconds (draft-ietf-opsawg-pcap). */
export function* packetsOfPcap(file: Bytes): Generator<CaptureEvent, void, undefined> {
  const header = viewOf(file.read(0, 24))
  if (header.byteLength < 24) return
  const magic = header.getUint32(0, true)
  const little = magic === 0xa1b2c3d4 || magic === 0xa1b23c4d
  const perSecond = magic === 0xa1b23c4d || header.getUint32(0, false) === 0xa1b23c4d ? 1e9 : 1e6
  const linkType = header.getUint32(20, little) & 0x0fff_ffff
  for (let at = 24; at < file.size; ) {
    const record = viewOf(file.read(at, 16))
    const length = record.byteLength < 16 ? -1 : record.getUint32(8, little)
    if (length < 0 || length > mostPacketBytes || at + 16 + length > file.size) {
      const because = length > mostPacketBytes ? 'malformed' : 'truncated'
      yield { is: 'gap', gap: { offset: at, size: file.size - at, because, detail: 'the last packet is not whole' } }
      return
    }
    const when = instantOfEpoch(record.getUint32(0, little) * 1e3 + (record.getUint32(4, little) * 1e3) / perSecond)
    const isCut = record.getUint32(12, little) > length
    yield { is: 'packet', packet: { offset: at, when, linkType, bytes: file.read(at + 16, length), isCut } }
    at += 16 + length
  }
}

interface Interface {
  readonly linkType: number
  /** Units of time in a second. */
  readonly perSecond: number
}

/** Packets of a pcapng file (draft-ietf-opsawg-pcapng): section, interface, enhanced and simple packet blocks. */
export function* packetsOfPcapng(file: Bytes): Generator<CaptureEvent, void, undefined> {
  let little = true
  let interfaces: Interface[] = []
  for (let at = 0; at + 12 <= file.size; ) {
    const head = viewOf(file.read(at, 12))
    const isSection = head.getUint32(0, true) === 0x0a0d0d0a
    if (isSection) little = head.getUint32(8, true) === 0x1a2b3c4d
    const type = head.getUint32(0, little)
    const length = head.getUint32(4, little)
    if (length < 12 || length % 4 !== 0 || length > 2 * mostPacketBytes + 65_536 || at + length > file.size) {
      yield {
        is: 'gap',
        gap: { offset: at, size: file.size - at, because: 'malformed', detail: 'a block has an impossible length' },
      }
      return
    }
    const body = file.read(at + 8, length - 12)
    if (isSection) interfaces = []
    else if (type === 1) interfaces.push(interfaceOf(viewOf(body), little))
    else if (type === 6 || type === 3) {
      const packet = type === 6 ? enhanced(body, interfaces, little, at) : simple(body, interfaces, little, at)
      if (packet !== null) yield { is: 'packet', packet }
    }
    at += length
  }
}

function interfaceOf(body: DataView, little: boolean): Interface {
  const linkType = body.byteLength < 2 ? 0 : body.getUint16(0, little)
  for (let at = 8; at + 4 <= body.byteLength; ) {
    const [code, size] = [body.getUint16(at, little), body.getUint16(at + 2, little)]
    if (code === 9 && size === 1 && at + 5 <= body.byteLength) {
      const resolution = body.getUint8(at + 4)
      return { linkType, perSecond: resolution & 0x80 ? 2 ** (resolution & 0x7f) : 10 ** resolution }
    }
    if (code === 0) break
    at += 4 + Math.ceil(size / 4) * 4
  }
  return { linkType, perSecond: 1e6 }
}

function enhanced(body: Uint8Array, interfaces: readonly Interface[], little: boolean, offset: number): Packet | null {
  if (body.length < 20) return null
  const view = viewOf(body)
  const from = interfaces[view.getUint32(0, little)]
  if (from === undefined) return null
  const units = view.getUint32(4, little) * 2 ** 32 + view.getUint32(8, little)
  const ms = (units / from.perSecond) * 1e3
  const length = Math.min(view.getUint32(12, little), body.length - 20, mostPacketBytes)
  const when = Number.isFinite(ms) && ms < 8.64e15 ? instantOfEpoch(ms) : null
  const isCut = view.getUint32(16, little) > length
  return { offset, when, linkType: from.linkType, bytes: body.subarray(20, 20 + length), isCut }
}

function simple(body: Uint8Array, interfaces: readonly Interface[], little: boolean, offset: number): Packet | null {
  const from = interfaces[0]
  if (from === undefined || body.length < 4) return null
  const stated = viewOf(body).getUint32(0, little)
  const length = Math.min(stated, body.length - 4)
  return {
    offset,
    when: null,
    linkType: from.linkType,
    bytes: body.subarray(4, 4 + length),
    isCut: stated > body.length - 4,
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}
