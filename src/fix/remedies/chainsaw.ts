import type { Remedy } from './remedy.ts'

/** It makes objects of what a stranger sends. */
export const chainsaw: Remedy = {
  id: 'chainsaw',
  title: 'the receiver of Chainsaw',
  family: 'log4j1',
  takes: ['chainsaw-slurper', 'chainsaw-receiver'],
  ends: ['CVE-2022-23307'],
  costs: 'the log viewer Chainsaw that comes with Log4j 1.x cannot be started',
  byDefault: false,
  sources: ['https://logging.apache.org/log4j/1.x/'],
}
