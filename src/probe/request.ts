/**
 * An HTTP/1.1 request as it will be written, byte for byte. Nothing normalises it on the way: header names keep
 * their case and order, and the target may hold characters that a URL may not.
 */
export interface HttpRequest {
  readonly method: string
  /** Origin-form (RFC 9112 section 3.2.1): path and query, already percent-encoded where wanted. */
  readonly target: string
  /** In order, without `Host`, `Content-Length` and `Connection` unless an injection point sets them itself. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array | null
}
