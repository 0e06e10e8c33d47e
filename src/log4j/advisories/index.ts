import type { Advisory } from './advisory.ts'
import { cve202144228 } from './cve-2021-44228.ts'
import { cve202144832 } from './cve-2021-44832.ts'
import { cve202145046 } from './cve-2021-45046.ts'
import { cve202145105 } from './cve-2021-45105.ts'

/** Every flaw that is judged, the worst known first. */
export const advisories: readonly Advisory[] = [cve202144228, cve202145046, cve202145105, cve202144832]
