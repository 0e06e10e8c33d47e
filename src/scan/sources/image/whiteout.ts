import { cleanName, withoutTrailing } from '../../entry-name.ts'

/** What one entry of a layer does to the layers below it. */
export type LayerEffect =
  /** It is there now, instead of what was. */
  | { readonly is: 'puts'; readonly path: string; readonly kind: 'file' | 'directory' | 'link' | 'other' }
  /** What was there, and all below it, is gone. */
  | { readonly is: 'deletes'; readonly path: string }
  /** All below it is gone. */
  | { readonly is: 'empties'; readonly path: string }

const prefix = '.wh.'
const opaque = '.wh..wh..opq'

/**
 * How an entry of a layer changes the file system (OCI image-spec v1.1, layer.md, "Whiteouts"). `null`: it changes
 * nothing that can be relied on, such as a path that climbs out, or the marks that aufs keeps for itself.
 */
export function effectOf(name: string, kind: 'file' | 'directory' | 'link' | 'other'): LayerEffect | null {
  const path = withoutTrailing(cleanName(name), '/')
  const parts = path.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return null
  const base = parts.at(-1) ?? ''
  if (!base.startsWith(prefix)) return { is: 'puts', path, kind }
  const folder = parts.slice(0, -1).join('/')
  if (base === opaque) return { is: 'empties', path: folder }
  const hidden = base.slice(prefix.length)
  if (hidden === '' || hidden === '.' || hidden === '..' || hidden.startsWith(prefix)) return null
  return { is: 'deletes', path: folder === '' ? hidden : `${folder}/${hidden}` }
}
