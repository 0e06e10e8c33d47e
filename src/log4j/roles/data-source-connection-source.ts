import { callsMethod, hasOneOf, literalFeature, type Role } from './role.ts'

const found = ['No data source found with JNDI name [', 'No DataSource found with JNDI name ['] as const
const unnamed = [
  'No JNDI name provided.',
  // Pax Logging has its own copy, that takes a filter of OSGi services besides and is otherwise as open:
  // https://github.com/ops4j/org.ops4j.pax.logging/tree/main/pax-logging-log4j2
  'No JNDI name or OSGi service filter provided.',
] as const
const jdbcSwitch = 'JNDI must be enabled by setting log4j2.enableJndiJdbc=true'

/** Where the JDBC appender asks a naming service for its data source, of any scheme until the fix. */
export const dataSourceConnectionSource: Role = {
  id: 'data-source-connection-source',
  title: 'DataSourceConnectionSource',
  product: 'log4j-core',
  called: ['appender/db/jdbc/DataSourceConnectionSource'],
  anchors: unnamed,
  recognises: (candidate) =>
    hasOneOf(candidate, ...unnamed) &&
    hasOneOf(candidate, ...found) &&
    callsMethod(candidate, 'javax/sql/DataSource.getConnection'),
  features: [literalFeature('jdbc-jndi-switch', 'asks only where log4j2.enableJndiJdbc is set', jdbcSwitch)],
}
