import { callsMethod, hasLiterals, type Role } from './role.ts'

/**
 * Log4j 1.x has the class that Logback’s was made from, in its receivers (apache-log4j-extras), with the same literals and
 * lookups. It is no part of Logback and CVE-2021-42550 is not of it. It logs to its logger, `error(Object, Throwable)`, and
 * that of Logback to its own status, `addError(String, Throwable)`, whatever the methods are renamed to.
 *
 * @see https://github.com/apache/logging-log4j-extras
 */
const logsAsLog4j = /\(Ljava\/lang\/Object;Ljava\/lang\/Throwable;\)V$/

const nowhere = 'No JNDI location specified for JNDIConnectionSource.'

/** Logback until 1.2.7: asks a naming service for a data source, of any scheme. */
export const jndiConnectionSource: Role = {
  id: 'jndi-connection-source',
  title: 'JNDIConnectionSource',
  product: 'logback-core',
  called: ['db/JNDIConnectionSource'],
  anchors: [nowhere],
  recognises: (candidate) =>
    hasLiterals(candidate, nowhere) &&
    callsMethod(candidate, 'javax/naming/Context.lookup') &&
    ![...candidate.calls].some((call) => logsAsLog4j.test(call)),
  features: [],
}
