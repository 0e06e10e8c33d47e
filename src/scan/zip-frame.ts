import {
  ArchiveGap,
  type Bytes,
  bytesOf,
  compressionOf,
  directoryFollows,
  findDirectory,
  followsAnother,
  inParts,
  isEncrypted,
  packedBytes,
  readDirectory,
  unpacked,
  walkLocalHeaders,
  type ZipCursor,
  type ZipRecord,
} from '../archive/index.ts'
import type { Product } from '../core/index.ts'
import {
  decisiveNames,
  interestIn,
  isKnownClass,
  mayBeRenamed,
  productHintedBy,
  productOf,
  productsOfClass,
  productToldBy,
  recogniseStated,
  releaseOfJar,
  roleOf,
} from '../log4j/index.ts'
import { archiveEndings, plainEndings, zipEndings } from './archive-names.ts'
import { BaseNameSet } from './base-name-set.ts'
import { OverBudget } from './budget.ts'
import { type Content, collected, contentOf, contentOfPieces } from './content.ts'
import { baseName, cleanName, extensionOf } from './entry-name.ts'
import type { Examiner } from './examiner.ts'
import type { Frame } from './frame.ts'
import { gapOf } from './gap-of.ts'
import { headLength, looksLikeClass, mayHavePrefix } from './identify.ts'
import { largestClassBytes, largestTextBytes, smallestClassBytes, smallestKept } from './limits.ts'

/** What a zip's directory says is worth a look, and of what kind. */
interface Marks {
  readonly classes: ZipRecord[]
  /** Classes with names such as `a`, `C1`: a renaming tool was at work. */
  readonly obscure: ZipRecord[]
  readonly texts: { readonly record: ZipRecord; readonly interest: 'metadata' | 'configuration' }[]
  readonly nested: ZipRecord[]
  /** Files that more than one product has, and that tell which one it is. */
  readonly telling: ZipRecord[]
  /** Products of which something lies here, whatever the classes are called. */
  readonly hints: Set<Product>
  /** Of all the names that are kept. */
  nameBytes: number
}

/** More marks than this in one archive is an attack or no archive of ours; the rest is told as a gap. */
const mostMarks = 200_000
/** Names have 64 KiB at most, and 100 bytes in general. */
const mostNameBytes = 64 * 2 ** 20
/** What is smaller holds no archive with a class in it. */
const smallestArchive = 150
/** Smaller classes hardly shrink, and an archive with two classes in it is larger. */
const smallestHidden = 1_024
/** Of its size: what is compressed already stays above it. */
const shrinksTo = 0.8

let decisive: BaseNameSet | null = null

/**
 * One zip: its directory first, which costs a read or two; then only what can matter is inflated.
 * Throws ArchiveGap for what ends the archive; what concerns one entry is told at that entry.
 */
export function examineZip(examination: Examiner, frame: Frame, bytes: Bytes): void {
  decisive ??= new BaseNameSet(decisiveNames)
  const place = findDirectory(bytes)
  const marks: Marks = { classes: [], obscure: [], texts: [], nested: [], telling: [], hints: new Set(), nameBytes: 0 }
  const broken = place === null ? noDirectory : markAll(examination, frame, bytes, place, marks)
  const damage = broken ?? (place !== null && followsAnother(bytes, place) ? severalZips : null)
  const cutOff = damage !== null && damage.because !== 'too-many' && markLost(examination, bytes, marks)

  for (const { record, interest } of marks.texts) {
    attempt(frame, record, () => {
      examination.text(frame, cleanName(record.name), interest, inflated(examination, bytes, record, largestTextBytes))
    })
  }
  const roles = new Set<string | null>()
  const look = (record: ZipRecord): void => lookAtClass(examination, frame, bytes, record, roles, marks.nested)
  for (const record of marks.classes) look(record)
  for (const record of marks.obscure) look(record)
  const deep = examination.options.deep || mayBeRenamed(hintsOf(examination, frame, bytes, marks, roles), roles)
  if (deep && place !== null && broken === null) lookAtAll(examination, bytes, place, marks, look)
  for (const record of marks.nested) {
    attempt(frame, record, () => nestedZipEntry(examination, frame, bytes, record))
  }
  if (cutOff && frame.drafts.has('')) frame.draft('').unread.push('what was cut off')
  if (damage !== null) throw damage
}

