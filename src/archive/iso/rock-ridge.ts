import type { Bytes } from '../bytes.ts'
import { decodeName } from '../name.ts'
import { sectorBytes } from './volume.ts'

/** What stands beside a record about the file as POSIX has it. */
export interface RockRidge {
  /** Empty if none is given. */
  readonly name: string
  readonly isLink: boolean
  readonly isCompressed: boolean
}

/** An area may be continued, and that again: more often than this is a circle. */
const mostAreas = 16
const mostArea = 65_536

/**
 * Reads System Use entries (IEEE P1281) of Rock Ridge (IEEE P1282): `NM` is the name, in as many parts as it takes,
 * `SL` a symbolic link, `ZF` compression; `CE` says where they go on. Damage ends them, and what was read stands.
 */
export function rockRidgeOf(image: Bytes, area: Uint8Array): RockRidge {
  const name: number[] = []
  let isLink = false
  let isCompressed = false
  let next: Uint8Array | null = area
  for (let areas = 0; next !== null && areas < mostAreas; areas++) {
    const current: Uint8Array = next
    next = null
    for (let at = 0; at + 4 <= current.length; ) {
      const length = current[at + 2] ?? 0
      if (length < 4 || at + length > current.length) break
      const body = current.subarray(at + 4, at + length)
      const kind = String.fromCharCode(current[at] ?? 0, current[at + 1] ?? 0)
      if (kind === 'NM') name.push(...body.subarray(1))
      else if (kind === 'SL') isLink = true
      else if (kind === 'ZF') isCompressed = true
      else if (kind === 'CE') next = continued(image, body)
      else if (kind === 'ST') break
      at += length
    }
  }
  return { name: decodeName(Uint8Array.from(name)), isLink, isCompressed }
}

function continued(image: Bytes, body: Uint8Array): Uint8Array | null {
  if (body.length < 24) return null
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const start = view.getUint32(0, true) * sectorBytes + view.getUint32(8, true)
  return image.read(start, Math.min(view.getUint32(16, true), mostArea))
}
