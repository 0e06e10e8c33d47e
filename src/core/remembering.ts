/** Answers that are kept; then all are forgotten. */
const mostKept = 4_096
/** Of a text, in characters: what is longer is hardly asked for twice. */
const longestKept = 1_024

/** The same function of a text, or a number, which remembers: sprays ask for the same a hundred thousand times. */
export function remembering<K extends string | number, T>(answer: (of: K) => T): (of: K) => T {
  const kept = new Map<K, T>()
  return (of) => {
    if (typeof of === 'string' && of.length > longestKept) return answer(of)
    const known = kept.get(of)
    if (known !== undefined) return known
    const made = answer(of)
    if (kept.size >= mostKept) kept.clear()
    kept.set(of, made)
    return made
  }
}
