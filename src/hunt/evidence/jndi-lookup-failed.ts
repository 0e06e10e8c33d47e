import type { Trace } from './trace.ts'

export const jndiLookupFailed: Trace = {
  id: 'jndi-lookup-failed',
  source:
    'https://github.com/apache/logging-log4j2/blob/rel/2.14.1/log4j-core/src/main/java/org/apache/logging/log4j/core/lookup/JndiLookup.java',
  examples: {
    shows: [
      '2021-12-10 12:43:13,416 main WARN Error looking up JNDI resource [ldap://127.0.0.1/a]. javax.naming.CommunicationException: 127.0.0.1:389',
    ],
    refuses: [
      'Error looking up JNDI resource: see the manual',
      // In the class file of every Log4j.
      '$Error looking up JNDI resource [{}].',
      'See the manual: Error looking up JNDI resource [name] is a warning.',
      '2021-12-10 12:43:13,416 main WARN Error looking up JNDI resource [java:comp/env/app]. javax.naming.NoInitialContextException',
    ],
  },
  shownBy(text) {
    const name = /Error looking up JNDI resource \[([^\]]{1,4000})\]/.exec(text)?.[1]
    // A configuration names resources of its own application, which are asked of nobody else: `java:comp/env/app`.
    return name === undefined || name.startsWith('java:') || !name.includes(':')
      ? null
      : { says: 'Log4j looked the name up, and says that it failed', name }
  },
}
