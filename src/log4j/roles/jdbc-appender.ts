import { callsMethod, hasLiterals, type Role } from './role.ts'

/** Log4j 1.x: writes events into a database, by SQL that is put together from their texts. */
export const jdbcAppender: Role = {
  id: 'jdbc-appender',
  title: 'JDBCAppender',
  product: 'log4j',
  called: ['jdbc/JDBCAppender'],
  anchors: ['jdbc:odbc:myDB'],
  recognises: (candidate) =>
    hasLiterals(candidate, 'jdbc:odbc:myDB', 'mypassword') &&
    callsMethod(candidate, 'java/sql/DriverManager.getConnection'),
  features: [
    {
      id: 'prepares-statements',
      shows: 'hands texts to the database as values of prepared statements',
      isIn: (candidate) => callsMethod(candidate, 'java/sql/Connection.prepareStatement'),
    },
  ],
}
