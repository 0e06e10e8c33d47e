import type { Remedy } from './remedy.ts'

/** It asks a naming service for the name in its configuration, of any scheme. */
export const dataSource: Remedy = {
  id: 'data-source',
  title: 'DataSourceConnectionSource',
  family: 'log4j2',
  takes: ['data-source-connection-source'],
  ends: ['CVE-2021-44832'],
  costs: 'a JDBC appender cannot take its data source from a naming service any more',
  byDefault: false,
  sources: ['https://logging.apache.org/security.html#CVE-2021-44832'],
}
