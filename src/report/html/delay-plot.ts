import { type Channel, type ExposureFinding, isVulnerable } from '../../core/index.ts'
import { showDelay } from '../callback-words.ts'
import { escapeHtml } from './escape.ts'

/** Ticks of the axis in milliseconds; it is logarithmic, because a log shipper can be hours behind a service. */
const ticks = [1, 10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000, 86_400_000] as const
const tickWords = ['1 ms', '10 ms', '100 ms', '1 s', '10 s', '1 min', '10 min', '1 h', '1 d'] as const
const width = 580
const left = 12
const right = 24
const rowHeight = 38

/** Rows at most; the table has all targets. */
const rowsShown = 20

/** One row a target, one mark for each place that called back: how long after the request it did. */
export function delayPlot(findings: readonly ExposureFinding[]): string {
  const byTarget = new Map<string, ExposureFinding[]>()
  for (const finding of findings) {
    const known = byTarget.get(finding.at.url)
    if (known === undefined) byTarget.set(finding.at.url, [finding])
    else known.push(finding)
  }
  const rows = [...byTarget].slice(0, rowsShown)
  const slowest = Math.max(1_000, ...rows.flatMap(([, list]) => list.map(({ callback }) => callback.delayMs)))
  const last = ticks.find((tick) => tick >= slowest) ?? slowest
  const x = (ms: number): number =>
    Math.round(left + (Math.log10(Math.max(1, ms)) / Math.log10(last)) * (width - left - right))
  const height = rows.length * rowHeight + 34
  const more =
    byTarget.size > rowsShown ? `<p class="soft">The first ${rowsShown} of ${byTarget.size} targets.</p>` : ''
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Time from request to callback, by target; the table of findings has the same numbers.">
${ticks
  .filter((tick) => tick <= last)
  .map((tick, i) => grid(x(tick), height, tickWords[i] ?? ''))
  .join('\n')}
${rows.map(([url, list], i) => row(url, list, i, x)).join('\n')}
</svg>${more}`
}

function grid(x: number, height: number, words: string): string {
  const anchor = x < 40 ? 'start' : x > width - 40 ? 'end' : 'middle'
  return `<line class="grid" x1="${x}" y1="0" x2="${x}" y2="${height - 22}"/><text class="soft" x="${x}" y="${height - 6}" text-anchor="${anchor}">${words}</text>`
}

function row(url: string, findings: readonly ExposureFinding[], i: number, x: (ms: number) => number): string {
  const y = i * rowHeight
  const short = url.length > 64 ? `${url.slice(0, 63)}…` : url
  const marks = findings.map((finding) => {
    const { at, callback } = finding
    const said = `${at.point.kind} ${at.point.name}: ${callback.channel}, ${showDelay(callback.delayMs)}`
    return `<g><title>${escapeHtml(said)}</title>${mark(callback.channel, x(callback.delayMs), y + 26, isVulnerable(finding))}</g>`
  })
  return `<g><text class="halo" x="${left}" y="${y + 14}">${escapeHtml(short)}</text>
${marks.join('\n')}</g>`
}

/** The shape tells the channel, so that no colour is needed to. */
function mark(channel: Channel, x: number, y: number, proven: boolean): string {
  const as = `class="mark${proven ? ' alarm' : ''}"`
  switch (channel) {
    case 'dns':
      return `<circle ${as} cx="${x}" cy="${y}" r="6"/>`
    case 'ldap':
    case 'ldaps':
      return `<path ${as} d="M${x} ${y - 8}l8 8l-8 8l-8-8z"/>`
    case 'rmi':
      return `<rect ${as} x="${x - 6}" y="${y - 6}" width="12" height="12"/>`
    case 'http':
    case 'https':
    case 'unknown':
      return `<path ${as} d="M${x} ${y - 7}l7 12h-14z"/>`
  }
}
