import type { Io } from './io.ts'

/** One line on stderr that is drawn anew in place; nothing at all where that is not wanted. */
export interface Progress {
  /** Draws at most ten times a second. */
  show(line: string): void
  /** Wipes the line, so that something else can be written. */
  clear(): void
}

const everyMs = 100

export function openProgress(io: Io): Progress {
  if (!io.progress) return { show: () => undefined, clear: () => undefined }
  let drawn = 0
  let last = 0
  const clear = (): void => {
    if (drawn > 0) io.tell('\r\u001b[2K')
    drawn = 0
  }
  return {
    show(line) {
      const now = Date.now()
      if (now - last < everyMs) return
      last = now
      const text = line.slice(0, io.columns - 1)
      io.tell(`\r\u001b[2K${text}`)
      drawn = text.length
    },
    clear,
  }
}

/** `[#####-----]` for a share from 0 to 1. */
export function bar(share: number, width: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width)
  return `[${'#'.repeat(full)}${'-'.repeat(width - full)}]`
}
