import { ArchiveGap } from '../../../archive/index.ts'
import { field, listOf, parseJson, textOf } from '../json.ts'
import type { Declaration } from './declaration.ts'

/**
 * Trivy's own JSON. It lists packages where it was told to (`--list-all-pkgs`), and flaws of some; where it lists no packages,
 * what else there is is a gap. Throws ArchiveGap.
 *
 * @see https://trivy.dev/latest/docs/configuration/reporting/#json
 */
export function* trivyJson(text: string): Generator<Declaration, void, undefined> {
  const json = parseJson(text)
  if (json === undefined) throw new ArchiveGap('malformed', 'it is a report of Trivy, but no whole JSON')
  const results = [...listOf(field(json, 'Results')).entries()]
  for (const [i, result] of results) {
    for (const [n, part] of listOf(field(result, 'Packages')).entries()) {
      const purl = textOf(field(part, 'Identifier', 'PURL')) ?? textOf(field(part, 'Ref'))
      yield declared(`Results/${i}/Packages/${n}`, purl, part, 'Name', 'Version')
    }
    for (const [n, part] of listOf(field(result, 'Vulnerabilities')).entries()) {
      const purl = textOf(field(part, 'PkgIdentifier', 'PURL')) ?? textOf(field(part, 'PkgRef'))
      yield declared(`Results/${i}/Vulnerabilities/${n}`, purl, part, 'PkgName', 'InstalledVersion')
    }
  }
  const listed = results.some(([, result]) => listOf(field(result, 'Packages')).length > 0)
  if (!listed)
    throw new ArchiveGap('unsupported', 'it is a report of Trivy without packages: make it with --list-all-pkgs')
}

function declared(where: string, purl: string | null, part: unknown, name: string, version: string): Declaration {
  return {
    where,
    purl: purl?.startsWith('pkg:') === true ? purl : null,
    cpes: [],
    group: null,
    name: textOf(field(part, name)),
    version: textOf(field(part, version)),
    patched: false,
  }
}
