/** Why there is no connection to send on. */
export class ConnectFailure extends Error {
  readonly reason: 'timed-out' | 'unreachable' | 'unresolvable' | 'certificate-refused' | 'out-of-scope' | 'interrupted'

  constructor(reason: ConnectFailure['reason'], detail: string) {
    super(detail)
    this.reason = reason
  }
}

/** The system's word for what happened, such as `ECONNREFUSED`. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.message : String(error)
}