/** Products of which anything was seen. */
function hintsOf(
  examination: Examiner,
  frame: Frame,
  bytes: Bytes,
  { hints, telling }: Marks,
  roles: ReadonlySet<string | null>,
): ReadonlySet<Product> {
  const add = (product: Product | null): void => {
    if (product !== null) hints.add(product)
  }
  for (const { group, artifact } of frame.drafts.get('')?.metadata ?? []) add(productOf(group, artifact))
  for (const role of roles) add(role === null ? null : (roleOf(role)?.product ?? null))
  for (const record of telling) {
    attempt(frame, record, () =>
      add(productToldBy(record.name, inflated(examination, bytes, record, largestTextBytes))),
    )
  }
  return hints
}

type Directory = NonNullable<ReturnType<typeof findDirectory>>

/** Marks what the directory names; gives what it ended with if it is damaged. */
function markAll(examination: Examiner, frame: Frame, bytes: Bytes, place: Directory, marks: Marks): ArchiveGap | null {
  try {
    for (const cursor of readDirectory(bytes, place)) {
      examination.budget.entry()
      const before = countOf(marks)
      mark(examination, frame, cursor, marks)
      if (countOf(marks) > before) marks.nameBytes += cursor.nameEnd - cursor.nameStart
    }
    return place.parts > 1 ? inParts(place) : null
  } catch (error) {
    if (error instanceof ArchiveGap && !(error instanceof OverBudget)) return error
    throw error
  }
}

const noDirectory = new ArchiveGap(
  'truncated',
  'it has no directory; entries were found by their own headers, some may be missing',
)

/** Which of them is read depends on who reads: the JDK takes the last, what reads streams takes the first. */
const severalZips = new ArchiveGap(
  'malformed',
  'another zip lies before it; the entries of that were found by their own headers, and some may be missing',
)

/**
 * What a zip holds beside the entries of its directory, where that is damaged or lost, or not the only one. Gives whether it was cut off
 * before its directory, so that entries are missing.
 */
function markLost(examination: Examiner, bytes: Bytes, marks: Marks): boolean {
  const marked = [...marks.classes, ...marks.obscure, ...marks.nested, ...marks.texts.map(({ record }) => record)]
  const seen = new Set(marked.map(({ headerAt }) => headerAt))
  let last = 0
  for (const record of walkLocalHeaders(bytes)) {
    examination.budget.entry()
    last = record.headerAt
    if (seen.has(last)) continue
    const name = cleanName(record.name)
    const interest = interestIn(name)
    if (interest === 'metadata' || interest === 'configuration') marks.texts.push({ record, interest })
    else if (/\.(?:class|esclazz|classdata)$/i.test(name)) marks.classes.push(record)
    else if (archiveEndings.has(extensionOf(name))) marks.nested.push(record)
    if (interest === 'hint') noteHint(record, name, marks)
    marks.nameBytes += name.length
    if (isTooMuch(marks)) break
  }
  return !directoryFollows(bytes, last)
}

function countOf({ classes, obscure, texts, nested, telling }: Marks): number {
  return classes.length + obscure.length + texts.length + nested.length + telling.length
}

function isTooMuch(marks: Marks): boolean {
  return countOf(marks) > mostMarks || marks.nameBytes > mostNameBytes
}

function mark(examination: Examiner, frame: Frame, cursor: ZipCursor, marks: Marks): void {
  const { block, nameStart, nameEnd, size } = cursor
  if (nameEnd === nameStart || block[nameEnd - 1] === 0x2f) return
  if (isTooMuch(marks))
    throw new ArchiveGap(
      'too-many',
      `more than ${mostMarks} entries to look at in one archive, or ${mostNameBytes} bytes of names`,
    )
  if (isKnownClass(cursor.crc32, size)) {
    marks.classes.push(cursor.keep())
    for (const product of productsOfClass(cursor.crc32, size)) marks.hints.add(product)
    return
  }
  if (endsAsClass(block, nameStart, nameEnd)) {
    const start = baseStart(block, nameStart, nameEnd)
    if (decisive?.mayHave(block, start, nameEnd - 6) === true && decisiveNames.has(decode(block, start, nameEnd - 6))) {
      marks.classes.push(cursor.keep())
    } else if (size < smallestClassBytes && cursor.compressedSize < smallestClassBytes) return
    else if (isObscure(block, start, nameEnd - 6) && size < 65_536) marks.obscure.push(cursor.keep())
    else if (mayBeNoClass(cursor, examination.options.deep)) marks.nested.push(cursor.keep())
    return
  }
  markOther(examination, frame, cursor, marks)
}

