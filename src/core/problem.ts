/**
 * A failure the operator can act on. Anything else is either a gap in the result
 * (return it as data) or a defect of ours (let a plain Error escape).
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  readonly hint: string

  constructor(code: string, { message, hint, cause }: Description) {
    super(message, { cause })
    this.code = code
    this.hint = hint
  }
}

/** What happened, in one sentence, and what to do about it, in another. */
export interface Description {
  readonly message: string
  readonly hint: string
  readonly cause?: unknown
}

export interface ProblemMaker<Args extends readonly unknown[]> {
  (...args: Args): Problem
  readonly code: string
}

/** Declares one problem. Codes read ROOM_WHAT_WENT_WRONG and never change once released. */
export function problem<Args extends readonly unknown[]>(
  code: string,
  describe: (...args: Args) => Description,
): ProblemMaker<Args> {
  return Object.assign((...args: Args) => new Problem(code, describe(...args)), { code })
}
