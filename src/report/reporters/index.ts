import { problem } from '../../core/index.ts'
import type { Reporter } from '../reporter.ts'
import { csv } from './csv.ts'
import { cyclonedx } from './cyclonedx.ts'
import { html } from './html.ts'
import { json } from './json.ts'
import { jsonl } from './jsonl.ts'
import { openvex } from './openvex.ts'
import { prometheus } from './prometheus.ts'
import { sarif } from './sarif.ts'
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
]

export const reportFormatUnknown = problem('REPORT_FORMAT_UNKNOWN', (id: string) => ({
  message: `there is no format ${JSON.stringify(id)}`,
  hint: `Choose one of ${reporters.map((reporter) => reporter.id).join(', ')}.`,
}))

/** Throws REPORT_FORMAT_UNKNOWN. */
export function reporterFor(id: string): Reporter {
  const found = reporters.find((reporter) => reporter.id === id)
  if (found === undefined) throw reportFormatUnknown(id)
  return found
}
