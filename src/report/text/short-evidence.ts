import type { ClassEvidence, ComponentEvidence, FingerprintEvidence } from '../../core/index.ts'
import { evidenceWords, releasesWords } from '../component-words.ts'

/** Pieces of one kind that are shown; the others are counted, and are all in the other formats. */
const shownOfKind = 5

type Kind = ComponentEvidence['kind']

/** What a verdict rests on, as short as it convinces: the classes first, metadata only where there is nothing better. */
export function shortEvidence(evidence: readonly ComponentEvidence[]): readonly string[] {
  const bytes = [...classWords(ofKind(evidence, 'class')), ...fingerprintWords(ofKind(evidence, 'fingerprint'))]
  const claims = bytes.length > 0 ? [] : [...listed(evidence, 'metadata'), ...listed(evidence, 'declaration')]
  return [...bytes, ...claims, ...listed(evidence, 'contradiction'), ...circumstances(evidence)]
}

/** What is of one place only, though the same component lies elsewhere too: no dispute between publishers. */
export function placeEvidence(evidence: readonly ComponentEvidence[]): readonly string[] {
  const own = evidence.filter((each) => each.kind !== 'contradiction' || !each.sources.some(isPage))
  return [...listed(own, 'contradiction'), ...circumstances(evidence)]
}

function circumstances(evidence: readonly ComponentEvidence[]): readonly string[] {
  return [...listed(evidence, 'layer'), ...listed(evidence, 'configuration'), ...listed(evidence, 'process')]
}

/** Classes that are there as they always were, which makes flaws, in one line; then each that shows something more. */
function classWords(classes: readonly ClassEvidence[]): readonly string[] {
  const telling = classes
    .filter(({ shows }) => shows.length > 0)
    .map((each) => evidenceWords({ ...each, ...usual(each) }))
  const there = classes
    .filter(({ shows }) => shows.length === 0)
    .map((each) => evidenceWords({ ...each, ...usual(each) }))
  const present = there.length === 0 ? [] : [`${there.join(', ')} ${there.length === 1 ? 'is' : 'are'} there`]
  return [...present, ...shortened(telling, 'classes')]
}

/** The class that narrows releases down most speaks for all that are known. */
function fingerprintWords(known: readonly FingerprintEvidence[]): readonly string[] {
  const [best] = [...known].sort((a, b) => a.releases.length - b.releases.length)
  if (best === undefined) return []
  const { path } = { ...best, ...usual(best) }
  const more = known.length === 1 ? '' : `, and ${known.length - 1} more as released`
  return [`${path} is byte for byte that of ${releasesWords(best.releases)}${more}`]
}

/** The folder of what lies where everybody expects it is left out. */
function usual({ path }: { readonly path: string }): { readonly path: string } {
  const expected = /^(?:org\/apache\/(?:logging\/)?log4j|ch\/qos\/logback)\//.test(path)
  return { path: expected ? path.slice(path.lastIndexOf('/') + 1) : path }
}

function listed(evidence: readonly ComponentEvidence[], kind: Kind): readonly string[] {
  const words = evidence.filter((each) => each.kind === kind).map((each) => evidenceWords(withoutPages(each)))
  return shortened([...new Set(words)], `of ${kind}`)
}

/** Pages of publishers are in the other formats; files of the operator are named. */
function withoutPages(evidence: ComponentEvidence): ComponentEvidence {
  if (evidence.kind !== 'contradiction') return evidence
  return { ...evidence, sources: evidence.sources.filter((source) => !isPage(source)) }
}

function isPage(source: string): boolean {
  return source.startsWith('https://')
}

function shortened(words: readonly string[], noun: string): readonly string[] {
  const left = words.length - shownOfKind
  return left > 0 ? [...words.slice(0, shownOfKind), `and ${left} more ${noun}`] : words
}

function ofKind<K extends Kind>(evidence: readonly ComponentEvidence[], kind: K) {
  return evidence.filter((each): each is Extract<ComponentEvidence, { kind: K }> => each.kind === kind)
}
