import { backslash } from './backslash.ts'
import { base64 } from './base64.ts'
import { html } from './html.ts'
import { latin1 } from './latin1.ts'
import type { Layer } from './layer.ts'
import { percent } from './percent.ts'
import { utf16 } from './utf16.ts'

/** Every layer; of those that a text shows, the first is taken for the outermost. */
export const layers: readonly Layer[] = around(percent, backslash, html)

/**
 * Orders to try, the usual one first. Where a layer left letters as they were, those of the layer within can look like
 * escapes of its own: only the order in which they were put around tells them apart.
 */
export const orders: readonly (readonly Layer[])[] = [
  layers,
  around(backslash, html, percent),
  around(html, percent, backslash),
  around(backslash, percent, html),
  around(percent, html, backslash),
  around(html, backslash, percent),
]

/** What escapes letters, outermost first, between what encodes a text as a whole. */
function around(...escapes: readonly Layer[]): readonly Layer[] {
  return [utf16, ...escapes, base64, latin1]
}
