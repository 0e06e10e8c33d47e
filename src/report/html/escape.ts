import { type Instant, showInstant } from '../../core/index.ts'
import { visible } from '../visible.ts'

/** A text that came from outside, as the text of an element or of a quoted attribute. */
export function escapeHtml(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** `2026-11-24 12:58:31 UTC`, and to the millisecond for programs. */
export function timeElement(at: Instant): string {
  const iso = showInstant(at)
  return `<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`
}
