import { type Bytes, numberAt, paddingOf, paxRecords, type TarExtra, type TarMember } from '../../archive/index.ts'
import { Refusal } from '../refusal.ts'

const sizeAt = 124
const sizeLength = 12
const checksumAt = 148
const checksumLength = 8

/** The headers of a member whose content has another size: everything else in them stays byte for byte. */
export function* resizedHeaders(bytes: Bytes, member: TarMember, size: number): Generator<Uint8Array, void, undefined> {
  let elsewhere = false
  for (const extra of member.extras) {
    const pax = extra.type === 'x' || extra.type === 'X' ? bytes.read(extra.contentAt, extra.size) : new Uint8Array(0)
    if (![...paxRecords(pax)].some(({ key }) => key === 'size')) {
      yield bytes.read(extra.headerAt, extra.endAt - extra.headerAt)
      continue
    }
    elsewhere = true
    yield* resizedPax(bytes, extra, pax, size)
  }
  // Where a record of pax says the size, the header may say nothing of it.
  const says = numberAt(member.header, sizeAt, sizeLength)
  yield elsewhere && says !== member.size ? member.header : withSize(member.header, size)
}

function* resizedPax(bytes: Bytes, extra: TarExtra, pax: Uint8Array, size: number): Generator<Uint8Array> {
  const pieces = [...paxRecords(pax)].map(({ key, whole }) =>
    key === 'size' ? paxRecord('size', String(size)) : whole,
  )
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  yield withSize(bytes.read(extra.headerAt, extra.contentAt - extra.headerAt), length)
  yield* pieces
  yield new Uint8Array(paddingOf(length))
}

/** Its length counts its own digits too. */
function paxRecord(key: string, value: string): Uint8Array {
  const rest = ` ${key}=${value}\n`
  let length = rest.length
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length
  return new TextEncoder().encode(`${length}${rest}`)
}

function withSize(header: Uint8Array, size: number): Uint8Array {
  const patched = new Uint8Array(header)
  if (((header[sizeAt] ?? 0) & 0x80) === 0) setOctal(patched, sizeAt, sizeLength, size)
  else setBase256(patched, size)
  setOctal(patched, checksumAt, checksumLength, checksumOf(patched, isSigned(header)))
  return patched
}

/** In the digits that are there, so that what stands around them stays; more are taken from blanks before them. */
function setOctal(header: Uint8Array, at: number, length: number, value: number): void {
  const field = header.subarray(at, at + length)
  const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x37
  let start = field.findIndex(isDigit)
  if (start < 0) throw new Refusal('unsupported', 'a header of it states no number where one must be')
  let end = start
  while (end < length && isDigit(field[end])) end++
  const digits = value.toString(8)
  while (start > 0 && end - start < digits.length) start--
  if (digits.length > end - start) throw new Refusal('unsupported', `${value} does not fit into a header of it`)
  field.set(new TextEncoder().encode(digits.padStart(end - start, '0')), start)
}

/** As GNU writes large sizes. */
function setBase256(header: Uint8Array, value: number): void {
  let rest = value
  for (let i = sizeAt + sizeLength - 1; i > sizeAt; i--) {
    header[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  header[sizeAt] = 0x80
}

/** The sum of all bytes, those of the checksum itself taken for blanks; some old tars count with signs. */
function checksumOf(header: Uint8Array, signed: boolean): number {
  return header.reduce((sum, byte, i) => {
    const counted = i >= checksumAt && i < checksumAt + checksumLength ? 0x20 : byte
    return sum + (signed && counted > 127 ? counted - 256 : counted)
  }, 0)
}

function isSigned(header: Uint8Array): boolean {
  return numberAt(header, checksumAt, checksumLength) !== checksumOf(header, false)
}
