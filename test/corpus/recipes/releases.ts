import type { AdvisoryId } from '../../../src/core/index.ts'
import { core, flawsOf2141, type Recipe } from '../recipe.ts'

const first = 'CVE-2017-5645'
const smtp = 'CVE-2020-9488'
const latest = ['CVE-2025-68161', 'CVE-2026-34480'] as const
const verifying = [...latest, 'CVE-2026-34477'] as const
const of2021 = ['CVE-2021-44228', 'CVE-2021-45046', 'CVE-2021-45105', 'CVE-2021-44832'] as const

/**
 * What https://logging.apache.org/security.html says of releases, but for CVE-2021-44832, whose fix the code shows in
 * 2.17.1, 2.12.4 and 2.3.2 only (https://nvd.nist.gov/vuln/detail/CVE-2021-44832).
 */
const affected: Readonly<Record<string, readonly AdvisoryId[]>> = {
  '2.0-beta9': [...of2021, ...latest, first, smtp],
  '2.0': [...of2021, ...latest, first, smtp],
  '2.3': [...of2021, ...latest, first, smtp],
  '2.3.1': ['CVE-2021-44832', ...latest, first, smtp],
  '2.3.2': [...latest, first],
  '2.8.2': [...of2021, ...latest, smtp],
  '2.12.1': [...of2021, ...verifying, smtp],
  '2.12.2': ['CVE-2021-45105', 'CVE-2021-44832', ...verifying, smtp],
  '2.12.3': ['CVE-2021-44832', ...verifying],
  '2.12.4': verifying,
  '2.14.0': flawsOf2141,
  '2.15.0': ['CVE-2021-45046', 'CVE-2021-45105', 'CVE-2021-44832', ...verifying],
  '2.16.0': ['CVE-2021-45105', 'CVE-2021-44832', ...verifying],
  '2.17.0': ['CVE-2021-44832', ...verifying],
  '2.17.1': verifying,
  '2.24.3': [...verifying, 'CVE-2026-34478'],
  '2.25.4': [],
  '2.26.1': [],
}

/** Releases as they were published. */
export const releases: readonly Recipe[] = Object.entries(affected).map(([version, flaws]) => ({
  id: `release-${version}`,
  says: `says of ${version} what Apache says${flaws.length === 0 ? ': nothing' : ''}`,
  build: async (workshop) => [{ path: `log4j-core-${version}.jar`, content: await workshop.jar(core(version)) }],
  expected: { affected: flaws, components: 1 },
}))
