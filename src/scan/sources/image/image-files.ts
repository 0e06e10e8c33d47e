import { ArchiveGap, type Entry } from '../../../archive/index.ts'
import { cleanName, withoutTrailing } from '../../entry-name.ts'
import type { ImageFiles, ImageGap, ImageLimits } from './plan.ts'

/** Something that may hold images: an archive or a folder. Each call goes through all of it anew. */
export interface ImageStore {
  entries(): Iterable<Entry>
  /** Whether each blob is a file of its own: what compresses a file is no level of nesting in the place of a finding. */
  readonly blobsAreFiles: boolean
}

/** Where in an archive of images, at the latest, something lies that gives it away. */
const firstNames = 8

/**
 * Whether a store may hold images, by the names of its first files: those who write images write nothing else. Spares
 * the reading of an archive to its end that is something else. Throws ArchiveGap where the store cannot be read.
 */
export function mayHoldImages(store: ImageStore): boolean {
  let seen = 0
  for (const { name, kind } of store.entries()) {
    if (kind === 'directory') continue
    if (isOfImage(cleanName(name))) return true
    if (++seen === firstNames) return false
  }
  return false
}

function isOfImage(name: string): boolean {
  return /^(?:oci-layout|index\.json|manifest\.json|repositories)$|^blobs\/|(?:^|[:/])[0-9a-f]{64}(?:[./]|$)|(?:^|\/)layer\.tar$/.test(
    name,
  )
}

/** How far links are followed; `docker save` writes one for a layer that two images share. */
const mostLinks = 8

/** Reads what is small and text, and remembers what else is there. Throws ArchiveGap where the store cannot be read. */
export function readImageFiles(store: ImageStore, limits: ImageLimits): ImageFiles & { readonly gaps: ImageGap[] } {
  const names = new Set<string>()
  const links = new Map<string, string>()
  const documents = new Map<string, Uint8Array>()
  const gaps: ImageGap[] = []
  let kept = 0
  for (const entry of store.entries()) {
    const name = withoutTrailing(cleanName(entry.name), '/')
    if (entry.kind === 'link' && entry.linkTo !== null) links.set(name, resolve(name, entry.linkTo))
    else names.add(name)
    if (entry.kind !== 'file' || !mayBeDocument(name)) continue
    const isIndex = name === 'manifest.json' || name === 'index.json' || name === 'repositories'
    if (entry.size === null || entry.size > limits.documentBytes) {
      if (isIndex)
        gaps.push({ path: name, because: 'too-large', detail: `it has more than ${limits.documentBytes} bytes` })
      continue
    }
    const bytes = textIn(entry, entry.size)
    if (bytes === null) continue
    kept += bytes.length
    if (kept > limits.allDocumentBytes) {
      const detail = `the descriptions of its images have more than ${limits.allDocumentBytes} bytes`
      throw new ArchiveGap('too-large', detail)
    }
    documents.set(name, bytes)
  }
  const locate = (path: string): string | null => {
    let at = cleanName(path)
    for (let i = 0; i <= mostLinks; i++) {
      if (names.has(at)) return at
      const next = links.get(at)
      if (next === undefined) return null
      at = next
    }
    return null
  }
  return {
    gaps,
    locate,
    read(path) {
      const at = locate(path)
      return at === null ? null : (documents.get(at) ?? null)
    },
  }
}

/** By name: the lists at the top, configurations, and blobs, which have no ending. */
function mayBeDocument(name: string): boolean {
  return /(?:^|\/)(?:[^/]*\.json|json|repositories|oci-layout|[0-9a-f]{64}|[0-9a-f]{128}|sha256:[0-9a-f]{64})$/.test(
    name,
  )
}

/** All of it, if it begins as JSON does. */
function textIn(entry: Entry, size: number): Uint8Array | null {
  const bytes = new Uint8Array(size)
  let at = 0
  for (const piece of entry.content()) {
    if (at === 0 && !beginsAsJson(piece)) return null
    if (at + piece.length > size) return null
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes.subarray(0, at)
}

function beginsAsJson(piece: Uint8Array): boolean {
  const first = piece.find((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)
  return first === 0x7b || first === 0x5b || first === 0xef
}

/** Where a link leads that lies at `name`; one that climbs out of the store leads nowhere. */
function resolve(name: string, target: string): string {
  // Hard links name a path from the top; `docker save` writes symbolic ones that climb: `../<id>/layer.tar`.
  if (!target.startsWith('.')) return cleanName(target)
  const parts = name.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}
