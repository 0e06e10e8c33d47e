import { cpesOf, type Declaration } from './declaration.ts'
import { namesNoParts } from './documents-in.ts'
import { xmlElements } from './xml-elements.ts'

interface Draft {
  readonly where: string
  readonly fields: Map<string, string>
  patched: boolean
}

const told: ReadonlySet<string> = new Set(['purl', 'cpe', 'group', 'name', 'version'])

/** CycloneDX in XML, all releases: components, and components in components. Throws ArchiveGap. */
export function* cyclonedxXml(document: string): Generator<Declaration, void, undefined> {
  const path: string[] = []
  const open: Draft[] = []
  let count = 0
  let isList = false
  for (const event of xmlElements(document)) {
    if (event.is === 'open') {
      path.push(event.name)
      if (event.name === 'components' || event.name === 'component') isList = true
      if (event.name === 'component') open.push({ where: `component ${++count}`, fields: new Map(), patched: false })
      const draft = open.at(-1)
      if (event.name === 'patch' && draft !== undefined) draft.patched = true
    } else if (event.is === 'text') {
      const name = path.at(-1) ?? ''
      const draft = open.at(-1)
      // Of the component itself, not of its supplier, its license or the tool that made it.
      if (draft !== undefined && path.at(-2) === 'component' && told.has(name)) {
        draft.fields.set(name, `${draft.fields.get(name) ?? ''}${event.text}`)
      }
    } else {
      path.pop()
      const draft = event.name === 'component' ? open.pop() : undefined
      if (draft !== undefined) yield declared(draft)
    }
  }
  if (!isList) throw namesNoParts('components')
}

function declared({ where, fields, patched }: Draft): Declaration {
  const text = (name: string): string | null => fields.get(name)?.trim() ?? null
  return {
    where,
    purl: text('purl'),
    cpes: cpesOf(text('cpe')),
    group: text('group'),
    name: text('name'),
    version: text('version'),
    patched,
  }
}
