import { bringsPlugin, fullKey, isAttribute, namesClass } from './entry-words.ts'
import type { Setting } from './setting.ts'

const message = '%[-.\\d]{0,12}(?:m|msg|message)(?:\\{[^{}]{0,100}\\}){0,3}?'

/** `%m{nolookups}`, also behind another option. */
const noLookups = new RegExp(`${message}\\{nolookups\\}`, 'i')
/** `%m{lookups}`. */
const lookups = new RegExp(`${message}\\{lookups\\}`, 'i')
/** `%X`, `%-5mdc{user}`; not `%xEx`, `%xThrowable`. */
const contextMap = /%[-.\d]{0,12}(?:X|mdc|MDC)(?![A-Za-z])/

/** Settings that advisories name; each entry is held against all of its dialect. */
export const settings: readonly Setting[] = [
  {
    id: 'context-lookup-in-layout',
    dialects: ['log4j2', 'spring'],
    means: 'a lookup of the thread context, `${ctx:…}`, which an attacker may fill',
    isIn: ({ value }) => value.includes('${ctx:'),
  },
  {
    id: 'context-map-in-layout',
    dialects: ['log4j2', 'spring'],
    means: 'values of the thread context in lines: `%X`, `%mdc`',
    isIn: ({ value }) => contextMap.test(value),
  },
  {
    id: 'no-lookups',
    dialects: ['log4j2', 'spring'],
    means: '`%m{nolookups}`: this pattern evaluates no lookups in messages, from 2.7 on',
    isIn: ({ value }) => noLookups.test(value),
  },
  {
    id: 'lookups',
    dialects: ['log4j2', 'spring'],
    means: '`%m{lookups}`: this pattern evaluates lookups in messages, in 2.15.0',
    isIn: ({ value }) => lookups.test(value),
  },
  {
    id: 'no-lookups-property',
    dialects: ['system-properties', 'spring'],
    means: 'formatMsgNoLookups: no lookups in messages, from 2.10 on; withdrawn by Apache as a mitigation',
    isIn: (entry) =>
      /(?:^|\.)log4j2?\.format_?msg_?no_?lookups$|format\.msg\.no\.lookups$/.test(fullKey(entry)) &&
      entry.value.trim().toLowerCase() === 'true',
  },
  {
    id: 'jndi-switch',
    dialects: ['system-properties', 'spring'],
    means: 'log4j2.enableJndi…: a part of JNDI that fixes had turned off is on',
    isIn: (entry) =>
      /(?:^|\.)log4j2?\.enablejndi(?:lookup|jdbc|jms|contextselector)?$/.test(fullKey(entry)) &&
      entry.value.trim().toLowerCase() === 'true',
  },
  {
    id: 'jndi-lookup-in-configuration',
    dialects: ['log4j2', 'spring', 'system-properties'],
    means: 'a lookup `${jndi:…}` that the configuration itself has',
    isIn: ({ value }) => value.toLowerCase().includes('${jndi:'),
  },
  {
    id: 'jdbc-jndi',
    dialects: ['log4j2'],
    means: 'a data source that is looked up by a JNDI name',
    isIn: (entry) => isAttribute(entry, 'jndiname'),
  },
  {
    id: 'remote-configuration',
    dialects: ['spring', 'system-properties'],
    means: 'a configuration that comes from elsewhere, over a network',
    isIn: (entry) =>
      /(?:^|\.)(?:logging\.config|configurationfile|configuration\.file)$/.test(fullKey(entry)) &&
      /^\s*(?:https?|ftp|jndi|ldaps?|rmi):/i.test(entry.value),
  },
  {
    id: 'smtp-appender',
    dialects: ['log4j2'],
    means: 'an appender that sends mail',
    isIn: (entry) => bringsPlugin(entry, 'smtp'),
  },
  {
    id: 'tls-socket',
    dialects: ['log4j2'],
    means: 'an appender that sends over TLS',
    isIn: (entry) =>
      bringsPlugin(entry, 'ssl') || (isAttribute(entry, 'protocol') && /^\s*(?:ssl|tls)\s*$/i.test(entry.value)),
  },
  {
    id: 'verify-host-name',
    dialects: ['log4j2'],
    means: 'a TLS configuration that asks for the name of the host to be compared',
    isIn: (entry) => isAttribute(entry, 'verifyhostname'),
  },
  {
    id: 'rfc5424-layout',
    dialects: ['log4j2'],
    means: 'a layout after RFC 5424',
    isIn: (entry) => bringsPlugin(entry, 'rfc5424layout'),
  },
  {
    id: 'xml-layout',
    dialects: ['log4j2'],
    means: 'a layout that writes XML',
    isIn: (entry) => bringsPlugin(entry, 'xmllayout'),
  },
  {
    id: 'log4j1-xml-layout',
    dialects: ['log4j2'],
    means: 'a layout that writes XML as Log4j 1.x did',
    isIn: (entry) => bringsPlugin(entry, 'log4j1xmllayout'),
  },
  {
    id: 'json-template-layout',
    dialects: ['log4j2'],
    means: 'a layout that writes JSON after a template',
    isIn: (entry) => bringsPlugin(entry, 'jsontemplatelayout'),
  },
  {
    id: 'xml-layout',
    dialects: ['log4j1'],
    means: 'a layout that writes XML',
    isIn: (entry) => namesClass(entry, 'xml.XMLLayout', 'layout.Log4j1XmlLayout'),
  },
  {
    id: 'jms-appender',
    dialects: ['log4j1'],
    means: 'an appender that sends to a topic of a message service',
    isIn: (entry) => namesClass(entry, 'net.JMSAppender'),
  },
  {
    id: 'jms-sink',
    dialects: ['log4j1'],
    means: 'a program that receives from a topic of a message service',
    isIn: (entry) => namesClass(entry, 'net.JMSSink'),
  },
  {
    id: 'jdbc-appender',
    dialects: ['log4j1'],
    means: 'an appender that writes into a database',
    isIn: (entry) => namesClass(entry, 'jdbc.JDBCAppender'),
  },
  {
    id: 'smtp-appender',
    dialects: ['log4j1'],
    means: 'an appender that sends mail',
    isIn: (entry) => namesClass(entry, 'net.SMTPAppender'),
  },
  {
    id: 'socket-server',
    dialects: ['log4j1'],
    means: 'a program that takes events over a network',
    isIn: (entry) => namesClass(entry, 'net.SocketServer', 'net.SimpleSocketServer', 'net.SocketNode'),
  },
  {
    id: 'chainsaw',
    dialects: ['log4j1'],
    means: 'Chainsaw, which takes events over a network',
    isIn: ({ value }) => /(?:^|\.)chainsaw\.[A-Z]\w*\s*$/.test(value),
  },
  {
    id: 'jndi-in-logback',
    dialects: ['logback'],
    means: 'something that is looked up by a JNDI name',
    isIn: (entry) =>
      (entry.value === '' && entry.key === 'insertFromJNDI') ||
      namesClass(entry, 'db.JNDIConnectionSource', 'net.JMSTopicAppender', 'net.JMSQueueAppender'),
  },
]
