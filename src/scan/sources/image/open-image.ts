import { type ArchiveFormat, ArchiveGap, type Entry } from '../../../archive/index.ts'
import { Budget } from '../../budget.ts'
import { cleanName } from '../../entry-name.ts'
import { defaultScanLimits, type ScanLimits } from '../../limits.ts'
import type { ScanDoors } from '../../ports.ts'
import { readDockerArchive } from './docker-archive.ts'
import { type Fate, FileFates, type InLayer, type LayerPath } from './file-fates.ts'
import { type ImageStore, readImageFiles } from './image-files.ts'
import { readOciLayout } from './oci-layout.ts'
import { defaultImageLimits, type ImageGap, type ImageLayer, type ImageLimits, type ImagePlan } from './plan.ts'

/** Where a path of a layer stands in one image. */
export interface LayerPlace {
  readonly image: ImagePlan
  /** From 1, the lowest. */
  readonly layer: number
  readonly of: ImageLayer
  readonly fate: Fate
  /** The layer that hid it. */
  readonly hiddenBy: ImageLayer | null
}

/** The images that a store holds. */
export interface OpenImage {
  readonly images: readonly ImagePlan[]
  readonly gaps: readonly ImageGap[]
  /**
   * Where each path stands, in every image that has its layer. Goes through all layers of these images once more, in
   * memory that grows with `paths` alone; a layer that cannot be read to its end hides nothing more.
   */
  places(paths: readonly InLayer[]): readonly (readonly LayerPlace[])[]
}

/** What {@link openImage} needs of the platform. */
export type ImageDoors = Pick<ScanDoors, 'formats' | 'tools' | 'elapsed'>

/**
 * What an archive or folder holds of container images, as `docker save` or OCI tools write them; `null` if nothing.
 * Throws ArchiveGap where it cannot be read.
 */
export function openImage(
  store: ImageStore,
  doors: ImageDoors,
  limits: ImageLimits = defaultImageLimits,
  scanLimits: ScanLimits = defaultScanLimits,
): OpenImage | null {
  const files = readImageFiles(store, limits)
  const reading = readDockerArchive(files, limits) ?? readOciLayout(files, limits)
  if (reading === null) return files.gaps.length === 0 ? null : { images: [], gaps: files.gaps, places: nowhere }
  return {
    images: reading.images,
    gaps: [...files.gaps, ...reading.gaps],
    places(paths) {
      const concerned = reading.images.filter(({ layers }) => layers.some(has(paths)))
      const blobs = new Set(concerned.flatMap(({ layers }) => layers.map(({ blobPath }) => blobPath)))
      const fates = new FileFates(paths.flatMap(({ inside }) => inside.slice(0, mostCompressions + 1)))
      const budget = new Budget({ ...scanLimits, ratio: Number.POSITIVE_INFINITY }, null, () => doors.elapsed())
      const packings = new Map<string, number>()
      for (const entry of store.entries()) {
        const blobPath = cleanName(entry.name)
        if (entry.kind !== 'file' || !blobs.has(blobPath)) continue
        const packed = (times: number): unknown => packings.set(blobPath, times)
        for (const inside of layerEntries(blobPath, entry, { doors, budget, packed })) fates.see(blobPath, inside)
      }
      return paths.map(({ blobPath, inside }) => {
        const path = inside[Math.max(0, (packings.get(blobPath) ?? 0) - (store.blobsAreFiles ? 1 : 0))]
        return path === undefined ? [] : concerned.flatMap((image) => placeIn(image, { blobPath, path }, fates))
      })
    },
  }
}

const nowhere: OpenImage['places'] = (paths) => paths.map(() => [])

function has(paths: readonly InLayer[]): (layer: ImageLayer) => boolean {
  const blobs = new Set<string | null>(paths.map(({ blobPath }) => blobPath))
  return ({ blobPath }) => blobPath !== null && blobs.has(blobPath)
}

function placeIn(image: ImagePlan, path: LayerPath, fates: FileFates): readonly LayerPlace[] {
  const fate = fates.fateIn(image, path)
  // The same blob may be two layers; the upper one decides what is seen of it.
  const index = image.layers.findLastIndex(({ blobPath }) => blobPath === path.blobPath)
  const of = image.layers[index]
  if (fate === null || of === undefined) return []
  const hiddenBy = fate.is === 'visible' ? null : (image.layers[fate.byLayer - 1] ?? null)
  return [{ image, layer: index + 1, of, fate, hiddenBy }]
}

/** How a layer is read. */
interface LayerReading {
  readonly doors: ImageDoors
  readonly budget: Budget
  /** Told how many compressions lie around the layer's tar, before its first entry. */
  readonly packed: (times: number) => unknown
}

/** What a layer holds; ends early where it cannot be read on, which the scan of it has told. */
function* layerEntries(name: string, blob: Entry, reading: LayerReading): Generator<Entry, void, undefined> {
  try {
    yield* tarEntries(name, reading.budget.counted(blob.content()), reading, 0)
  } catch (error) {
    if (!(error instanceof ArchiveGap)) throw error
  }
}

/** Compressions are the only thing around a layer's tar, and one in another is more than any tool writes. */
const mostCompressions = 2

function* tarEntries(
  name: string,
  pieces: Iterable<Uint8Array>,
  reading: LayerReading,
  times: number,
): Generator<Entry, void, undefined> {
  const { doors, budget, packed } = reading
  const { head, all } = peek(pieces, 512)
  const format = doors.formats.find((each) => layerFormats.has(each.id) && each.claims(head))
  if (format === undefined || times > mostCompressions) return
  if (format.id === 'tar') packed(times)
  for (const entry of entriesOf(format, name, all, doors)) {
    budget.entry()
    if (format.id === 'tar') yield entry
    else yield* tarEntries(name, budget.counted(entry.content()), reading, times + 1)
  }
}

const layerFormats: ReadonlySet<string> = new Set(['tar', 'gzip', 'zstd', 'bzip2', 'xz', 'lz4'])

function entriesOf(
  format: ArchiveFormat,
  name: string,
  pieces: Iterable<Uint8Array>,
  { tools }: ImageDoors,
): Iterable<Entry> {
  const bytes = (): never => {
    throw new ArchiveGap('unsupported', 'a layer is read as a stream')
  }
  return format.entries({ name, stream: () => pieces, bytes, passed: () => undefined }, tools)
}

/** The beginning of a stream, and all of it. */
function peek(pieces: Iterable<Uint8Array>, length: number): { head: Uint8Array; all: Iterable<Uint8Array> } {
  const source = pieces[Symbol.iterator]()
  let head: Uint8Array = new Uint8Array(0)
  while (head.length < length) {
    const next = source.next()
    if (next.done === true) break
    const longer = new Uint8Array(head.length + next.value.length)
    longer.set(head)
    longer.set(next.value, head.length)
    head = longer
  }
  function* all(): Generator<Uint8Array, void, undefined> {
    try {
      if (head.length > 0) yield head
      for (let next = source.next(); next.done !== true; next = source.next()) yield next.value
    } finally {
      source.return?.()
    }
  }
  return { head, all: all() }
}
