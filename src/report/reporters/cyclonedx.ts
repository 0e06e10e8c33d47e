import { type Finding, type Gap, type RunHeader, type RunSummary, showInstant } from '../../core/index.ts'
import { contentUuid } from '../content-id.ts'
import { attackProperty, componentEntry, serviceEntry, UniqueRefs, VulnerabilityList } from '../cyclonedx/index.ts'
import { JsonList, jsonDocument } from '../json-document.ts'
import type { Reporter } from '../reporter.ts'

/**
 * CycloneDX 1.6 (ECMA-424), bill of materials and VEX in one: components that were found in files, services that were
 * probed, and per advisory and reason one vulnerability with its analysis. Gaps and
 * attacks are properties of the whole: an attack in a log is no part of what a product is made of, and no verdict on one.
 */
export const cyclonedx: Reporter = {
  id: 'cyclonedx',
  mediaType: 'application/vnd.cyclonedx+json; version=1.6',
  summary: 'CycloneDX 1.6, a bill of materials with VEX, for inventories',
  definedBy: '[CycloneDX 1.6](https://cyclonedx.org/docs/1.6/json/) (ECMA-424)',

  begin(header) {
    const refs = new UniqueRefs()
    const components = new JsonList()
    const services = new JsonList()
    const vulnerabilities = new VulnerabilityList()
    const properties = new JsonList()
    const keep = (finding: Finding): void => {
      if (finding.kind === 'attack') {
        properties.add(attackProperty(finding))
        return
      }
      const ref = refs.take(finding.id)
      if (finding.kind === 'component') components.add(componentEntry(finding, ref))
      else services.add(serviceEntry(finding, ref))
      vulnerabilities.add(finding, ref)
    }
    return {
      finding: (finding) => (keep(finding), ''),
      gap: (gap) => (properties.add(gapProperty(gap)), ''),
      end(summary) {
        const body = {
          metadata: metadata(header, summary),
          components,
          services,
          vulnerabilities: vulnerabilities.entries(),
          // Other libraries are not listed at all, so that this is never the whole of what is there.
          compositions: [{ aggregate: 'incomplete' }],
          properties,
        }
        const head = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 }
        const schema = 'http://cyclonedx.org/schema/bom-1.6.schema.json'
        const serialNumber = `urn:uuid:${contentUuid(jsonDocument(body))}`
        return jsonDocument({ $schema: schema, ...head, serialNumber, ...body })
      },
    }
  },
}

function metadata({ tool, verb, startedAt }: RunHeader, { endedAt, complete, notes, stats }: RunSummary) {
  const properties = [
    ['verb', verb],
    ['startedAt', showInstant(startedAt)],
    ['complete', String(complete)],
    ...notes.map((note) => ['note', note] as const),
    ...Object.entries(stats).map(([name, value]) => [`stat:${name}`, String(value)] as const),
  ] as const
  return {
    timestamp: showInstant(endedAt),
    lifecycles: [{ phase: 'discovery' }],
    tools: { components: [{ type: 'application', name: tool.name, version: tool.version }] },
    properties: properties.map(([name, value]) => ({ name: `fireline:${name}`, value })),
  }
}

function gapProperty({ at, because, detail }: Gap) {
  return { name: `fireline:gap:${because}`, value: detail === '' ? at : `${at} (${detail})` }
}
