import type { Remedy } from './remedy.ts'

/** Apache's mitigation for releases that cannot be updated; nothing else in them uses the class. */
export const jndiLookup: Remedy = {
  id: 'jndi-lookup',
  title: 'JndiLookup',
  family: 'log4j2',
  takes: ['jndi-lookup'],
  // 2.0-beta9, 2.0-rc1 and 2.0-rc2 end with NoClassDefFoundError.
  missedBy: { role: 'interpolator', unless: 'bears-no-jndi' },
  ends: ['CVE-2021-44228', 'CVE-2021-45046'],
  costs: 'lookups such as ${jndi:…} in a configuration find nothing',
  byDefault: true,
  sources: ['https://logging.apache.org/security.html#CVE-2021-44228'],
}
