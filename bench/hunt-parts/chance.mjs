/** Numbers that look like chance and are the same on every machine (mulberry32). */
export function chanceFrom(seed) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }
  const below = (n) => next() % n
  return { below, of: (list) => list[below(list.length)] }
}
