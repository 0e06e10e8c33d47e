import type { HttpRequest } from '../request.ts'
import { withHeader } from './header.ts'

/**
 * Puts one more part into the text of a body, which is begun by the first. The method becomes POST, because a body
 * of a GET reaches few applications.
 */
export function withBody(
  request: HttpRequest,
  mediaType: string,
  write: (before: string | null) => string,
): HttpRequest {
  const before = request.body === null ? null : new TextDecoder().decode(request.body)
  const body = new TextEncoder().encode(write(before))
  return { ...withHeader(request, 'Content-Type', mediaType), method: 'POST', body }
}
