import { type Bytes, cleanName, unpacked } from '../../archive/index.ts'
import type { ArchiveChange, Removal } from '../change.ts'
import { emptyClass } from '../empty-class.ts'
import type { FixDoors } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import type { RewriteContext } from '../rewriting.ts'
import type { LaidOutEntry, Layout } from './layout.ts'
import { isManifest, signatureBlockSize, signatureEntries, withoutDigests } from './signature.ts'

/** What becomes of an entry that does not stay as it is. */
export type Fate =
  | { readonly is: 'removed' }
  | { readonly is: 'changed'; readonly change: ArchiveChange }
  | { readonly is: 'replaced'; readonly content: Uint8Array }

/** What is taken away from a zip and what is changed in it. */
export interface Fates {
  readonly byEntry: ReadonlyMap<LaidOutEntry, Fate>
  /** Bytes of a signature just before the directory, which are left out. */
  readonly blockSize: number
}

/** Manifests and classes beyond this are not read. */
const largestContent = 64 * 2 ** 20

/** Throws Refusal `signed`; `damaged` if what is to be changed is not in the directory. Throws ArchiveGap. */
export function fatesIn(
  bytes: Bytes,
  layout: Layout,
  { removals, nested }: ArchiveChange,
  context: RewriteContext,
): Fates {
  const { doors, stripSignature } = context
  const named = entriesByName(layout, new Set([...removals.map(({ path }) => path), ...nested.keys()]))
  const byEntry = new Map<LaidOutEntry, Fate>()
  for (const removal of removals) {
    for (const entry of entriesOf(removal, named)) byEntry.set(entry, fateOf(bytes, entry, removal, doors))
  }
  for (const [path, change] of nested) {
    const entries = named.get(path) ?? []
    if (entries.length === 0) throw notNamed(path)
    if (entries.length > 1) throw new Refusal('unsupported', `it has ${entries.length} entries called ${path}`)
    for (const entry of entries) byEntry.set(entry, { is: 'changed', change })
  }
  const signing = signatureEntries(layout)
  const blockSize = signatureBlockSize(bytes, layout)
  if (signing.length === 0 && blockSize === 0) return { byEntry, blockSize: 0 }
  const signedBy = [...signing, ...(blockSize > 0 ? ['a block before its directory'] : [])]
  if (!stripSignature) {
    const detail = `${signedBy.join(', ')}: with --strip-signature it is changed, and unsigned from then on`
    throw new Refusal('signed', detail)
  }
  context.unsigned(signedBy)
  for (const entry of layout.entries) {
    const name = cleanName(entry.name)
    if (signing.includes(name)) byEntry.set(entry, { is: 'removed' })
    else if (isManifest(name) && signing.length > 0) {
      const content = withoutDigests(contentOf(bytes, entry, doors))
      if (content !== null) byEntry.set(entry, { is: 'replaced', content })
    }
  }
  return { byEntry, blockSize }
}

/** A scan finds entries by their own headers too, by which they cannot be taken away. */
function notNamed(path: string): Refusal {
  const detail = `its directory does not name ${path}, as where another zip lies before it: unpack it, and pack it anew`
  return new Refusal('damaged', detail)
}

function entriesByName({ entries }: Layout, wanted: ReadonlySet<string>): ReadonlyMap<string, readonly LaidOutEntry[]> {
  const named = new Map<string, LaidOutEntry[]>()
  for (const entry of entries) {
    const name = cleanName(entry.name)
    if (!wanted.has(name)) continue
    const known = named.get(name)
    if (known === undefined) named.set(name, [entry])
    else known.push(entry)
  }
  return named
}

/** The one that was recognised: of several by the same name, those with its checksum and size. */
function entriesOf(
  { path, crc32, size }: Removal,
  named: ReadonlyMap<string, readonly LaidOutEntry[]>,
): readonly LaidOutEntry[] {
  const entries = named.get(path) ?? []
  if (entries.length === 0) throw notNamed(path)
  if (entries.length === 1) return entries
  const exact = entries.filter((entry) => entry.crc32 === crc32 >>> 0 && entry.size === size)
  if (exact.length > 0) return exact
  throw new Refusal('unsupported', `it has ${entries.length} entries called ${path}, and their checksums are wrong`)
}

function fateOf(bytes: Bytes, entry: LaidOutEntry, { instead }: Removal, doors: FixDoors): Fate {
  if (instead === 'nothing') return { is: 'removed' }
  return { is: 'replaced', content: emptyClass(contentOf(bytes, entry, doors)) }
}

function contentOf(bytes: Bytes, entry: LaidOutEntry, doors: FixDoors): Uint8Array {
  const { name, size } = entry
  if (size > largestContent) throw new Refusal('unsupported', `its entry ${name} has ${size} bytes`)
  const content = new Uint8Array(size)
  let at = 0
  for (const piece of unpacked(bytes, entry, doors.tools)) {
    if (at + piece.length > size) throw new Refusal('damaged', `its entry ${name} is longer than it says`)
    content.set(piece, at)
    at += piece.length
  }
  return content.subarray(0, at)
}
