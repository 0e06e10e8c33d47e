import { ArchiveGap } from '../../../archive/index.ts'
import { field, listOf, parseJson, textOf } from '../json.ts'
import { cpesOf, type Declaration } from './declaration.ts'
import { documentsIn, namesNoParts } from './documents-in.ts'

/** CycloneDX in JSON, 1.2 to 1.7: components, and components in components. Throws ArchiveGap. */
export function* cyclonedxJson(text: string): Generator<Declaration, void, undefined> {
  const json = parseJson(text)
  if (json === undefined) throw new ArchiveGap('malformed', 'it is a CycloneDX document, but no whole JSON')
  for (const document of documentsIn(json, isDocument)) yield* componentsOf(document)
}

function isDocument(value: unknown): boolean {
  return (
    field(value, 'bomFormat') === 'CycloneDX' || /cyclonedx\.org\/schema/.test(textOf(field(value, '$schema')) ?? '')
  )
}

function* componentsOf(json: unknown): Generator<Declaration, void, undefined> {
  const waiting: { readonly where: string; readonly component: unknown }[] = []
  const about = field(json, 'metadata', 'component')
  if (about === undefined && field(json, 'components') === undefined) throw namesNoParts('components')
  if (about !== undefined) waiting.push({ where: 'metadata/component', component: about })
  const add = (where: string, components: unknown): void => {
    for (const [i, component] of listOf(components).entries()) waiting.push({ where: `${where}/${i}`, component })
  }
  add('components', field(json, 'components'))
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { where, component } = next
    yield {
      where,
      purl: textOf(field(component, 'purl')),
      cpes: cpesOf(field(component, 'cpe')),
      group: textOf(field(component, 'group')),
      name: textOf(field(component, 'name')),
      version: textOf(field(component, 'version')),
      patched: listOf(field(component, 'pedigree', 'patches')).length > 0,
    }
    add(`${where}/components`, field(component, 'components'))
  }
}
