import { type ArchiveFormat, endsAsZip, findDirectory } from '../archive/index.ts'
import { zipEndings } from './archive-names.ts'
import type { Content } from './content.ts'
import { extensionOf } from './entry-name.ts'
import type { SpooledBytes } from './ports.ts'

/** Long enough for all formats but disc images. */
export const headLength = 512
/** Of the record that ends a zip. */
const endLength = 22
/** No disc image is smaller: 16 sectors of nothing, its descriptors, its tables. */
const smallestImage = 64 * 1024

/** What kind of archive something is; with its bytes if they had to be opened to tell. */
export interface Identified {
  readonly format: ArchiveFormat
  readonly bytes: SpooledBytes | null
}

/**
 * Recognises an archive by its content. A zip may have anything in front (self-executing jars, installers), so what
 * is named as one, or starts as programs do, is asked for its end as well, and so is all whose end is at hand. `null`: it is no archive that we know.
 */
export function identify(content: Content, formats: readonly ArchiveFormat[]): Identified | null {
  const head = content.head(headLength)
  const zip = formats.find(({ id }) => id === 'zip')
  if (zip?.claims(head) === true) return { format: zip, bytes: null }
  if (zip !== undefined && mayHavePrefix(head, content.name)) {
    const bytes = content.bytes()
    if (findDirectory(bytes) !== null) return { format: zip, bytes }
    return identifyBytes(content, bytes, formats)
  }
  for (const format of formats) {
    if (format.headBytes <= headLength && format.claims(head)) return { format, bytes: null }
  }
  if (zip !== undefined && endsAsZip(content.tail(endLength) ?? head.subarray(0, 0)))
    return { format: zip, bytes: null }
  if (content.size !== null && content.size < smallestImage) return null
  for (const format of formats) {
    if (format.headBytes > headLength && format.claims(content.head(format.headBytes))) return { format, bytes: null }
  }
  return null
}

/** The other formats, asked of bytes that are open already. Closes them if it is no archive. */
function identifyBytes(content: Content, bytes: SpooledBytes, formats: readonly ArchiveFormat[]): Identified | null {
  const format = formats.find((each) => each.claims(bytes.read(0, each.headBytes)))
  if (format !== undefined) return { format, bytes }
  bytes.close()
  if (bytes.missing !== undefined) throw bytes.missing
  return null
}

/** `#!`, a program of Windows, of Linux, a module of Java (jmod), or a name that says zip. */
export function mayHavePrefix(head: Uint8Array, name: string): boolean {
  const [a, b, c, d] = head
  if (a === 0x23 && b === 0x21) return true
  if (a === 0x4d && b === 0x5a) return true
  if (a === 0x4a && b === 0x4d && c === 1 && d === 0) return true
  if (a === 0x7f && b === 0x45 && c === 0x4c && d === 0x46) return true
  return head.length > 0 && zipEndings.has(extensionOf(name))
}

/** `CAFEBABE` (JVMS §4.1). */
export function looksLikeClass(head: Uint8Array): boolean {
  return head[0] === 0xca && head[1] === 0xfe && head[2] === 0xba && head[3] === 0xbe
}
