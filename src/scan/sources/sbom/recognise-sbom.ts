import { documentText } from './document-text.ts'

/** How much of a file {@link recogniseSbom} should see of its beginning, and of its end, in bytes. */
export const sbomHeadBytes = 4_096

/** A kind of list of parts that is read. */
export type SbomKind =
  | 'CycloneDX JSON'
  | 'CycloneDX XML'
  | 'SPDX JSON'
  | 'SPDX 3 JSON'
  | 'SPDX tag-value'
  | 'Syft JSON'
  | 'Trivy JSON'

/**
 * What kind of list of parts it is, from its first {@link sbomHeadBytes} bytes and, as some write into the end what it is,
 * its last; `null` if none.
 */
export function recogniseSbom(head: Uint8Array, tail: Uint8Array = noBytes): SbomKind | null {
  const text = beginningOf(head)
  if (text.startsWith('{')) return recogniseJson(text) ?? recogniseEnd(documentText(tail))
  if (text.startsWith('<')) return /<(?:\w+:)?bom\b[^>]*cyclonedx\.org\/schema\/bom/.test(text) ? 'CycloneDX XML' : null
  return /^SPDXVersion:\s*SPDX-2\.\d/m.test(text) ? 'SPDX tag-value' : null
}

/**
 * What it is, in words, if its beginning shows a list of parts of a kind that is not read; `null` if it does not. Stricter
 * than need be for YAML and JSON, of which most is something else.
 */
export function recogniseUnreadSbom(head: Uint8Array): string | null {
  const text = beginningOf(head)
  return unread.find(({ shownBy }) => shownBy.test(text))?.is ?? null
}

const unread: readonly { readonly is: string; readonly shownBy: RegExp }[] = [
  { is: 'SPDX as YAML', shownBy: /^["']?(?:spdxVersion["']?\s*:\s*["']?SPDX-\d|SPDXID["']?\s*:\s*["']?SPDXRef-)/m },
  { is: 'SPDX as RDF', shownBy: /^(?:<|@prefix\b|@base\b)[\s\S]*https?:\/\/spdx\.org\/rdf\/(?:terms#|3\.)/ },
  { is: 'CycloneDX as YAML', shownBy: /^["']?bomFormat["']?\s*:\s*["']?CycloneDX/m },
  // Its first fields are the release of the format and a serial number or a count (bom-1.4.proto and later); the tag of the first is white space.
  { is: 'CycloneDX as protobuf', shownBy: /^\u00031\.\d(?:\u0010[\u0001-\u007f]|\u001a-urn:uuid:)/ },
  { is: 'a SWID tag', shownBy: /^<[\s\S]*SoftwareIdentity\b[^>]{0,1000}standards\.iso\.org\/iso\/19770\/-2\// },
  // What was signed is in it as base64 (https://github.com/secure-systems-lab/dsse).
  { is: 'a signed attestation', shownBy: /^\{[\s\S]*"payloadType"\s*:\s*"application\/vnd\.in-toto\+json"/ },
  { is: 'a list of SBOMs', shownBy: /^\[\s*\{[\s\S]*(?:"bomFormat"\s*:\s*"CycloneDX"|"spdxVersion"\s*:\s*"SPDX-)/ },
]

const noBytes = new Uint8Array(0)

/** As it stands in UTF-8, of which all that shows a kind is ASCII. */
function beginningOf(head: Uint8Array): string {
  return documentText(head.subarray(0, sbomHeadBytes))
    .replace(/^\ufeff/, '')
    .trimStart()
}

function recogniseJson(text: string): SbomKind | null {
  if (/"bomFormat"\s*:\s*"CycloneDX"/.test(text) || /cyclonedx\.org\/schema\/bom-1\.\d/.test(text))
    return 'CycloneDX JSON'
  if (/"@context"\s*:\s*"https:\/\/spdx\.org\/rdf\/3\./.test(text)) return 'SPDX 3 JSON'
  if (/"spdxVersion"\s*:\s*"SPDX-2\.\d"|"SPDXID"\s*:\s*"SPDXRef-/.test(text)) return 'SPDX JSON'
  if (/^\{\s*"artifacts"\s*:\s*\[/.test(text) && /"foundBy"\s*:|"artifactRelationships"\s*:/.test(text))
    return 'Syft JSON'
  return /^\{\s*"SchemaVersion"\s*:\s*\d/.test(text) && /"ArtifactName"\s*:/.test(text) ? 'Trivy JSON' : null
}

/** Some tools write what it is behind all that is in it: those of CycloneDX for Python, and Syft. */
function recogniseEnd(text: string): SbomKind | null {
  if (/"bomFormat"\s*:\s*"CycloneDX"/.test(text)) return 'CycloneDX JSON'
  if (/"spdxVersion"\s*:\s*"SPDX-2\.\d"/.test(text)) return 'SPDX JSON'
  return /"descriptor"\s*:\s*\{\s*"name"\s*:\s*"syft"/.test(text) ? 'Syft JSON' : null
}
