import { ArchiveGap } from '../../../archive/index.ts'
import { field, listOf, parseJson, textOf } from '../json.ts'
import type { Declaration } from './declaration.ts'

/** SPDX 2.2 and 2.3 in JSON (SPDX 2.3 §7: packages and their external references). Throws ArchiveGap. */
export function* spdxJson(bytes: Uint8Array): Generator<Declaration, void, undefined> {
  for (const [i, part] of listOf(field(parsed(bytes), 'packages')).entries()) {
    const reference = (type: RegExp): string | null =>
      listOf(field(part, 'externalRefs'))
        .filter((each) => type.test(textOf(field(each, 'referenceType')) ?? ''))
        .map((each) => textOf(field(each, 'referenceLocator')))[0] ?? null
    yield {
      where: textOf(field(part, 'SPDXID')) ?? `packages/${i}`,
      purl: reference(/purl$/i),
      cpe: reference(/cpe2[23]Type$/i),
      group: null,
      name: textOf(field(part, 'name')),
      version: textOf(field(part, 'versionInfo')),
      patched: false,
    }
  }
}

/**
 * SPDX 3 in JSON-LD, as its own serialization writes it: elements in `@graph`, packages among them. Other shapes that
 * JSON-LD allows for the same statements are not understood. Throws ArchiveGap.
 */
export function* spdx3Json(bytes: Uint8Array): Generator<Declaration, void, undefined> {
  const json = parsed(bytes)
  const elements = listOf(field(json, '@graph'))
  if (elements.length === 0) throw new ArchiveGap('unsupported', 'it is an SPDX 3 document without @graph')
  for (const [i, element] of elements.entries()) {
    const type = textOf(field(element, 'type')) ?? textOf(field(element, '@type')) ?? ''
    if (!/(?:^|[_/:])Package$/.test(type)) continue
    const identifier = (kind: RegExp): string | null =>
      listOf(field(element, 'externalIdentifier'))
        .filter((each) => kind.test(textOf(field(each, 'externalIdentifierType')) ?? ''))
        .map((each) => textOf(field(each, 'identifier')))[0] ?? null
    yield {
      where: textOf(field(element, 'spdxId')) ?? textOf(field(element, '@id')) ?? `@graph/${i}`,
      purl: textOf(field(element, 'software_packageUrl')) ?? identifier(/^(?:packageUrl|purl)$/),
      cpe: identifier(/^cpe2[23]$/),
      group: null,
      name: textOf(field(element, 'name')),
      version: textOf(field(element, 'software_packageVersion')),
      patched: false,
    }
  }
}

function parsed(bytes: Uint8Array): unknown {
  const json = parseJson(bytes)
  if (json === undefined) throw new ArchiveGap('malformed', 'it is an SPDX document, but no whole JSON')
  return json
}
