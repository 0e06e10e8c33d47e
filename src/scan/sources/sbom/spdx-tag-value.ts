import type { Declaration } from './declaration.ts'

type Draft = { -readonly [name in keyof Declaration]: Declaration[name] } & { cpes: string[] }

/** SPDX 2.2 and 2.3 as tags and values, a line each (SPDX 2.3 §4.4); a package begins with its name. */
export function* spdxTagValue(document: string): Generator<Declaration, void, undefined> {
  let part: Draft | null = null
  let inText = false
  let number = 0
  for (const line of linesOf(document)) {
    number++
    // Texts of many lines may hold anything, also what looks like a tag.
    const wasInText = inText
    if (line.includes('<text>')) inText = true
    if (line.includes('</text>')) inText = false
    if (wasInText) continue
    const [, tag = '', rest = ''] = /^\s*([A-Za-z]+):(.*)$/s.exec(line.slice(0, 4_096)) ?? []
    const value = rest.trim()
    if (tag === 'PackageName') {
      if (part !== null) yield part
      part = { where: `line ${number}`, purl: null, cpes: [], group: null, name: value, version: null, patched: false }
    } else if (tag === 'FileName' || tag === 'SnippetSPDXID' || tag === 'LicenseID') {
      if (part !== null) yield part
      part = null
    } else if (part !== null && tag === 'PackageVersion') part.version = value
    else if (part !== null && tag === 'ExternalRef') {
      const [, type = '', locator = ''] = value.split(/\s+/)
      if (/purl$/i.test(type)) part.purl = locator
      else if (/^cpe2[23]Type$/i.test(type)) part.cpes.push(locator)
    }
  }
  if (part !== null) yield part
}

function* linesOf(text: string): Generator<string, void, undefined> {
  for (let at = 0; at <= text.length; ) {
    const end = text.indexOf('\n', at)
    yield text.slice(at, end < 0 ? text.length : end)
    if (end < 0) return
    at = end + 1
  }
}
