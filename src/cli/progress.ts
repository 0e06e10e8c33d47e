import type { Io } from './io.ts'

/** One line on stderr that is drawn anew in place; nothing at all where that is not wanted. */
export interface Progress {
  /** Draws at most ten times a second what `line` makes for a terminal of so many columns. */
  show(line: (columns: number) => string): void
  /** Wipes the line, so that something else can be written. */
  clear(): void
}

const everyMs = 100

/** To the first column, and erase the line (ECMA-48 sections 8.3.15, 8.3.41). */
const wipe = '\r\u001b[2K'

/** `now` gives milliseconds of any clock that does not stand still. */
export function openProgress(io: Io, now: () => number = () => performance.now()): Progress {
  if (!io.progress) return { show: () => undefined, clear: () => undefined }
  let drawn = false
  let last = Number.NEGATIVE_INFINITY
  return {
    show(line) {
      const at = now()
      if (at - last < everyMs) return
      last = at
      // In the last column some terminals go on to the next line, which could not be wiped.
      io.tell(`${wipe}${line(io.columns - 1).slice(0, io.columns - 1)}`)
      drawn = true
    },
    clear() {
      if (drawn) io.tell(wipe)
      drawn = false
    },
  }
}

/** The same terminal, on which whatever is told takes the place of a progress line instead of following it. */
export function wiping(io: Io): Io {
  return io.progress ? { ...io, tell: (text) => io.tell(`${wipe}${text}`) } : io
}
