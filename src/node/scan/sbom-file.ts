import {
  gapOf,
  judgeSbom,
  largestSbomBytes,
  recogniseSbom,
  recogniseUnreadSbom,
  type SbomKind,
  type SbomResult,
  sbomHeadBytes,
} from '../../scan/index.ts'
import type { OpenFile } from './open-file.ts'
import type { Unit } from './protocol.ts'

/**
 * Names of lists of parts: those that CycloneDX and SPDX recommend, and those of their tools.
 *
 * @see https://cyclonedx.org/specification/overview/ "Recognized file patterns"
 * @see https://spdx.github.io/spdx-spec/v2.3/conformance/
 */
const named =
  /(?:^|\/)(?:(?:[^/]*[._-])?s?bom\.(?:json|xml)|[^/]*\.(?:cdx\.json|cdx\.xml|spdx|spdx\.json|syft\.json))$/i
/** Kinds of lists that are not read: their names alone say what they are. */
const namedUnread =
  /(?:(?:^|[/._-])sbom\.(?:ya?ml|rdf|ttl|pb|bin|csv|tsv|txt|xlsx?|jsonl)|\.(?:spdx\.(?:ya?ml|rdf|rdf\.xml|xlsx?)|cdx\.(?:pb|bin|proto)|swidtag))$/i

/** What a list of parts may begin with: a brace, an angle bracket, `S`, `#`, white space, a byte order mark, a NUL of UTF-16. */
const beginnings: ReadonlySet<number> = new Set([
  0x7b, 0x3c, 0x53, 0x23, 0x20, 0x09, 0x0a, 0x0d, 0xef, 0xff, 0xfe, 0x00,
])

/** What a file is, as a list of parts; one that is `unread` with the reason. */
export type SbomFile =
  | { readonly is: 'read'; readonly kind: SbomKind }
  | { readonly is: 'unread'; readonly because: string }

/**
 * What kind of list of parts a file is; `null` if none. One that the operator named is recognised by its content, whatever
 * it is called, and is a gap if it is of a kind that is not read, or none though its name says so. In folders the name has
 * to say what it is, since there it may be an example or a test's.
 */
export function sbomOf({ relative, follow }: Unit, file: OpenFile): SbomFile | null {
  const { head } = file
  const may = beginnings.has(head[0] ?? -1)
  if (!follow && !(may && named.test(relative))) return null
  const kind = may ? recogniseSbom(head, tailOf(file)) : null
  if (kind !== null) return { is: 'read', kind }
  if (!follow) return null
  const unread = recogniseUnreadSbom(head)
  if (unread !== null) return { is: 'unread', because: `it is ${unread}, which is not read: ${convert}` }
  const saysSo = namedUnread.test(relative) || (may && named.test(relative))
  return saysSo
    ? { is: 'unread', because: `its name says SBOM, but it is none of a kind that is read: ${convert}` }
    : null
}

const convert = 'make it CycloneDX or SPDX in JSON'

function tailOf(file: OpenFile): Uint8Array {
  // The head is all there is of most files.
  return file.head.length < sbomHeadBytes ? file.head : file.read(Math.max(0, file.size - sbomHeadBytes), sbomHeadBytes)
}

/** Judges what it declares. Whatever cannot be read of it is a gap. */
export function* examineSbom({ shown }: Unit, file: OpenFile, sbom: SbomFile): Generator<SbomResult, void, undefined> {
  const gap = (because: 'unsupported' | 'too-large', detail: string): SbomResult => ({
    is: 'gap',
    gap: { at: shown, because, detail },
  })
  if (sbom.is === 'unread') {
    yield gap('unsupported', sbom.because)
  } else if (file.size > largestSbomBytes) {
    yield gap('too-large', `lists of parts of more than ${largestSbomBytes} bytes are not read`)
  } else {
    try {
      yield* judgeSbom(sbom.kind, shown, file.read(0, file.size))
    } catch (error) {
      yield { is: 'gap', gap: { at: shown, ...gapOf(error) } }
    }
  }
}