/** Whether what is called a class may be an archive: classes shrink. Stored ones are so many that only `--deep` asks them. */
function mayBeNoClass({ method, size, compressedSize }: ZipCursor, deep: boolean): boolean {
  if (size < smallestHidden) return false
  return method === 0 ? deep : compressedSize >= size * shrinksTo
}

/** Everything that is not called a class. */
function markOther({ options, sink }: Examiner, frame: Frame, cursor: ZipCursor, marks: Marks): void {
  const record = cursor.keep()
  const name = cleanName(record.name)
  const interest = interestIn(name)
  if (interest === 'hint') noteHint(record, name, marks)
  else if (interest !== null) {
    marks.texts.push({ record, interest })
    return
  }
  const base = baseName(name)
  const stem = base.slice(0, Math.max(0, base.indexOf('.')))
  if (stem !== '' && decisiveNames.has(stem) && record.size <= largestClassBytes) {
    marks.classes.push(record)
    return
  }
  if (record.size < smallestArchive && record.compressedSize < smallestArchive) {
    if (isEncrypted(record) && zipEndings.has(extensionOf(name)))
      frame.missed(name, 'encrypted', 'the entry is encrypted')
    return
  }
  const ending = extensionOf(name)
  const release = releaseOfJar(record.crc32, record.size)
  if (options.quick && release === null) {
    if (archiveEndings.has(ending)) sink.leftClosed()
    return
  }
  // What is compressed already hardly shrinks, and text does: so plain files are asked only if they did not.
  const shrank = record.compressedSize < record.size * shrinksTo
  if (archiveEndings.has(ending) || !plainEndings.has(ending) || !shrank || options.deep) marks.nested.push(record)
}

function noteHint(record: ZipRecord, name: string, { hints, telling }: Marks): void {
  const product = productHintedBy(name)
  if (product === null) telling.push(record)
  else hints.add(product)
}

/** Every class that no mark has shown yet. */
function lookAtAll(
  examination: Examiner,
  bytes: Bytes,
  place: Directory,
  marks: Marks,
  look: (record: ZipRecord) => void,
): void {
  const seen = new Set([...marks.classes, ...marks.obscure, ...marks.nested].map(({ headerAt }) => headerAt))
  const more: ZipRecord[] = []
  for (const cursor of readDirectory(bytes, place)) {
    const { block, nameStart, nameEnd, size, headerAt } = cursor
    if (size < smallestClassBytes || size > largestClassBytes || seen.has(headerAt)) continue
    if (endsAsClass(block, nameStart, nameEnd)) more.push(cursor.keep())
    if (more.length > mostMarks) throw new OverBudget('too-many', `more than ${mostMarks} classes in one archive`)
  }
  examination.budget.inflated(0)
  for (const record of more) look(record)
}

/** Adds the role it has, if it is one of ours. What is an archive, though it has the name of a class, goes to `nested`. */
function lookAtClass(
  examination: Examiner,
  frame: Frame,
  bytes: Bytes,
  record: ZipRecord,
  roles: Set<string | null>,
  nested: ZipRecord[],
): void {
  const name = cleanName(record.name)
  const read = attempt(frame, record, () => {
    const content = inflated(examination, bytes, record, largestClassBytes)
    const sighting = examination.classBytes(frame, name, content)
    if (sighting !== null) roles.add(sighting.role)
    else if (!looksLikeClass(content) && isInteresting(content.subarray(0, headLength), examination.doors))
      nested.push(record)
    else refuseDamaged(examination, name, record, content)
  })
  if (read) return
  const stated = recogniseStated(name, record.crc32, record.size)
  if (stated !== null) {
    frame.draft('').classes.push(stated)
    roles.add(stated.role)
  } else if (isDecisive(name)) frame.unread('', name)
}

