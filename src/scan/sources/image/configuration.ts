import { field, listOf, textOf } from '../json.ts'

/** What an image's configuration says (OCI image-spec, config.md; Docker writes the same). */
export interface ImageConfiguration {
  readonly platform: string | null
  /** Digests of the uncompressed layers, from the lowest. */
  readonly diffIds: readonly (string | null)[]
  /** The command behind each layer, from the lowest. */
  readonly createdBy: readonly (string | null)[]
}

/** Commands beyond this are cut: some hold whole scripts. */
const longestCommand = 1_000

export function readImageConfiguration(json: unknown): ImageConfiguration {
  return {
    platform: platformOf(json),
    diffIds: listOf(field(json, 'rootfs', 'diff_ids')).map(textOf),
    // What only set a variable or a label made no layer.
    createdBy: listOf(field(json, 'history'))
      .filter((step) => field(step, 'empty_layer') !== true)
      .map((step) => commandOf(textOf(field(step, 'created_by')))),
  }
}

/** `os/architecture/variant` of anything that names a platform in OCI's words; `null` if it does not. */
export function platformOf(json: unknown): string | null {
  const parts = ['os', 'architecture', 'variant'].map((name) => textOf(field(json, name)))
  const [os, architecture] = parts
  if (os == null || architecture == null || os === '' || architecture === '') return null
  return parts.filter((part) => part !== null && part !== '').join('/')
}

/** One line, without what a builder puts before each command. */
export function commandOf(text: string | null): string | null {
  if (text === null) return null
  const line = text
    .slice(0, longestCommand)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\/bin\/sh -c (?:#\(nop\) ?)?/, '')
    .replace(/ # buildkit$/, '')
  return line === '' ? null : line
}
