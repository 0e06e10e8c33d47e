import type { Advisory } from './advisory.ts'
import { cve20175645 } from './cve-2017-5645.ts'
import { cve201917571 } from './cve-2019-17571.ts'
import { cve20209488 } from './cve-2020-9488.ts'
import { cve20214104 } from './cve-2021-4104.ts'
import { cve202142550 } from './cve-2021-42550.ts'
import { cve202144228 } from './cve-2021-44228.ts'
import { cve202144832 } from './cve-2021-44832.ts'
import { cve202145046 } from './cve-2021-45046.ts'
import { cve202145105 } from './cve-2021-45105.ts'
import { cve202223302 } from './cve-2022-23302.ts'
import { cve202223305 } from './cve-2022-23305.ts'
import { cve202223307 } from './cve-2022-23307.ts'
import { cve202326464 } from './cve-2023-26464.ts'
import { cve202568161 } from './cve-2025-68161.ts'
import { cve20261225 } from './cve-2026-1225.ts'
import { cve202634477 } from './cve-2026-34477.ts'
import { cve202634478 } from './cve-2026-34478.ts'
import { cve202634479 } from './cve-2026-34479.ts'
import { cve202634480 } from './cve-2026-34480.ts'
import { cve202634481 } from './cve-2026-34481.ts'
import { cve202649844 } from './cve-2026-49844.ts'

/** Every flaw that is judged: the family of Log4Shell first, then by product and year. */
export const advisories: readonly Advisory[] = [
  cve202144228,
  cve202145046,
  cve202145105,
  cve202144832,
  cve20175645,
  cve20209488,
  cve202568161,
  cve202634477,
  cve202634478,
  cve202634479,
  cve202634480,
  cve202634481,
  cve202649844,
  cve201917571,
  cve20214104,
  cve202223302,
  cve202223305,
  cve202223307,
  cve202326464,
  cve202142550,
  cve20261225,
]
