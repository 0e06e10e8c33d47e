import type { AdvisoryId, ComponentFinding, Severity } from '../../core/index.ts'
import { advisoryFacts } from '../advisory-facts.ts'
import { levels, scores } from './levels.ts'

/** A rule of a run: SARIF's `reportingDescriptor`. */
export interface Rule {
  readonly id: string
}

const probeHelp =
  'Update log4j-core to 2.17.1 or later. The finding carries the callback that proves it, the request that caused it and what to do until then.'

/** What a probe finds; both are always there together, so that their places do not depend on what it found. */
export const exposureRules = [
  {
    id: 'lookup-evaluated',
    shortDescription: { text: 'A service evaluates Log4j lookups that a client sends (CVE-2021-44228)' },
    helpUri: 'https://logging.apache.org/security.html#CVE-2021-44228',
    help: { text: probeHelp },
    defaultConfiguration: { level: 'error' },
    properties: { 'security-severity': '10.0', tags: ['security', 'CVE-2021-44228'] },
  },
  {
    id: 'lookup-suspected',
    shortDescription: { text: 'A name that was sent in a lookup was asked for; evaluation is not proven' },
    helpUri: 'https://logging.apache.org/security.html#CVE-2021-44228',
    help: { text: 'Find out who asked for the name; something between the client and the service could have.' },
    defaultConfiguration: { level: 'warning' },
    properties: { 'security-severity': '5.0', tags: ['security'] },
  },
] as const

const huntHelp =
  'Scan what logged it with fireline scan, look for connections to the host that it names, and rotate what it would have carried away.'

/** What a hunt finds, by verdict; all of them are always there together. */
export const attackRules = [
  {
    id: 'attack-evidence',
    shortDescription: { text: 'A log shows that a Log4j lookup was evaluated (CVE-2021-44228)' },
    helpUri: 'https://logging.apache.org/security.html#CVE-2021-44228',
    help: { text: 'Take the host off the network, and treat it as broken into until an inquiry says otherwise.' },
    defaultConfiguration: { level: 'error' },
    properties: { 'security-severity': '10.0', tags: ['security', 'CVE-2021-44228'] },
  },
  {
    id: 'attack-fires',
    shortDescription: { text: 'A text in a log that a vulnerable Log4j looks up' },
    helpUri: 'https://logging.apache.org/security.html#CVE-2021-44228',
    help: { text: huntHelp },
    defaultConfiguration: { level: 'error' },
    properties: { 'security-severity': '8.0', tags: ['security', 'CVE-2021-44228'] },
  },
  {
    id: 'attack-dos',
    shortDescription: { text: 'A text in a log that makes an old Log4j fail (CVE-2021-45105)' },
    helpUri: 'https://logging.apache.org/security.html#CVE-2021-45105',
    help: { text: huntHelp },
    defaultConfiguration: { level: 'warning' },
    properties: { 'security-severity': '5.9', tags: ['security', 'CVE-2021-45105'] },
  },
  {
    id: 'attack-attempt',
    shortDescription: { text: 'A text in a log that was meant to be looked up, and that no release looks up' },
    helpUri: 'https://logging.apache.org/security.html#CVE-2021-44228',
    help: { text: 'Nothing is to be mended for it; whoever sent it may try again in another way.' },
    defaultConfiguration: { level: 'note' },
    properties: { 'security-severity': '2.0', tags: ['security'] },
  },
] as const

/** A component of which nothing is claimed: told, so that nothing is left out, and never an alert. */
export const inventoryRule = {
  id: 'component-listed',
  shortDescription: { text: 'A component that no advisory is known to affect as it lies there' },
  help: { text: 'Nothing is to be done. The result says what each advisory says of it, and why.' },
  defaultConfiguration: { level: 'none' },
  properties: { tags: ['inventory'] },
} as const

/** The rule of an advisory, with what to do in Markdown for a page of code scanning. */
export function advisoryRule(id: AdvisoryId, { severity, remedy }: ComponentFinding) {
  const facts = advisoryFacts(id)
  const graded: Severity = facts.severity ?? severity
  const todo = remedy === '' ? 'Update to a fixed release.' : remedy
  return {
    id,
    name: id,
    shortDescription: { text: facts.title === id ? id : `${facts.title} (${id})` },
    fullDescription: { text: `${facts.title}. Told from the bytes of class files, whatever they are called.` },
    helpUri: facts.sources[0],
    help: {
      text: `${facts.title}. ${todo} Sources: ${facts.sources.join(', ')}`,
      markdown: `**${facts.title}.**\n\n${facts.sources.map((url) => `- <${url}>`).join('\n')}`,
    },
    defaultConfiguration: { level: levels[graded] },
    properties: {
      'security-severity': facts.cvss === null ? scores[graded] : facts.cvss.toFixed(1),
      precision: 'very-high',
      tags: ['security', id],
    },
  }
}
