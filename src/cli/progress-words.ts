/** `[#####---------------] 25 %`, for a share from 0 to 1. */
export function shareShown(share: number): string {
  return `${bar(share)} ${String(Math.floor(share * 100)).padStart(2)} %`
}

const barWidth = 20

/** `[#####-----]` for a share from 0 to 1. */
export function bar(share: number, width = barWidth): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width)
  return `[${'#'.repeat(full)}${'-'.repeat(width - full)}]`
}

/** Before this much is done, a guess of the time left is worth nothing. */
const leastShare = 0.02

/** `about 8 s left` after so many milliseconds for that share; nothing as long as nobody can say. */
export function timeLeft(elapsedMs: number, share: number): readonly string[] {
  return share > leastShare ? [`about ${showSpan((elapsedMs * (1 - share)) / share)} left`] : []
}

/** `8 s`, `3 min`, `2 h`: rounded up, so that nothing is promised too early. */
export function showSpan(ms: number): string {
  const s = Math.ceil(ms / 1_000)
  if (s < 120) return `${s} s`
  return s < 7_200 ? `${Math.ceil(s / 60)} min` : `${Math.ceil(s / 3_600)} h`
}

/** `12 kB`, `3 MB`, `1.5 GB`. */
export function showBytes(bytes: number): string {
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}

/** As many of the parts, from the first on, as fit into one line of so many columns. */
export function fitted(parts: readonly string[], columns: number): string {
  const kept = [...parts]
  while (kept.length > 1 && kept.join(', ').length > columns) kept.pop()
  return kept.join(', ').slice(0, columns)
}