function isDecisive(name: string): boolean {
  return decisiveNames.has(baseName(name).replace(/\..*$/, ''))
}

/**
 * What should be one of ours and is not may be damaged, which its checksum shows. (Java itself does not count it, so
 * what is recognised is told, whatever its checksum.) Throws ArchiveGap.
 */
function refuseDamaged({ doors }: Examiner, name: string, record: ZipRecord, content: Uint8Array): void {
  if (!isDecisive(name) && !isKnownClass(record.crc32, record.size)) return
  // Where the directory is lost and sizes follow contents there is none.
  if (record.crc32 === 0 || doors.crc32(content) === record.crc32) return
  throw new ArchiveGap('malformed', 'its content does not fit its checksum')
}

/** The content of an entry in memory. Throws ArchiveGap. */
function inflated({ doors, budget }: Examiner, bytes: Bytes, record: ZipRecord, limit: number): Uint8Array {
  if (isEncrypted(record)) throw new ArchiveGap('encrypted', 'the entry is encrypted')
  const packed = packedBytes(bytes, record)
  if (record.method === 0 || record.method === 8) {
    if (packed.size > limit) throw new ArchiveGap('too-large', `it has more than ${limit} bytes`)
    const raw = packed.read(0, packed.size)
    return charged(budget, Math.min(limit, raw.length * mostInflation), () =>
      record.method === 0 ? raw : doors.inflateRaw(raw, record.size, limit),
    )
  }
  const content = collected(budget.counted(unpacked(bytes, record, doors.tools)), limit)
  if (content === null) throw new ArchiveGap('too-large', `it has more than ${limit} bytes`)
  return content
}

/** Deflate gives no more than this for a byte (zlib's "Maximum Compression Factor"). */
const mostInflation = 1_032

/** What fails to be unpacked has cost as well, up to `most` bytes: else entries that share one content cost nothing. */
function charged(budget: Examiner['budget'], most: number, work: () => Uint8Array): Uint8Array {
  let content: Uint8Array
  try {
    content = work()
  } catch (error) {
    budget.damaged()
    budget.inflated(most)
    throw error
  }
  budget.inflated(content.length)
  return content
}

function nestedZipEntry(examination: Examiner, frame: Frame, bytes: Bytes, record: ZipRecord): void {
  const path = cleanName(record.name)
  const byName = archiveEndings.has(extensionOf(path))
  if (isEncrypted(record)) throw new ArchiveGap('encrypted', 'the entry is encrypted')
  if (examination.empty.has(record)) return
  const key = `${record.crc32}:${record.size}:${record.compressedSize}`
  if (examination.open.has(key) && record.crc32 !== 0)
    throw new ArchiveGap('holds-itself', 'the same archive encloses it')
  examination.open.add(key)
  const held: Held = { bytes: 0, proven: false }
  try {
    const content = contentOfRecord(examination, bytes, record, path, byName, held)
    if (content === null) return
    const noticed = examination.entry(frame, path, content)
    // What could not be looked into is noticed too, so that only what was looked into counts as empty.
    if (!noticed && record.size >= smallestKept) examination.empty.add(record, held.proven)
  } finally {
    examination.open.delete(key)
    examination.budget.letGo(held.bytes)
  }
}

/** What is known of a content beside itself. */
interface Held {
  /** What it takes in memory. */
  bytes: number
  /** Whether all that came out has the size and the checksum that the archive states. */
  proven: boolean
}

/** What is inflated whole in one go, which is several times as fast as in pieces. */
const atOnceBytes = 16 * 2 ** 20

