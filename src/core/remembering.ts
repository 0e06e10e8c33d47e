/** Answers that are kept; then all are forgotten. */
const mostKept = 4_096

/** The same function of a text, which remembers: sprays ask for the same a hundred thousand times. */
export function remembering<T>(answer: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>()
  return (text) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    const made = answer(text)
    if (kept.size >= mostKept) kept.clear()
    kept.set(text, made)
    return made
  }
}
