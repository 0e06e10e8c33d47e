import { backslash } from './backslash.ts'
import { base64 } from './base64.ts'
import { html } from './html.ts'
import { latin1 } from './latin1.ts'
import type { Layer } from './layer.ts'
import { percent } from './percent.ts'
import { utf16 } from './utf16.ts'

/** Every layer; of those that a text shows, the first is taken for the outermost. */
export const layers: readonly Layer[] = [utf16, percent, backslash, html, base64, latin1]

/**
 * Orders to try, the usual one first. Where a layer left letters as they were, those of the layer within can look like
 * escapes of its own: only the order in which they were put around tells them apart.
 */
export const orders: readonly (readonly Layer[])[] = [
  layers,
  [utf16, backslash, html, percent, base64, latin1],
  [utf16, html, percent, backslash, base64, latin1],
  [utf16, backslash, percent, html, base64, latin1],
  [utf16, percent, html, backslash, base64, latin1],
  [utf16, html, backslash, percent, base64, latin1],
]
