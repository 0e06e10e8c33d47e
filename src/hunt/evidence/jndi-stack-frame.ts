import type { Trace } from './trace.ts'

export const jndiStackFrame: Trace = {
  id: 'jndi-stack-frame',
  source: 'https://docs.oracle.com/javase/8/docs/api/java/lang/Throwable.html#printStackTrace--',
  examples: {
    shows: [
      '\tat org.apache.logging.log4j.core.lookup.JndiLookup.lookup(JndiLookup.java:51)',
      'at shaded.log4j.core.lookup.JndiLookup.lookup(JndiLookup.java:172)',
    ],
    refuses: [
      'removed org/apache/logging/log4j/core/lookup/JndiLookup.class',
      'JndiLookup.lookup is dangerous',
      // Of the appenders for JMS and for data sources as well.
      '\tat org.apache.logging.log4j.core.net.JndiManager.lookup(JndiManager.java:172)',
    ],
  },
  shownBy(text) {
    return /\bat [\w.$/@-]{0,300}JndiLookup\.lookup\(/.test(text)
      ? { says: 'an exception passed through the lookup while it was evaluated', name: null }
      : null
  },
  refutedBy: (record) => record.includes('JNDI resource [java:'),
}
