import type { Entry } from '../../../archive/index.ts'
import { cleanName } from '../../entry-name.ts'
import type { ImagePlan } from './plan.ts'
import { effectOf } from './whiteout.ts'

/** A file or folder of a layer about which something is to be said. */
export interface LayerPath {
  readonly blobPath: string
  /** Inside the layer, without a slash at its start. */
  readonly path: string
}

/** Where a finding lies in a layer: `opt/app.war`, `WEB-INF/lib/x.jar`; before them, what compresses the layer. */
export interface InLayer {
  readonly blobPath: string
  readonly inside: readonly string[]
}

/** What became of it in the layers above. Numbers of layers count from 1, the lowest. */
export type Fate = { readonly is: 'visible' } | { readonly is: 'deleted' | 'replaced'; readonly byLayer: number }

/** Of an entry, what matters here. */
export type LayerEntry = Pick<Entry, 'name' | 'kind' | 'linkTo'>

/**
 * Follows a few paths through the layers of images: whether they are still there in the end. Layers are gone through
 * in any order, once each; kept is only what bears on the paths asked for, so memory does not grow with the image.
 *
 * In doubt a path is visible: a link that may lead to it, a name that could be read in two ways.
 */
export class FileFates {
  readonly #wanted: ReadonlySet<string>
  /** What lies below each folder. */
  readonly #below = new Map<string, Set<string>>()
  /** By blob, then by path. */
  readonly #hides = new Map<string, Map<string, 'deleted' | 'replaced'>>()
  /** Paths that lie in a blob as folders. */
  readonly #folders = new Map<string, Set<string>>()
  /** Paths of which nothing is said. */
  readonly #doubtful = new Set<string>()

  constructor(paths: Iterable<string>) {
    this.#wanted = new Set(paths)
    for (const path of this.#wanted) {
      for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
        this.#addBelow(path.slice(0, end), path)
      }
      this.#addBelow('', path)
    }
  }

  /** Every entry of every layer of the images that are asked about. */
  see(blobPath: string, { name, kind, linkTo }: LayerEntry): void {
    if (linkTo !== null) this.#doubt(cleanName(linkTo))
    const effect = effectOf(name, kind)
    if (effect === null) return
    const { path } = effect
    if (path.includes('!')) this.#doubt(path.slice(0, path.indexOf('!')))
    if (effect.is === 'puts') {
      if (effect.kind !== 'directory') this.#hideBelow(blobPath, path, 'replaced')
      if (!this.#wanted.has(path)) return
      if (effect.kind === 'directory') this.#setOf(this.#folders, blobPath).add(path)
      else this.#hide(blobPath, path, 'replaced')
    } else {
      this.#hideBelow(blobPath, path, 'deleted')
      if (effect.is === 'deletes' && this.#wanted.has(path)) this.#hide(blobPath, path, 'deleted')
    }
  }

  /** What became of it in one image; `null` if the image does not have that layer. */
  fateIn(image: ImagePlan, { blobPath, path }: LayerPath): Fate | null {
    let fate: Fate | null = null
    for (const [i, layer] of image.layers.entries()) {
      if (layer.blobPath === blobPath) fate = { is: 'visible' }
      else if (fate?.is === 'visible' && layer.blobPath !== null && !this.#doubtful.has(path)) {
        const hidden =
          this.#hides.get(layer.blobPath)?.get(path) ?? this.#turnedToFolder(blobPath, layer.blobPath, path)
        if (hidden !== undefined) fate = { is: hidden, byLayer: i + 1 }
      }
    }
    return fate
  }

  /** A file whose place a folder takes is gone; a folder that is written again is not. */
  #turnedToFolder(own: string, later: string, path: string): 'replaced' | undefined {
    const wasFile = this.#hides.get(own)?.get(path) === 'replaced'
    return wasFile && this.#folders.get(later)?.has(path) === true ? 'replaced' : undefined
  }

  #hideBelow(blobPath: string, folder: string, how: 'deleted' | 'replaced'): void {
    for (const path of this.#below.get(folder) ?? []) this.#hide(blobPath, path, how)
  }

  #hide(blobPath: string, path: string, how: 'deleted' | 'replaced'): void {
    const known = this.#hides.get(blobPath) ?? new Map<string, 'deleted' | 'replaced'>()
    this.#hides.set(blobPath, known)
    // A layer that empties a folder and fills it again replaces what it fills.
    if (known.get(path) !== 'replaced') known.set(path, how)
  }

  #doubt(path: string): void {
    if (this.#wanted.has(path)) this.#doubtful.add(path)
    for (const below of this.#below.get(path) ?? []) this.#doubtful.add(below)
  }

  #addBelow(folder: string, path: string): void {
    this.#setOf(this.#below, folder).add(path)
  }

  #setOf(sets: Map<string, Set<string>>, key: string): Set<string> {
    const known = sets.get(key) ?? new Set<string>()
    sets.set(key, known)
    return known
  }
}
