import { type ArchiveChange, type Removal, type RewrittenFormat, rewrittenFormats } from './change.ts'
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
  /** The way there: the file first, whose path is empty. */
  readonly steps: readonly RewrittenStep[]
  readonly removals: readonly Removal[]
  readonly effects: readonly Effect[]
}

/** A place where something could be taken away and is not. */
export interface RefusedPlace {
  readonly place: string
  readonly because: RefusalReason
  readonly detail: string
}

/** One archive on the way to a place, by its name in the one around it. */
export interface RewrittenStep {
  readonly path: string
  readonly format: RewrittenFormat
}

/** What is done in one file, and what is not. */
export interface ArchivePlan {
  readonly places: readonly PlaceChange[]
  readonly refused: readonly RefusedPlace[]
}

/** What the remedies do to a file, of which all places were examined. Nothing is written. */
export function planArchive(examined: readonly Examined[], remedies: readonly Remedy[]): ArchivePlan {
  const places: PlaceChange[] = []
  const refused: RefusedPlace[] = []
  for (const each of examined) {
    const { place } = each
    try {
      const { removals, effects } = prescribe(each, remedies)
      if (removals.length > 0) places.push({ place, steps: rewrittenSteps(each), removals, effects })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused.push({ place, because: error.because, detail: error.message })
    }
  }
  return { places, refused }
}

/** What was refused when it was tried: an archive in the file, with all that is nested in it. */
export interface RefusedArchive {
  /** Names from the outermost inward, without the file. */
  readonly inside: readonly string[]
  readonly refusal: Refusal
}

/** A plan without what was refused. */
export function withoutRefused({ places, refused }: ArchivePlan, archives: readonly RefusedArchive[]): ArchivePlan {
  const isIn = ({ steps }: PlaceChange, { inside }: RefusedArchive): boolean =>
    inside.every((path, index) => steps[index + 1]?.path === path)
  const now = places.flatMap((each): readonly RefusedPlace[] => {
    const found = archives.find((archive) => isIn(each, archive))
    return found === undefined ? [] : [refusedIn(each.place, found.refusal)]
  })
  const left = places.filter((each) => !archives.some((archive) => isIn(each, archive)))
  return { places: left, refused: [...refused, ...now] }
}

function refusedIn(place: string, { because, message }: Refusal): RefusedPlace {
  return { place, because, detail: message }
}

/** What all places together make of their file, which is of the format that their ways begin with. */
export function changeOf(places: readonly PlaceChange[]): ArchiveChange {
  const root = new Draft(places[0]?.steps[0]?.format ?? 'zip')
  for (const { steps, removals } of places) root.at(steps.slice(1)).removals.push(...removals)
  return root.finish()
}

/** A change that is being put together. */
class Draft {
  readonly removals: Removal[] = []
  readonly #format: RewrittenFormat
  readonly #nested = new Map<string, Draft>()

  constructor(format: RewrittenFormat) {
    this.#format = format
  }

  at([first, ...rest]: readonly RewrittenStep[]): Draft {
    if (first === undefined) return this
    const inner = this.#nested.get(first.path) ?? new Draft(first.format)
    this.#nested.set(first.path, inner)
    return inner.at(rest)
  }

  finish(): ArchiveChange {
    return {
      format: this.#format,
      removals: this.removals,
      nested: new Map([...this.#nested].map(([path, inner]) => [path, inner.finish()])),
    }
  }
}

/** Names of layers: of `docker save` until 25, and of OCI layouts. */
const layerName = /(?:^|\/)layer\.tar$|(?:^|\/)blobs\/sha256\/[0-9a-f]{64}$/

/** The way to a place, if all on it can be rewritten. Throws Refusal. */
function rewrittenSteps({ steps, place }: Examined): readonly RewrittenStep[] {
  if (steps.some(({ path }) => layerName.test(path)) || layerName.test(place)) {
    throw new Refusal('layer', 'mend what the image is built from, or choose a fixed base, and build it anew')
  }
  const rewritten = steps.flatMap(({ path, format }) => {
    const known = rewrittenFormats.find((each) => each === format)
    return known === undefined ? [] : [{ path, format: known }]
  })
  const other = steps.find(({ format }) => !rewrittenFormats.some((each) => each === format))
  if (other === undefined && rewritten.at(-1)?.format !== 'gzip') return rewritten
  throw new Refusal(
    'container',
    `${other?.format ?? 'a class in gzip'} is not rewritten: unpack it, run fireline fix on the folder, pack it again`,
  )
}
