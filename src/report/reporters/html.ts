import type { Finding, Gap, RunHeader, RunSummary } from '../../core/index.ts'
import { componentPart } from '../html/component-part.ts'
import { exposurePart } from '../html/exposure-part.ts'
import { page } from '../html/page.ts'
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

/** What the verb looks for speaks first; the other kind is there if it was found. */
function document(header: RunHeader, summary: RunSummary, findings: readonly Finding[], gaps: readonly Gap[]): string {
  const exposures = findings.filter((each) => each.kind === 'exposure')
  const components = findings.filter((each) => each.kind === 'component')
  const exposed = exposurePart(exposures, summary)
  const found = componentPart(components, gaps, summary)
  if (header.verb === 'probe') return page(header, summary, components.length > 0 ? [exposed, found] : [exposed], gaps)
  return page(header, summary, exposures.length > 0 ? [found, exposed] : [found], gaps)
}
