import type { Log4jVersion } from '../core/index.ts'
import { type Evaluation, explain } from '../lookup/index.ts'

/** Values that a name would carry to whoever is asked for it, and the name with their places marked. */
export function leaksOf(
  text: string,
  { reads }: Evaluation,
  name: string,
  version: Log4jVersion,
  at: number,
): readonly { readonly read: string; readonly into: string }[] {
  if (reads.length === 0) return []
  const plain = reads.filter((read) => name.includes(`\${${read}}`))
  // Where each value stands in the name as it was asked for, nothing has to be followed.
  if (plain.length === reads.length) return plain.map((read) => ({ read, into: name }))
  return explain(text, { version, mode: 'once', world: { at } }).leaks
}

const secretWords =
  /secret|passw|pwd|token|api_?key|access_?key|private|credential|session|auth|jwt|cookie|signing|encrypt|_key$|-key$|\.key$/i

/** Whether a value is one to be rotated if it was carried away, by what it is called. */
export function looksSecret(read: string): boolean {
  return secretWords.test(read)
}
