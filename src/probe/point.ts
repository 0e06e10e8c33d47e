import type { Point } from '../core/index.ts'
import type { HttpRequest } from './request.ts'

/** How much of the catalogue a run tries. `quick` is in `standard`, which is in `deep`. */
export type Profile = 'quick' | 'standard' | 'deep'

/**
 * One kind of place in a request that a client controls, such as headers or JSON leaves.
 * Adding one is one file, its test and one line in `points/index.ts`.
 */
export interface InjectionPoint {
  /** Also the file's name, the `kind` in reports and the word for `--points`. */
  readonly id: string
  readonly summary: string
  /** The smallest profile that includes it. */
  readonly profile: Profile
  /** Every place of this kind that `base` has or can be given, in a stable order. */
  places(base: HttpRequest, options: PlaceOptions): readonly Place[]
}

/** What the operator said about the places. */
export interface PlaceOptions {
  readonly profile: Profile
  /** Header names of `--headers-file`, or `null` for the built-in list. */
  readonly headerNames: readonly string[] | null
}

/** One place, such as the header `X-Api-Version`. */
export interface Place {
  readonly point: Point
  /**
   * Places of the same `shape` can be filled together in one request; a place with shape `null` travels alone
   * (a header that servers refuse or act on, a place that needs another body or method).
   */
  readonly shape: string | null
  /** If the payload is the whole value of a header field: its name, by which many are filled in one go. */
  readonly field?: string
  /** Puts the payload into this place and changes nothing else; percent-encodes or escapes as the place demands. */
  fill(request: HttpRequest, payload: string): HttpRequest
}
