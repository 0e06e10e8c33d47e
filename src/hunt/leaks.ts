import type { Log4jVersion } from '../core/index.ts'
import { type Evaluation, type Leak, leakOf } from '../lookup/index.ts'
import { limits } from './evaluations.ts'

/** Reads that are followed, one evaluation each; a text that asks for more is made to be unreadable. */
const mostFollowed = 8
/** Characters that are evaluated for it. */
const mostWork = 200_000

/** Values that a name would carry to whoever is asked for it, and the name with their places marked. */
export function leaksOf(
  text: string,
  { reads }: Evaluation,
  name: string,
  version: Log4jVersion,
  at: number,
): readonly Leak[] {
  if (reads.length === 0) return []
  // Where a value stands in the name as it was asked for, it need not be followed.
  const asked = new Set(Array.from(name.matchAll(values), ([, value]) => value))
  const isPlain = (read: string): boolean => asked.has(read)
  const plain = reads.filter(isPlain).map((read) => ({ read, into: name }))
  const others = reads.filter((read) => !isPlain(read))
  const secretFirst = [...others.filter(looksSecret), ...others.filter((read) => !looksSecret(read))]
  const followed = secretFirst
    .slice(0, Math.min(mostFollowed, Math.ceil(mostWork / text.length)))
    .flatMap((read) => leakOf(read, text, { version, mode: 'once', world: { at }, limits }) ?? [])
  return [...plain, ...followed]
}

const values = /\$\{([^${}]*)\}/g

const secretWords =
  /secret|passw|pwd|token|api_?key|access_?key|private|credential|session|auth|jwt|cookie|signing|encrypt|_key$|-key$|\.key$/i

/** Whether a value is one to be rotated if it was carried away, by what it is called. */
export function looksSecret(read: string): boolean {
  return secretWords.test(read)
}
