import type { GapReason } from '../core/index.ts'

/**
 * Thrown by readers of formats where something cannot be read on: what was read until then stands, and whoever walks
 * the archive turns this into a gap at the place where it happened.
 */
export class ArchiveGap extends Error {
  override readonly name = 'ArchiveGap'
  readonly because: GapReason

  /** `detail` is one sentence with the particulars, without a final dot. */
  constructor(because: GapReason, detail: string, options?: { readonly cause?: unknown }) {
    super(detail, options)
    this.because = because
  }
}
