import type { Remedy } from './remedy.ts'

/** It puts texts of messages into SQL as they are. */
export const jdbcAppender: Remedy = {
  id: 'jdbc-appender',
  title: 'JDBCAppender',
  family: 'log4j1',
  takes: ['jdbc-appender'],
  ends: ['CVE-2022-23305'],
  costs:
    'events do not go to a database any more, and a configuration that asks for it says that the class is not there',
  byDefault: false,
  sources: ['https://logging.apache.org/log4j/1.x/'],
}
