import { isVulnerable } from '../../core/index.ts'
import type { Reporter } from '../reporter.ts'
import { paletteFor } from '../text/palette.ts'
import { showComponent } from '../text/show-component.ts'
import { type Shown, showAgain, showExposure } from '../text/show-exposure.ts'
import { GapDigest, showList, showSums } from '../text/show-summary.ts'

/** For a person: each proof at a glance as it comes, then what to do, what could not be examined, and the sums. */
export const text: Reporter = {
  id: 'text',
  mediaType: 'text/plain; charset=utf-8',
  summary: 'for a person, as results come',

  begin(_header, { colour }) {
    const palette = paletteFor(colour)
    const gaps = new GapDigest()
    // One for each kind of finding; they are sentences of ours, so there are few.
    const remedies = new Set<string>()
    let vulnerable = 0
    let before: Shown | null = null
    return {
      finding(finding) {
        if (isVulnerable(finding)) vulnerable++
        remedies.add(finding.remedy)
        if (finding.kind === 'component') {
          before = null
          return showComponent(finding, palette)
        }
        const { at, proof } = finding
        const known = before?.url === at.url ? before : null
        before = { url: at.url, proof, also: known !== null }
        return known === null ? showExposure(finding, palette) : showAgain(finding, known, palette)
      },
      gap(gap) {
        gaps.add(gap)
        return ''
      },
      end(summary) {
        const lines = [
          '',
          ...showList('What to do', remedies, palette),
          ...gaps.show(palette),
          ...showList('Worth knowing', summary.notes, palette),
          ...showSums(summary, vulnerable, palette),
        ]
        return `${lines.join('\n')}\n`
      },
    }
  },
}
