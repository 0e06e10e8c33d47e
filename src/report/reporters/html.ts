import type { Finding, Gap, RunHeader, RunSummary } from '../../core/index.ts'
import { attackPart } from '../html/attack-part.ts'
import { componentPart } from '../html/component-part.ts'
import { exposurePart } from '../html/exposure-part.ts'
import { type PagePart, page } from '../html/page.ts'
import type { Reporter } from '../reporter.ts'

/** One file that shows everything and fetches nothing; its policy forbids any script but the one that sorts the tables. */
export const html: Reporter = {
  id: 'html',
  mediaType: 'text/html; charset=utf-8',
  summary: 'one self-contained page with plots at the end, for people and for paper',
  definedBy: 'a page for people; programs read another format',

  begin(header) {
    const findings: Finding[] = []
    const gaps: Gap[] = []
    return {
      finding: (finding) => (findings.push(finding), ''),
      gap: (gap) => (gaps.push(gap), ''),
      end: (summary) => document(header, summary, findings, gaps),
    }
  },
}

/** What the verb looks for speaks first; the other kinds are there if they were found. */
function document(header: RunHeader, summary: RunSummary, findings: readonly Finding[], gaps: readonly Gap[]): string {
  const exposures = findings.filter((each) => each.kind === 'exposure')
  const components = findings.filter((each) => each.kind === 'component')
  const attacks = findings.filter((each) => each.kind === 'attack')
  const parts: readonly Part[] = [
    { kind: 'exposure', found: exposures.length, show: () => exposurePart(exposures, summary) },
    { kind: 'component', found: components.length, show: () => componentPart(components, gaps, summary) },
    { kind: 'attack', found: attacks.length, show: () => attackPart(attacks, gaps, summary) },
  ]
  const first = parts.find(({ kind }) => kind === lookedFor[header.verb])
  if (first === undefined) throw new Error(`no part of the page is for ${header.verb}`)
  const others = parts.filter((part) => part !== first && part.found > 0)
  return page(header, summary, [first.show(), ...others.map((part) => part.show())], gaps)
}

interface Part {
  readonly kind: Finding['kind']
  readonly found: number
  show(): PagePart
}

const lookedFor: Readonly<Record<RunHeader['verb'], Finding['kind']>> = {
  probe: 'exposure',
  scan: 'component',
  fix: 'component',
  hunt: 'attack',
}
