import { ArchiveGap } from '../../../archive/index.ts'
import { field, listOf, parseJson, textOf } from '../json.ts'
import { cpesOf, type Declaration } from './declaration.ts'
import { documentsIn, namesNoParts } from './documents-in.ts'

/** SPDX 2.2 and 2.3 in JSON (SPDX 2.3 §7: packages and their external references). Throws ArchiveGap. */
export function* spdxJson(text: string): Generator<Declaration, void, undefined> {
  for (const document of documentsIn(parsed(text), isDocument)) yield* packagesOf(document)
}

function isDocument(value: unknown): boolean {
  return field(value, 'SPDXID') === 'SPDXRef-DOCUMENT' || textOf(field(value, 'spdxVersion')) !== null
}

function* packagesOf(document: unknown): Generator<Declaration, void, undefined> {
  const packages = field(document, 'packages')
  if (packages === undefined) throw namesNoParts('packages')
  for (const [i, part] of listOf(packages).entries()) {
    const references = (type: RegExp): readonly unknown[] =>
      listOf(field(part, 'externalRefs'))
        .filter((each) => type.test(textOf(field(each, 'referenceType')) ?? ''))
        .map((each) => field(each, 'referenceLocator'))
    yield {
      where: textOf(field(part, 'SPDXID')) ?? `packages/${i}`,
      purl: textOf(references(/purl$/i)[0]),
      cpes: cpesOf(...references(/cpe2[23]Type$/i)),
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
export function* spdx3Json(text: string): Generator<Declaration, void, undefined> {
  const json = parsed(text)
  const elements = listOf(field(json, '@graph'))
  if (elements.length === 0) throw new ArchiveGap('unsupported', 'it is an SPDX 3 document without @graph')
  for (const [i, element] of elements.entries()) {
    const type = textOf(field(element, 'type')) ?? textOf(field(element, '@type')) ?? ''
    if (!/(?:^|[_/:])Package$/.test(type)) continue
    const identifiers = (kind: RegExp): readonly unknown[] =>
      listOf(field(element, 'externalIdentifier'))
        .filter((each) => kind.test(textOf(field(each, 'externalIdentifierType')) ?? ''))
        .map((each) => field(each, 'identifier'))
    yield {
      where: textOf(field(element, 'spdxId')) ?? textOf(field(element, '@id')) ?? `@graph/${i}`,
      purl: textOf(field(element, 'software_packageUrl')) ?? textOf(identifiers(/^(?:packageUrl|purl)$/)[0]),
      cpes: cpesOf(...identifiers(/^cpe2[23]$/)),
      group: null,
      name: textOf(field(element, 'name')),
      version: textOf(field(element, 'software_packageVersion')),
      patched: false,
    }
  }
}

function parsed(text: string): unknown {
  const json = parseJson(text)
  if (json === undefined) throw new ArchiveGap('malformed', 'it is an SPDX document, but no whole JSON')
  return json
}
