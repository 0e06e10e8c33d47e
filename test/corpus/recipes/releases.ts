import { core, type Flaw, type Recipe } from '../recipe.ts'

/**
 * What https://logging.apache.org/security.html says of releases, but for CVE-2021-44832, whose fix the code shows in
 * 2.17.1, 2.12.4 and 2.3.2 only (https://nvd.nist.gov/vuln/detail/CVE-2021-44832).
 */
const all = ['CVE-2021-44228', 'CVE-2021-45046', 'CVE-2021-45105', 'CVE-2021-44832'] as const
const affected: Readonly<Record<string, readonly Flaw[]>> = {
  '2.0-beta9': all,
  '2.0': all,
  '2.3': all,
  '2.3.1': ['CVE-2021-44832'],
  '2.3.2': [],
  '2.8.2': all,
  '2.12.1': all,
  '2.12.2': ['CVE-2021-45105', 'CVE-2021-44832'],
  '2.12.3': ['CVE-2021-44832'],
  '2.12.4': [],
  '2.14.0': all,
  '2.15.0': ['CVE-2021-45046', 'CVE-2021-45105', 'CVE-2021-44832'],
  '2.16.0': ['CVE-2021-45105', 'CVE-2021-44832'],
  '2.17.0': ['CVE-2021-44832'],
  '2.17.1': [],
  '2.26.1': [],
}

/** Releases as they were published. */
export const releases: readonly Recipe[] = Object.entries(affected).map(([version, flaws]) => ({
  id: `release-${version}`,
  says: `says of ${version} what Apache says${flaws.length === 0 ? ': nothing' : ''}`,
  build: async (workshop) => [{ path: `log4j-core-${version}.jar`, content: await workshop.jar(core(version)) }],
  expected: { affected: flaws, components: 1 },
}))
