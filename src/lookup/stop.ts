/** Why an evaluation ended early. */
export type EvaluationError =
  /** IllegalStateException: a variable needs its own value. Log4j drops the event. */
  | 'cycle'
  /** StackOverflowError: nested deeper than we follow, or than a JVM can. */
  | 'depth'
  /** IllegalArgumentException: a lookup refused its key. Log4j drops the event. */
  | 'illegal-argument'
  /** StringIndexOutOfBoundsException: 2.0-beta9 miscounts after an escape. */
  | 'out-of-bounds'
  /** Our own limit of work or output was reached: what came before is told. */
  | 'limit'

/** Ends an evaluation from within; it never leaves this room. */
export class Stop extends Error {
  readonly reason: EvaluationError

  constructor(reason: EvaluationError, detail: string) {
    super(detail)
    this.reason = reason
  }
}
