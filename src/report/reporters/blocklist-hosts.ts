import { blocklist } from '../blocklist.ts'
import type { Reporter } from '../reporter.ts'

/** Names that attacks would have looked up, one a line; `*.` where names below are meant. */
export const blocklistHosts: Reporter = {
  id: 'blocklist-hosts',
  mediaType: 'text/plain; charset=utf-8',
  summary: 'names that attacks ask for, one a line, defanged unless --no-defang is given',
  definedBy: 'lines; comments begin with `#`',
  onlyFor: 'hunt',
  begin: (header, options) =>
    blocklist('Names that attacks on Log4j ask for', ({ kind }) => kind === 'domain', header, options),
}
