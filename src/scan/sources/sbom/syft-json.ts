import { ArchiveGap } from '../../../archive/index.ts'
import { field, listOf, parseJson, textOf } from '../json.ts'
import { cpesOf, type Declaration } from './declaration.ts'

/**
 * Syft's own JSON, all releases of its schema: artifacts, whose CPEs were texts and became objects in 2024. Throws ArchiveGap.
 *
 * @see https://github.com/anchore/syft/tree/main/schema/json
 */
export function* syftJson(text: string): Generator<Declaration, void, undefined> {
  const json = parseJson(text)
  if (json === undefined) throw new ArchiveGap('malformed', 'it is a document of Syft, but no whole JSON')
  for (const [i, artifact] of listOf(field(json, 'artifacts')).entries()) {
    const purl = textOf(field(artifact, 'purl'))
    yield {
      where: `artifacts/${i}`,
      purl: purl === '' ? null : purl,
      cpes: cpesOf(...listOf(field(artifact, 'cpes')).map((each) => field(each, 'cpe') ?? each)),
      group: textOf(field(artifact, 'metadata', 'pomProperties', 'groupId')),
      name: textOf(field(artifact, 'name')),
      version: textOf(field(artifact, 'version')),
      patched: false,
    }
  }
}
