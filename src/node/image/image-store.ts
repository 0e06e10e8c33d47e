import { readdirSync, readlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type ArchiveFormat, ArchiveGap, type Bytes, type Entry, piecesOf } from '../../archive/index.ts'
import type { ImageDoors, ImageStore } from '../../scan/index.ts'
import { headBytes, OpenFile, systemGap } from '../scan/open-file.ts'

/** `blobs/sha256/<hex>` is the deepest that an image has. */
const deepestFolder = 3
/** More names than any image has. */
const mostNames = 100_000

/** A folder that holds images: an OCI layout, or an unpacked `docker save`. */
export function folderStore(folder: string): ImageStore {
  return {
    blobsAreFiles: true,
    *entries() {
      const budget = { names: mostNames }
      yield* entriesIn(folder, '', 1, budget)
    },
  }
}

/** A file that holds images: a tar, compressed or not. `null` if it is none. Throws ArchiveGap. */
export function archiveStore(path: string, { formats, tools }: ImageDoors): ImageStore | null {
  const head = withFile(path, (file) => file.read(0, 512))
  const outer = formats.find((each) => mayWrap.has(each.id) && each.claims(head))
  const tar = formats.find(({ id }) => id === 'tar')
  if (outer === undefined || tar === undefined) return null
  const entriesOf = (format: ArchiveFormat, stream: () => Iterable<Uint8Array>): Iterable<Entry> =>
    format.entries({ name: basename(path), stream, bytes: streamOnly, passed: () => undefined }, tools)
  const outerEntries = (): Iterable<Entry> => entriesOf(outer, () => pieces(path))
  if (outer !== tar && !tar.claims(headOf(outerEntries(), tar.headBytes))) return null
  return {
    blobsAreFiles: false,
    *entries() {
      for (const entry of outerEntries()) {
        if (outer === tar) yield entry
        else yield* entriesOf(tar, () => entry.content())
      }
    },
  }
}

/** What the first of them begins with, at most `length` bytes. */
function headOf(entries: Iterable<Entry>, length: number): Uint8Array {
  const head: number[] = []
  for (const entry of entries) {
    for (const piece of entry.content()) {
      head.push(...piece.subarray(0, length - head.length))
      if (head.length >= length) break
    }
    break
  }
  return Uint8Array.from(head)
}

const mayWrap: ReadonlySet<string> = new Set(['tar', 'gzip', 'zstd', 'xz', 'bzip2', 'lz4'])

function streamOnly(): never {
  throw new ArchiveGap('unsupported', 'an image is read as a stream')
}

function* entriesIn(
  folder: string,
  inside: string,
  depth: number,
  budget: { names: number },
): Generator<Entry, void, undefined> {
  for (const each of listed(join(folder, inside))) {
    if (--budget.names < 0) throw new ArchiveGap('too-many', `the folder of an image has more than ${mostNames} names`)
    const name = inside === '' ? each.name : `${inside}/${each.name}`
    if (each.isDirectory()) {
      yield entry(name, 'directory')
      if (depth < deepestFolder) yield* entriesIn(folder, name, depth + 1, budget)
    } else if (each.isSymbolicLink()) yield { ...entry(name, 'link'), linkTo: targetOf(join(folder, name)) }
    else if (each.isFile()) yield fileEntry(folder, name)
  }
}

function fileEntry(folder: string, name: string): Entry {
  const path = join(folder, name)
  return {
    ...entry(name, 'file'),
    size: withFile(path, ({ size }) => size),
    content: () => pieces(path),
  }
}

function entry(name: string, kind: Entry['kind']): Entry {
  return {
    name,
    kind,
    size: null,
    crc32: null,
    linkTo: null,
    encrypted: false,
    inPlace: () => null,
    content: () => [],
  }
}

function listed(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    throw systemGap(error)
  }
}

/** A relative one as it is; elsewhere nothing of the image lies. */
function targetOf(path: string): string | null {
  try {
    const target = readlinkSync(path)
    return target.startsWith('/') ? null : target.startsWith('.') ? target : `./${target}`
  } catch {
    return null
  }
}

function* pieces(path: string): Generator<Uint8Array, void, undefined> {
  const file = new OpenFile(path, Buffer.alloc(headBytes))
  try {
    yield* piecesOf(file satisfies Bytes)
  } finally {
    file.close()
  }
}

function withFile<T>(path: string, use: (file: OpenFile) => T): T {
  const file = new OpenFile(path, Buffer.alloc(headBytes))
  try {
    return use(file)
  } finally {
    file.close()
  }
}
