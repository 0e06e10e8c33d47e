import { provesEvaluation, type Rung, rungMeanings, rungs } from '../../core/index.ts'
import { escapeHtml } from './escape.ts'

const labelWidth = 140
const barWidth = 360
const rowHeight = 30

/** How many points stand on each rung of the ladder, highest on top, as one picture that also reads as a list. */
export function ladderPlot(counts: ReadonlyMap<Rung, number>): string {
  const rows = [...rungs].reverse()
  const most = Math.max(1, ...counts.values())
  const bars = rows.map((rung, i) => row(rung, counts.get(rung) ?? 0, most, i))
  const height = rows.length * rowHeight + 6
  const width = labelWidth + barWidth + 80
  const limit = rows.filter(provesEvaluation).length * rowHeight
  const spoken = rows.map((rung) => `${rung}: ${counts.get(rung) ?? 0}`).join(', ')
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Points by rung. ${spoken}">
<line class="limit" x1="0" y1="${limit}" x2="${width}" y2="${limit}"/>
<line class="axis" x1="${labelWidth}" y1="0" x2="${labelWidth}" y2="${height}"/>
${bars.join('\n')}
</svg>`
}

function row(rung: Rung, count: number, most: number, i: number): string {
  const y = i * rowHeight + 4
  // A single point among thousands is still seen.
  const length = count === 0 ? 0 : Math.max(4, Math.round((count / most) * barWidth))
  const colour = provesEvaluation(rung) ? ' alarm' : rung === 'not-delivered' ? ' mute' : ''
  const soft = count === 0 ? ' class="soft"' : ''
  return `<g><title>${escapeHtml(rungMeanings[rung])}</title>
<text x="${labelWidth - 10}" y="${y + 16}" text-anchor="end"${soft}>${rung}</text>
<rect class="bar${colour}" x="${labelWidth}" y="${y}" width="${length}" height="22"/>
<text x="${labelWidth + length + 8}" y="${y + 16}"${soft}>${count.toLocaleString('en-US')}</text></g>`
}
