import { defaultScanLimits, type ScanLimits } from '../../scan/index.ts'

/** Ten minutes: a resolver or a proxy may log late, and a lookup that meets a silent firewall is tried again. */
export const defaultWindowMs = 600_000

/** What one file may cost, everything nested in it together. Whatever is reached becomes a gap. */
export type HuntLimits = ScanLimits

/** Logs shrink more than programs do, and there are more of them: a terabyte may come out of one file. */
export const defaultHuntLimits: HuntLimits = {
  ...defaultScanLimits,
  depth: 32,
  entries: 5_000_000,
  inflatedBytes: 2 ** 40,
  millis: 60 * 60_000,
}
