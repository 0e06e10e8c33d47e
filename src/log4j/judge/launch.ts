import type { AdvisoryId, VexStatus } from '../../core/index.ts'
import type { Specimen } from '../specimen.ts'

/** Names under which Log4j 2.10 and later read the switch (its system properties, then the environment). */
const properties = ['log4j2.formatMsgNoLookups', 'log4j.formatMsgNoLookups', 'log4j2.format.msg.no.lookups']
const variable = 'LOG4J_FORMAT_MSG_NO_LOOKUPS'

/**
 * What the way a program was started means for a flaw. `formatMsgNoLookups` is not enough: Apache withdrew it as a
 * mitigation, since lookups in a layout, and programs that format messages themselves, still evaluate them.
 *
 * @see https://logging.apache.org/security.html#CVE-2021-45046
 */
export function launchRemark(id: AdvisoryId, launch: Specimen['launch']): readonly string[] {
  if (launch === null || !isSet(launch)) return []
  if (id === 'CVE-2021-44228')
    return [
      'formatMsgNoLookups is set, which stops lookups in messages from 2.10 on, but not those of a layout; Apache withdrew it as a mitigation',
    ]
  return id === 'CVE-2021-45046' ? ['formatMsgNoLookups is set, which does not stop this'] : []
}

/**
 * Releases whose fix is a switch have it off; whoever starts a program, or lays `log4j2.component.properties` beside it,
 * can turn it on again.
 *
 * @see https://logging.apache.org/log4j/2.x/manual/systemproperties.html
 */
export function reopened(
  id: AdvisoryId,
  status: VexStatus,
  { launch, configurations }: Pick<Specimen, 'launch' | 'configurations'>,
): readonly string[] {
  const own = switches[id]
  if (own === undefined || status !== 'fixed') return []
  const on = own.find((name) => launch?.properties[`log4j2.${name}`] === 'true')
  const file = configurations.find(
    ({ setting, text }) => setting === 'jndi-switch' && own.some((name) => text.includes(name)),
  )
  return [
    ...(on === undefined ? [] : [`log4j2.${on} is set, which turns that part of JNDI on again`]),
    ...(file === undefined ? [] : [`${file.path} turns that part of JNDI on again: ${file.text}`]),
  ]
}

const switches: Readonly<Partial<Record<AdvisoryId, readonly string[]>>> = {
  'CVE-2021-44228': ['enableJndiLookup', 'enableJndi'],
  'CVE-2021-45046': ['enableJndiLookup', 'enableJndi'],
  'CVE-2021-44832': ['enableJndiJdbc'],
}

function isSet({ properties: set, environment }: NonNullable<Specimen['launch']>): boolean {
  return properties.some((name) => set[name] === 'true') || environment[variable] === 'true'
}
