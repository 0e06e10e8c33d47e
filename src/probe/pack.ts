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

/** Fills several places of one request, one after the other. */
export function fillAll(base: HttpRequest, fillings: readonly Filling[]): HttpRequest {
  return fillings.reduce((request, { place, payload }) => place.fill(request, payload), base)
}

/**
 * Divides fillings into requests: those of one shape together, as many as the limits allow, in their order; one
 * of shape `null` alone. Each filling is in exactly one request; one that is too large by itself is still sent.
 */
export function pack<T extends Filling>(
  base: HttpRequest,
  fillings: readonly T[],
  limits: RequestLimits = defaultRequestLimits,
): T[][] {
  const requests: T[][] = []
  const open = new Map<string, { members: T[]; request: HttpRequest }>()
  for (const filling of fillings) {
    const { shape } = filling.place
    if (shape === null) {
      requests.push([filling])
      continue
    }
    const current = open.get(shape)
    const request = filling.place.fill(current?.request ?? base, filling.payload)
    if (current !== undefined && fits(request, limits)) {
      current.members.push(filling)
      current.request = request
    } else {
      const members = [filling]
      requests.push(members)
      open.set(shape, { members, request: filling.place.fill(base, filling.payload) })
    }
  }
  return requests
}

/** Room for `Host`, `Connection` and `Content-Length`, which the writer adds. */
const addedBytes = 400
const addedHeaders = 3

function fits({ method, target, headers }: HttpRequest, limits: RequestLimits): boolean {
  let bytes = method.length + target.length + ' HTTP/1.1\r\n'.length + addedBytes
  for (const [name, value] of headers) bytes += name.length + value.length + ': \r\n'.length
  return bytes <= limits.headBytes && headers.length + addedHeaders <= limits.headers
}
