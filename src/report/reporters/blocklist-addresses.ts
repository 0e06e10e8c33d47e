import { blocklist } from '../blocklist.ts'
import type { Reporter } from '../reporter.ts'

/** Addresses that attacks would have made a service connect to, one a line. */
export const blocklistAddresses: Reporter = {
  id: 'blocklist-addresses',
  mediaType: 'text/plain; charset=utf-8',
  summary: 'addresses that attacks connect to, one a line, defanged unless --no-defang is given',
  definedBy: 'lines; comments begin with `#`',
  onlyFor: 'hunt',
  begin: (header, options) =>
    blocklist('Addresses that attacks on Log4j connect to', ({ kind }) => kind !== 'domain', header, options),
}
