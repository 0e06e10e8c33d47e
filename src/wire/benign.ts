import type { Branded } from '../core/index.ts'

/**
 * Bytes that may be written to a stranger: a DNS answer, an LDAP bind or search-done response, a JRMP
 * acknowledgement, an HTTP 404. The encoders of this room make them and there is no other way to get one, so a
 * conversation cannot write anything that a JVM could turn into an object.
 */
export type BenignBytes = Branded<Uint8Array, 'BenignBytes'>

/** For the encoders of this room alone: its door does not offer it. */
export function benign(bytes: Uint8Array): BenignBytes {
  return bytes as BenignBytes
}

/** Answers one after the other are as benign as each. */
export function joinBenign(answers: readonly BenignBytes[]): BenignBytes | null {
  const [first] = answers
  if (first === undefined) return null
  if (answers.length === 1) return first
  const joined = new Uint8Array(answers.reduce((sum, answer) => sum + answer.length, 0))
  let at = 0
  for (const answer of answers) {
    joined.set(answer, at)
    at += answer.length
  }
  return benign(joined)
}
