import type { Place } from './point.ts'
import type { HttpRequest } from './request.ts'

/** What one request may carry so that common servers take it. Measured: Tomcat 10.1 and Jetty 9.4 with their defaults. */
export interface RequestLimits {
  /** Request line and headers together; both servers refuse more than 8,192 bytes. */
  readonly headBytes: number
  /** Tomcat refuses more than 99 header lines. */
  readonly headers: number
}

export const defaultRequestLimits: RequestLimits = { headBytes: 8_000, headers: 90 }

/** A payload and the place that it goes to. */
export interface Filling {
  readonly place: Place
  readonly payload: string
}

/**
 * Fills several places of one request, as if one after the other. Header fields go in together: a request has dozens,
 * and each by itself would copy all that are there already.
 */
export function fillAll(base: HttpRequest, fillings: readonly Filling[]): HttpRequest {
  const end = fillings.findIndex(({ place }) => place.field === undefined)
  const [fields, others] = end < 0 ? [fillings, []] : [fillings.slice(0, end), fillings.slice(end)]
  return others.reduce((request, { place, payload }) => place.fill(request, payload), withFields(base, fields))
}

function withFields(base: HttpRequest, fillings: readonly Filling[]): HttpRequest {
  const values = new Map<string, readonly [string, string]>()
  for (const { place, payload } of fillings) {
    const name = place.field ?? ''
    const lower = name.toLowerCase()
    // The last of a name counts, and stands where it was put.
    values.delete(lower)
    values.set(lower, [name, payload])
  }
  const kept = base.headers.filter(([name]) => !values.has(name.toLowerCase()))
  return { ...base, headers: [...kept, ...values.values()] }
}

/** Request line and headers. */
interface Size {
  readonly bytes: number
  readonly lines: number
}

/** A request that takes further places of its shape. */
interface Open<T> {
  readonly members: T[]
  /** The request with its first place filled, and how large that is. */
  readonly first: HttpRequest
  readonly firstSize: Size
  size: Size
}

/**
 * Divides fillings into requests: those of one shape together, as many as the limits allow, in their order; one
 * of shape `null` alone. Each filling is in exactly one request; one that is too large by itself is still sent.
 *
 * Sizes add up, so each filling is measured beside the first one alone: what places of a shape share, such as a
 * content type, is in that already. Filling the growing request each time would cost the square of their number.
 */
export function pack<T extends Filling>(
  base: HttpRequest,
  fillings: readonly T[],
  limits: RequestLimits = defaultRequestLimits,
): T[][] {
  const requests: T[][] = []
  const open = new Map<string, Open<T>>()
  for (const filling of fillings) {
    const { place, payload } = filling
    if (place.shape === null) {
      requests.push([filling])
      continue
    }
    const current = open.get(place.shape)
    const grown = current === undefined ? null : sizeBeside(current, filling)
    if (current !== undefined && grown !== null && fits(grown, limits)) {
      current.members.push(filling)
      current.size = grown
      continue
    }
    const first = place.fill(base, payload)
    const size = sizeOf(first)
    const members = [filling]
    requests.push(members)
    open.set(place.shape, { members, first, firstSize: size, size })
  }
  return requests
}

/** Room for `Host`, `Connection` and `Content-Length`, which the writer adds. */
const addedBytes = 400
const addedLines = 3

function fits({ bytes, lines }: Size, limits: RequestLimits): boolean {
  return bytes + addedBytes <= limits.headBytes && lines + addedLines <= limits.headers
}

function sizeBeside<T extends Filling>({ first, firstSize, size }: Open<T>, { place, payload }: Filling): Size {
  const { bytes, lines } = sizeOf(place.fill(first, payload))
  return { bytes: size.bytes + bytes - firstSize.bytes, lines: size.lines + lines - firstSize.lines }
}

function sizeOf({ method, target, headers }: HttpRequest): Size {
  let bytes = method.length + target.length + ' HTTP/1.1\r\n'.length
  for (const [name, value] of headers) bytes += name.length + value.length + ': \r\n'.length
  return { bytes, lines: headers.length }
}
