import type { CveStatus, Gap } from '../../core/index.ts'
import { type Judgement, judgeDeclared } from '../../log4j/index.ts'
import { gapOf } from '../gap-of.ts'
import { cyclonedxJson } from './sbom/cyclonedx-json.ts'
import { cyclonedxXml } from './sbom/cyclonedx-xml.ts'
import { type Declaration, type DeclaredPart, distributionPackageOf, partOf, titleOf } from './sbom/declaration.ts'
import { documentText } from './sbom/document-text.ts'
import type { SbomKind } from './sbom/recognise-sbom.ts'
import { spdx3Json, spdxJson } from './sbom/spdx-json.ts'
import { spdxTagValue } from './sbom/spdx-tag-value.ts'
import { syftJson } from './sbom/syft-json.ts'
import { trivyJson } from './sbom/trivy-json.ts'

export { recogniseSbom, recogniseUnreadSbom, type SbomKind, sbomHeadBytes } from './sbom/recognise-sbom.ts'

/** Lists of parts larger than this are not read, in bytes. */
export const largestSbomBytes = 256 * 2 ** 20
const readers = {
  'CycloneDX JSON': cyclonedxJson,
  'CycloneDX XML': cyclonedxXml,
  'SPDX JSON': spdxJson,
  'SPDX 3 JSON': spdx3Json,
  'SPDX tag-value': spdxTagValue,
  'Syft JSON': syftJson,
  'Trivy JSON': trivyJson,
} satisfies Record<SbomKind, (text: string) => Iterable<Declaration>>

/** What a list of parts says of ours, or what of it could not be judged. */
export type SbomResult =
  /** `place`: `bom.json!pkg:maven/…`, so that two releases in one list are two findings. */
  | { readonly is: 'judged'; readonly place: string; readonly judgement: Judgement }
  | { readonly is: 'gap'; readonly gap: Gap }

/** No list in the world has more parts. */
const mostParts = 5_000_000

/**
 * Judges what a list of parts declares, by its release alone. `at` is the list as it is shown. The same part is told
 * once, however often it is named.
 */
export function* judgeSbom(kind: SbomKind, at: string, bytes: Uint8Array): Generator<SbomResult, void, undefined> {
  const seen = new Set<string>()
  let count = 0
  try {
    for (const declaration of readers[kind](documentText(bytes))) {
      if (++count > mostParts) {
        yield { is: 'gap', gap: { at, because: 'too-many', detail: `it names more than ${mostParts} parts` } }
        return
      }
      const part = partOf(declaration)
      const key = part === null ? distributionPackageOf(declaration) : `${part.purl} ${part.doubt ?? ''}`
      if (key === null || seen.has(key)) continue
      seen.add(key)
      if (part === null)
        yield { is: 'gap', gap: { at: `${at}!${declaration.where}`, because: 'unsupported', detail: packaged(key) } }
      else yield* judged(part, declaration, kind, at)
    }
  } catch (error) {
    yield { is: 'gap', gap: { at, ...gapOf(error) } }
  }
}

function* judged(
  part: DeclaredPart,
  declaration: Declaration,
  kind: SbomKind,
  at: string,
): Generator<SbomResult, void, undefined> {
  const judgement = judgeDeclared(part.purl)
  if (judgement === null) return
  const { where, purl, name, version } = declaration
  const said = (purl ?? `${name ?? ''} ${version ?? ''}`.trim()).slice(0, 500)
  const says = part.doubt === null ? said : `${said}; ${part.doubt}`
  const evidence = [{ kind: 'declaration', path: `${kind}, ${where}`.slice(0, 500), says }] as const
  const told = { ...judgement, evidence }
  yield {
    is: 'judged',
    place: `${at}!${part.purl}`,
    judgement: part.doubt === null ? told : doubted(told, part, part.doubt),
  }
}

/** What is not settled by the release is to be found out, and is as grave as if it were so. */
function doubted(judgement: Judgement, { product, version }: DeclaredPart, doubt: string): Judgement {
  const cves = judgement.cves.map(
    (cve): CveStatus =>
      cve.status === 'affected'
        ? { id: cve.id, status: 'under_investigation', because: `${doubt}. ${cve.because}` }
        : cve,
  )
  const open = cves.filter(({ status }) => status === 'under_investigation').map(({ id }) => id)
  const name = `${titleOf(product)} ${version ?? 'of an unknown release'} is declared`
  const title = open.length === 0 ? name : `${name}; whether it is affected by ${open.join(', ')} is not known`
  return { ...judgement, cves, title }
}

function packaged(name: string): string {
  return `${name}: distributions put fixes in without a new release of Log4j; scan the files themselves`
}
