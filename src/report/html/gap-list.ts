import { type Gap, type GapReason, gapReasons } from '../../core/index.ts'
import { escapeHtml } from './escape.ts'

/** Lists of reasons with this many places or fewer are open from the start. */
const openUpTo = 20

/** Every gap, by reason, the most frequent first. */
export function gapList(gaps: readonly Gap[]): string {
  if (gaps.length === 0) return '<p>There was nothing that could not be examined.</p>'
  const byReason = new Map<GapReason, string[]>()
  for (const { at, because, detail } of gaps) {
    const item = `<li>${escapeHtml(at)}${detail === '' ? '' : ` <span class="soft">${escapeHtml(detail)}</span>`}</li>`
    const known = byReason.get(because)
    if (known === undefined) byReason.set(because, [item])
    else known.push(item)
  }
  return [...byReason]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(
      ([because, items]) =>
        `<details${items.length <= openUpTo ? ' open' : ''}><summary><span class="tag warn">${items.length.toLocaleString('en-US')} × ${because}</span> ${escapeHtml(gapReasons[because])}</summary><ul>${items.join('\n')}</ul></details>`,
    )
    .join('\n')
}
