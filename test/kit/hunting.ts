import { createHash } from 'node:crypto'
import type { AttackFinding, Gap, Instant } from '../../src/core/index.ts'
import {
  type ByteSearch,
  defaultLineLimits,
  type HuntDoors,
  type LineLimits,
  logContainers,
  type Outgoing,
  type Readings,
  RecentlyRead,
  SourceHunt,
} from '../../src/hunt/index.ts'

export const byteSearch: ByteSearch = {
  first: (bytes, byte, from) => bytes.indexOf(byte, from),
  last: (bytes, byte, from) => (from < 0 ? -1 : bytes.lastIndexOf(byte, from)),
}

/** 2021-12-12, when most of what tests hunt in was written. */
export const huntedAround = Date.UTC(2021, 11, 12) as Instant

export const huntDoors: HuntDoors = {
  search: byteSearch,
  digest: (text) => createHash('sha256').update(text).digest('hex'),
  now: () => huntedAround,
}

export interface Hunted {
  readonly findings: readonly AttackFinding[]
  readonly gaps: readonly Gap[]
}

/** Bytes of text, in UTF-8. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Everything that a hunt tells of one log, which comes in pieces of `piece` bytes. */
export function huntIn(
  log: string | Uint8Array,
  options: { readonly piece?: number; readonly limits?: LineLimits; readonly readings?: Readings } = {},
): Hunted {
  const { piece = Number.POSITIVE_INFINITY, limits = defaultLineLimits, readings = new RecentlyRead() } = options
  const findings: AttackFinding[] = []
  const gaps: Gap[] = []
  const sink = { finding: (each: AttackFinding) => findings.push(each), gap: (each: Gap) => gaps.push(each) }
  const source = { source: 'a.log', relative: 'a.log', around: huntedAround }
  const hunt = new SourceHunt(huntDoors, sink, source, readings, limits)
  const bytes = typeof log === 'string' ? bytesOf(log) : log
  for (let at = 0; at < bytes.length; ) {
    const room = hunt.room()
    const part = bytes.subarray(at, at + Math.min(piece, room.length))
    room.set(part)
    hunt.take(part.length)
    at += part.length
    hunt.read('more')
  }
  hunt.read('ended')
  return { findings, gaps }
}

/** The names that a log would have a vulnerable Log4j look up. */
export function firingNames(log: string | Uint8Array): readonly string[] {
  return huntIn(log)
    .findings.filter(({ verdict }) => verdict === 'fires')
    .map(({ lookup }) => lookup.meaning.replace(/^jndi:/, ''))
}

/** Everything that a hunt tells of a file that is no text, and who its records say went out. */
export function contained(file: Uint8Array): Hunted & { readonly saw: readonly Outgoing[] } {
  const findings: AttackFinding[] = []
  const gaps: Gap[] = []
  const saw: Outgoing[] = []
  const sink = { finding: (each: AttackFinding) => findings.push(each), gap: (each: Gap) => gaps.push(each) }
  const hunt = new SourceHunt(huntDoors, sink, { source: 'a', relative: 'a', around: huntedAround }, new RecentlyRead())
  const container = logContainers.find((each) => each.claims(file.subarray(0, 512)))
  const bytes = { size: file.length, read: (at: number, length: number) => file.subarray(at, at + length) }
  for (const each of container?.contained(bytes) ?? []) {
    if (each.is === 'gap') gaps.push({ at: `a at byte ${each.gap.offset}`, ...each.gap })
    else {
      if (each.record.saw !== undefined) saw.push(each.record.saw)
      hunt.contained(each.record, container?.id ?? '')
    }
  }
  return { findings, gaps, saw }
}
