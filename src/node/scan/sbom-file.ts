import { gapOf, judgeSbom, largestSbomBytes, recogniseSbom, type SbomKind, type SbomResult } from '../../scan/index.ts'
import type { OpenFile } from './open-file.ts'
import type { Unit } from './protocol.ts'

/**
 * Names of lists of parts: those that CycloneDX and SPDX recommend, and those of their tools.
 *
 * @see https://cyclonedx.org/specification/overview/ "Recognized file patterns"
 * @see https://spdx.github.io/spdx-spec/v2.3/conformance/
 */
const named = /(?:^|\/)(?:(?:[^/]*[._-])?s?bom\.(?:json|xml)|[^/]*\.(?:cdx\.json|cdx\.xml|spdx|spdx\.json))$/i
/** Kinds of lists that are not read: their names alone say what they are. */
const namedUnread = /\.(?:spdx\.(?:ya?ml|rdf|rdf\.xml|xlsx?)|cdx\.(?:pb|bin|proto))$/i

/** What a list of parts may begin with: a brace, an angle bracket, `S`, `#`, white space, a byte order mark. */
const beginnings: ReadonlySet<number> = new Set([0x7b, 0x3c, 0x53, 0x23, 0x20, 0x09, 0x0a, 0x0d, 0xef])

/**
 * What kind of list of parts a file is. One that the operator named is recognised by its content, whatever it is
 * called; in folders the name has to say so too, since there it may be an example or a test's. `unknown`: the
 * operator named it and its name says that it is one, but it is none that can be read.
 */
export function sbomKindOf({ relative, follow }: Unit, head: Uint8Array): SbomKind | 'unknown' | null {
  const may = beginnings.has(head[0] ?? -1)
  if (!follow) return may && named.test(relative) ? recogniseSbom(head) : null
  const kind = may ? recogniseSbom(head) : null
  if (kind !== null) return kind
  return namedUnread.test(relative) || (may && named.test(relative)) ? 'unknown' : null
}

/** Judges what it declares. Whatever cannot be read of it is a gap. */
export function* examineSbom(
  { shown }: Unit,
  file: OpenFile,
  kind: SbomKind | 'unknown',
): Generator<SbomResult, void, undefined> {
  const gap = (because: 'unsupported' | 'too-large', detail: string): SbomResult => ({
    is: 'gap',
    gap: { at: shown, because, detail },
  })
  if (kind === 'unknown') {
    yield gap('unsupported', 'its name says SBOM, but it is neither CycloneDX (JSON, XML) nor SPDX (JSON, tag-value)')
  } else if (file.size > largestSbomBytes) {
    yield gap('too-large', `lists of parts of more than ${largestSbomBytes} bytes are not read`)
  } else {
    try {
      yield* judgeSbom(kind, shown, file.read(0, file.size))
    } catch (error) {
      yield { is: 'gap', gap: { at: shown, ...gapOf(error) } }
    }
  }
}
