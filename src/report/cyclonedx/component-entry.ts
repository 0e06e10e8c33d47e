import type { Component, ComponentEvidence, ComponentFinding, IdentifiedBy } from '../../core/index.ts'
import { evidenceWords, standingOf } from '../component-words.ts'

/**
 * How far each way of knowing is to be trusted, from 0 to 1, as CycloneDX wants it: a rank, not a measured chance.
 * Equal bytes leave no doubt; metadata is a witness that can lie.
 */
const confidences: Readonly<Record<IdentifiedBy, number>> = {
  fingerprint: 1,
  'class-bytes': 0.9,
  metadata: 0.5,
  declaration: 0.3,
}

/** One component where it lies; the same release elsewhere is another, because it can be mitigated in one place only. */
export function componentEntry(finding: ComponentFinding, ref: string) {
  const { at, component, evidence } = finding
  const methods = evidence.flatMap(method)
  const confidence = Math.max(0, ...component.identifiedBy.map((way) => confidences[way]))
  return {
    type: 'library',
    'bom-ref': ref,
    ...group(component),
    name: component.product,
    ...(component.version === null ? {} : { version: component.version }),
    purl: component.purl,
    evidence: {
      identity: [{ field: 'purl', confidence, concludedValue: component.purl, methods }],
      occurrences: [
        { location: at.path, ...(component.packageRoot === null ? {} : { symbol: component.packageRoot }) },
      ],
    },
    properties: properties([
      ['id', finding.id],
      ['title', finding.title],
      ['standing', standingOf(finding)],
      ['severity', finding.severity],
      ['by', finding.by],
      ...(component.versionRange === null ? [] : [['versionRange', component.versionRange] as const]),
      ...component.mitigations.map((words) => ['mitigation', words] as const),
      ...evidence.filter((each) => method(each).length === 0).map((each) => [each.kind, evidenceWords(each)] as const),
    ]),
  }
}

function properties(pairs: readonly (readonly [name: string, value: string])[]) {
  return pairs.map(([name, value]) => ({ name: `fireline:${name}`, value }))
}

/** `pkg:maven/GROUP/NAME@VERSION` (ECMA-427); other package URLs have no group for us. */
function group({ purl }: Component): { readonly group?: string } {
  const [, found] = /^pkg:maven\/([\w.-]+)\//.exec(purl) ?? []
  return found === undefined ? {} : { group: found }
}

/** How one piece of evidence shows what a component is; none for what only bears on its flaws. */
function method(evidence: ComponentEvidence) {
  switch (evidence.kind) {
    case 'class':
      return [{ technique: 'binary-analysis', confidence: confidences['class-bytes'], value: evidenceWords(evidence) }]
    case 'fingerprint': {
      const value = `${evidenceWords(evidence)}; CRC-32 ${evidence.crc32}, ${evidence.size} bytes`
      return [{ technique: 'hash-comparison', confidence: confidences.fingerprint, value }]
    }
    case 'metadata':
      return [{ technique: 'manifest-analysis', confidence: confidences.metadata, value: evidenceWords(evidence) }]
    case 'declaration':
      return [{ technique: 'attestation', confidence: confidences.declaration, value: evidenceWords(evidence) }]
    case 'configuration':
    case 'contradiction':
    case 'process':
    case 'layer':
      return []
  }
}