/** `null` if its first bytes show that it is no archive. Counts what it keeps in memory in `held`. */
function contentOfRecord(
  { doors, budget }: Examiner,
  bytes: Bytes,
  record: ZipRecord,
  path: string,
  byName: boolean,
  held: Held,
): Content | null {
  const packed = packedBytes(bytes, record)
  if (record.method === 0) return contentOf(path, packed)
  if (record.method === 8) {
    budget.inflated(headLength)
    if (!byName) {
      const head = doors.inflateHead(packed.read(0, 1_024), headLength)
      // Of something that has content, so many bytes give some, unless they are damaged.
      if (head.length === 0 && record.size > 0) throw damagedEntry(budget)
      if (!isInteresting(head, doors)) return null
    }
    if (record.size <= atOnceBytes && packed.size <= atOnceBytes && budget.hold(record.size)) {
      held.bytes = record.size
      const content = inflatedAsStated(doors, packed, record, budget)
      if (content !== null) {
        held.proven = content.length === record.size && doors.crc32(content) === record.crc32
        return contentOf(path, bytesOf(content))
      }
    }
  } else if (!byName) {
    compressionOf(record)
  }
  const pieces = proving(budget.counted(unpacked(bytes, record, doors.tools)), record, doors, held)
  return contentOfPieces(path, null, pieces, budget, doors)
}

/** The pieces; when the last was given, `held` knows whether they are what the archive states. */
function* proving(
  pieces: Iterable<Uint8Array>,
  { crc32, size }: ZipRecord,
  doors: Examiner['doors'],
  held: Held,
): Generator<Uint8Array, void, undefined> {
  let length = 0
  let counted = 0
  for (const piece of pieces) {
    length += piece.length
    counted = doors.crc32(piece, counted)
    yield piece
  }
  held.proven = length === size && counted === crc32
}

/** `null` where more comes out than the directory says: what that would take in memory was not counted. */
function inflatedAsStated(
  doors: Examiner['doors'],
  packed: Bytes,
  { size }: ZipRecord,
  budget: Examiner['budget'],
): Uint8Array | null {
  try {
    const raw = packed.read(0, packed.size)
    return charged(budget, Math.min(size, raw.length * mostInflation), () =>
      doors.inflateRaw(raw, size, Math.max(1, size)),
    )
  } catch (error) {
    if (error instanceof OverBudget) throw error
    if (error instanceof ArchiveGap && error.because === 'too-large') return null
    throw error
  }
}

function damagedEntry(budget: Examiner['budget']): ArchiveGap {
  budget.damaged()
  return new ArchiveGap('malformed', 'its compressed data are damaged')
}

/** Whether any format claims this beginning. Disc images show themselves too late to be noticed here by less than a name. */
function isInteresting(head: Uint8Array, { formats }: Examiner['doors']): boolean {
  if (head.length === 0) return false
  if (looksLikeClass(head)) return true
  if (mayHavePrefix(head, '')) return true
  return formats.some((format) => format.headBytes <= headLength && format.claims(head))
}

/** Runs something about one entry; what goes wrong is told at that entry. Gives whether it went well. */
function attempt(frame: Frame, record: ZipRecord, work: () => void): boolean {
  try {
    work()
    return true
  } catch (error) {
    if (error instanceof OverBudget) throw error
    const { because, detail } = gapOf(error)
    frame.missed(cleanName(record.name), because, detail)
    return false
  }
}

/** `.class`, in any case. */
function endsAsClass(block: Uint8Array, start: number, end: number): boolean {
  if (end - start < 7 || block[end - 6] !== 0x2e) return false
  return (
    (block[end - 5] ?? 0) === 0x63 &&
    (block[end - 4] ?? 0) === 0x6c &&
    (block[end - 3] ?? 0) === 0x61 &&
    (block[end - 2] ?? 0) === 0x73 &&
    (block[end - 1] ?? 0) === 0x73
  )
}

/** Where the part behind the last slash begins. */
function baseStart(block: Uint8Array, start: number, end: number): number {
  for (let i = end - 1; i >= start; i--) {
    if (block[i] === 0x2f) return i + 1
  }
  return start
}

/** One or two characters, or a letter and digits: names that renaming tools give. */
function isObscure(block: Uint8Array, start: number, end: number): boolean {
  const length = end - start
  if (length <= 2) return true
  if (length > 8) return false
  for (let i = start + 1; i < end; i++) {
    const byte = block[i] ?? 0
    if (byte < 0x30 || byte > 0x39) return length === 3 && isLower(block, start, end)
  }
  return true
}

function isLower(block: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = block[i] ?? 0
    if (byte < 0x61 || byte > 0x7a) return false
  }
  return true
}

function decode(block: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...block.subarray(start, end))
}
