import type { RunSummary } from '../core/index.ts'
import { count } from './count.ts'

type Stats = RunSummary['stats']

/** What is said of a scan that told no vulnerable component: what a baseline has is not told, and is there all the same. */
export function calmScanWords({ known = 0 }: Stats): string {
  if (known === 0) return 'Nothing vulnerable was found in what was examined.'
  return `Nothing vulnerable was found beyond the baseline, which has ${count(known, 'component')} of what is there.`
}

/** What is said of a hunt that told no attack: those that were not told, as asked, were found all the same. */
export function calmHuntWords({ known = 0, leftOut = 0 }: Stats): string {
  if (known > 0)
    return `No attack was found beyond the baseline, which has ${count(known, 'attack')} of these logs.${outside(leftOut)}`
  if (leftOut > 0) return `No attack was found in the time that was asked for.${outside(leftOut)}`
  return 'No attack was found in what was read.'
}

function outside(leftOut: number): string {
  return leftOut === 0 ? '' : ` ${count(leftOut, 'attack')} of another time ${leftOut === 1 ? 'was' : 'were'} left out.`
}
