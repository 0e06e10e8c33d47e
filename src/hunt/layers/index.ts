import { backslash } from './backslash.ts'
import { base64 } from './base64.ts'
import { html } from './html.ts'
import type { Layer } from './layer.ts'
import { percent } from './percent.ts'
import { utf16 } from './utf16.ts'

/** Every layer, in the order in which one round undoes them. */
export const layers: readonly Layer[] = [utf16, percent, backslash, html, base64]
