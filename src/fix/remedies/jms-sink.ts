import type { Remedy } from './remedy.ts'

/** It asks a naming service for a name that it is given, of any scheme. */
export const jmsSink: Remedy = {
  id: 'jms-sink',
  title: 'JMSSink',
  family: 'log4j1',
  takes: ['jms-sink'],
  ends: ['CVE-2022-23302'],
  costs: 'this program cannot be started any more to receive events by JMS',
  byDefault: false,
  sources: ['https://logging.apache.org/log4j/1.x/'],
}
