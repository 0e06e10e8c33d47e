/** Why something could not be examined. Each word is explained in `gapReasons`. */
export type GapReason = keyof typeof gapReasons

/** Every reason with the sentence that an operator reads. */
export const gapReasons = {
  rejected: 'the server refused the request before the application saw it',
  blocked: 'something in front of the server blocked the probe but let a plain request pass',
  'timed-out': 'no answer came in time',
  unreachable: 'no connection could be made',
  unresolvable: 'the name has no address',
  'connection-lost': 'the connection broke before the answer was complete',
  'too-large': 'it is larger than the limit that was set',
  malformed: 'it could not be understood',
  'out-of-scope': 'it is not covered by the authorisation',
  'certificate-refused': 'the certificate was not accepted, and strict checking was asked for',
  'not-attempted': 'the chosen profile or limit leaves it out',
  unconfirmed: 'a name was asked for, which a URL scanner could have done too',
  'callback-unreachable': 'the callback listener cannot be reached from there',
  interrupted: 'the run was stopped before it was done',
  encrypted: 'it is encrypted',
  truncated: 'it ends before it should',
  'too-deep': 'it is nested deeper than the limit that was set',
  'too-many': 'it has more entries than the limit that was set',
  'too-slow': 'it took longer than the limit that was set',
  'holds-itself': 'it is an archive that holds itself',
  'not-readable': 'the system did not let it be read',
  vanished: 'it was gone when it was to be read',
  changed: 'it changed while it was read',
  unsupported: 'it asks for something that is not implemented',
} as const

/** Something that should have been examined and was not. Gaps are results, not errors. */
export interface Gap {
  /** What it is about: a URL with its injection point, a file with its nesting, a line of a list. */
  readonly at: string
  readonly because: GapReason
  /** One sentence with the particulars: a status, a size, a system's own words. */
  readonly detail: string
}
