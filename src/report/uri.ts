import { nestingOf } from './place.ts'

/** Halves of surrogate pairs are no characters; a URI has the replacement character for them. */
const lone = /\p{Surrogate}/gu

/** A URL of the web (WHATWG) as a URI of RFC 3986, which lets fewer characters stand unescaped; without its fragment. */
export function webUri(url: string): string {
  const [, origin = '', path = ''] = /^([a-z]+:\/\/[^/?#]*)?([^#]*)/i.exec(url) ?? []
  const escaped = path
    .replace(lone, '\ufffd')
    .replace(/%(?![0-9a-f]{2})|[^\w\-.~:/?@!$&'()*+,;=%]/giu, (char) => encodeURIComponent(char))
  return `${origin}${escaped}`
}

/** Each byte but those of unreserved characters and slashes, as RFC 3986 section 2.1 escapes it. */
function escapedPath(path: string): string {
  return path
    .replace(lone, '\ufffd')
    .replace(/[^\w\-.~/]/gu, (char) =>
      encodeURIComponent(char).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`),
    )
}

/** A file as a URI reference: `file:///srv/a.war` (RFC 8089), or relative to where the run was started. */
export function fileReference(path: string): string {
  const escaped = escapedPath(path)
  if (path.startsWith('/')) return `file://${escaped.replace(/^\/+/, '/')}`
  return escaped === '' ? '.' : escaped
}

/**
 * A place, however nested, as an absolute URI: what is inside the file is the fragment. A path that is not absolute
 * becomes a package URL of type generic, whose subpath (ECMA-427) is what is inside.
 */
export function placeUri(path: string): string {
  const { outer, inside } = nestingOf(path)
  const fragment = inside.length === 0 ? '' : `#${inside.map(escapedPath).join('!')}`
  return outer.startsWith('/') ? `${fileReference(outer)}${fragment}` : `pkg:generic/${escapedPath(outer)}${fragment}`
}
