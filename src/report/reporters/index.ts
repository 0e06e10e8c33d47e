import { problem, type RunHeader } from '../../core/index.ts'
import type { Reporter } from '../reporter.ts'
import { blocklistAddresses } from './blocklist-addresses.ts'
import { blocklistHosts } from './blocklist-hosts.ts'
import { csv } from './csv.ts'
import { cyclonedx } from './cyclonedx.ts'
import { html } from './html.ts'
import { json } from './json.ts'
import { jsonl } from './jsonl.ts'
import { misp } from './misp.ts'
import { openvex } from './openvex.ts'
import { prometheus } from './prometheus.ts'
import { sarif } from './sarif.ts'
import { sigma } from './sigma.ts'
import { stix } from './stix.ts'
import { syslog } from './syslog.ts'
import { text } from './text.ts'

/** Every form of document. */
export const reporters: readonly Reporter[] = [
  text,
  json,
  jsonl,
  csv,
  html,
  sarif,
  cyclonedx,
  openvex,
  syslog,
  prometheus,
  stix,
  misp,
  sigma,
  blocklistHosts,
  blocklistAddresses,
]

export const reportFormatUnknown = problem('REPORT_FORMAT_UNKNOWN', (id: string, verb: RunHeader['verb']) => ({
  message: `there is no format ${JSON.stringify(id)} for ${verb}`,
  hint: `Choose one of ${reportersFor(verb)
    .map((reporter) => reporter.id)
    .join(', ')}.`,
}))

/** Those that can tell the findings of a verb. */
export function reportersFor(verb: RunHeader['verb']): readonly Reporter[] {
  return reporters.filter(({ onlyFor }) => onlyFor === undefined || onlyFor === verb)
}

/** Throws REPORT_FORMAT_UNKNOWN. */
export function reporterFor(id: string, verb: RunHeader['verb']): Reporter {
  const found = reportersFor(verb).find((reporter) => reporter.id === id)
  if (found === undefined) throw reportFormatUnknown(id, verb)
  return found
}
