import { Refusal } from '../refusal.ts'

/**
 * What only container images have in them: the list of an OCI layout, that of `docker save` with the configuration it
 * names, or whiteouts of a layer. Both know layers by their digests, so that a changed one would be of no use.
 *
 * @see https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 * @see https://github.com/moby/docker-image-spec/blob/main/spec.md
 */
export class ImageSigns {
  #listed = false
  #digested = false
  #whiteout = false

  note(path: string): void {
    if (path === 'oci-layout' || path === 'repositories') this.#listed = true
    if (path === 'manifest.json') this.#listed = true
    if (/^(?:blobs\/sha256\/)?[0-9a-f]{64}(?:\.json|\.tar|\/layer\.tar|\/json)?$/.test(path)) this.#digested = true
    if (/(?:^|\/)\.wh\.[^/]+$/.test(path)) this.#whiteout = true
  }

  /** Throws Refusal `layer`. */
  check(): void {
    if (this.#whiteout || (this.#listed && this.#digested)) {
      throw new Refusal('layer', 'mend what the image is built from, or choose a fixed base, and build it anew')
    }
  }
}
