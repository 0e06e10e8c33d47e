import type { ArchiveChange, Removal } from './change.ts'
import { type Diagnosis, type Effect, prescribe } from './prescribe.ts'
import { Refusal, type RefusalReason } from './refusal.ts'
import type { Remedy } from './remedies/remedy.ts'

/** One archive in a file, or one folder of classes in it, with the way to it from the file inward. */
export interface Examined extends Diagnosis {
  readonly place: string
  readonly steps: readonly { readonly path: string; readonly format: string }[]
  readonly folder: string
}

/** What is done in one place, and what comes of it. */
export interface PlaceChange {
  readonly place: string
  readonly removals: readonly Removal[]
  readonly effects: readonly Effect[]
}

/** A place where something could be taken away and is not. */
export interface RefusedPlace {
  readonly place: string
  readonly because: RefusalReason
  readonly detail: string
}

/** What becomes of one file. */
export interface ArchivePlan {
  readonly change: ArchiveChange
  readonly places: readonly PlaceChange[]
  readonly refused: readonly RefusedPlace[]
}

/** What the remedies do to a file, of which all places were examined. Nothing is written. */
export function planArchive(examined: readonly Examined[], remedies: readonly Remedy[]): ArchivePlan {
  const root = new Draft()
  const places: PlaceChange[] = []
  const refused: RefusedPlace[] = []
  for (const each of examined) {
    const { place } = each
    try {
      const { removals, effects } = prescribe(each, remedies)
      if (removals.length === 0) continue
      checkContainers(each)
      root.at(each.steps.slice(1).map(({ path }) => path)).removals.push(...removals)
      places.push({ place, removals, effects })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused.push({ place, because: error.because, detail: error.message })
    }
  }
  return { change: root.finish(), places, refused }
}

/** A change that is being put together. */
class Draft {
  readonly removals: Removal[] = []
  readonly #nested = new Map<string, Draft>()

  at([first, ...rest]: readonly string[]): Draft {
    if (first === undefined) return this
    const inner = this.#nested.get(first) ?? new Draft()
    this.#nested.set(first, inner)
    return inner.at(rest)
  }

  finish(): ArchiveChange {
    return {
      removals: this.removals,
      nested: new Map([...this.#nested].map(([path, inner]) => [path, inner.finish()])),
    }
  }
}

/** Names of layers: of `docker save` until 25, and of OCI layouts. */
const layerName = /(?:^|\/)layer\.tar$|(?:^|\/)blobs\/sha256\/[0-9a-f]{64}$/

/** Only what is a zip in nothing but zips is rewritten. Throws Refusal. */
function checkContainers({ steps, place }: Examined): void {
  const other = steps.find(({ format }) => format !== 'zip')
  if (other === undefined) return
  if (steps.some(({ path }) => layerName.test(path)) || layerName.test(place)) {
    throw new Refusal('layer', 'mend what the image is built from and build it anew')
  }
  throw new Refusal(
    'container',
    `${other.format} is not rewritten: unpack it, run fireline fix on the folder, pack it again`,
  )
}
