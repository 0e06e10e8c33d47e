import type { Remedy } from './remedy.ts'

/** It asks a naming service for the name in its configuration, of any scheme. */
export const jmsAppender: Remedy = {
  id: 'jms-appender',
  title: 'JMSAppender',
  family: 'log4j1',
  takes: ['jms-appender'],
  ends: ['CVE-2021-4104'],
  costs: 'events do not go to JMS any more, and a configuration that asks for it says that the class is not there',
  byDefault: false,
  sources: ['https://logging.apache.org/log4j/1.x/'],
}
