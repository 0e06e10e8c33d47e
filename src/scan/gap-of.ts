import { ArchiveGap } from '../archive/index.ts'
import type { Gap } from '../core/index.ts'

/** Whatever went wrong with one file is a gap of that file, and the rest goes on. */
export function gapOf(error: unknown): Pick<Gap, 'because' | 'detail'> {
  if (error instanceof ArchiveGap) return { because: error.because, detail: error.message }
  return { because: 'malformed', detail: `unexpected: ${error instanceof Error ? error.message : String(error)}` }
}
