import type { Setting } from './setting.ts'

/** The key or attribute that holds a pattern, in XML, JSON, YAML and properties, and the element `<Pattern>`. */
const pattern = '(?:pattern|charset|format|layout)[^\\n]{0,40}?[=:>]'

/** Settings that advisories name; each line is held against all of its dialect. */
export const settings: readonly Setting[] = [
  {
    id: 'context-lookup-in-layout',
    dialects: ['log4j2', 'spring'],
    line: new RegExp(`${pattern}[^\\n]{0,2000}?\\$\\{ctx:`, 'i'),
  },
  {
    id: 'context-map-in-layout',
    dialects: ['log4j2', 'spring'],
    line: new RegExp(`${pattern}[^\\n]{0,2000}?%[-.\\d]{0,12}(?:X|mdc|MDC)(?![A-Za-z])`),
  },
  { id: 'no-lookups', dialects: ['log4j2', 'spring'], line: /%[-.\d]{0,12}(?:m|msg|message)\{[^}\n]{0,100}nolookups/i },
  {
    id: 'lookups',
    dialects: ['log4j2', 'spring'],
    line: /%[-.\d]{0,12}(?:m|msg|message)\{(?:[^}\n]{0,100}\W)?lookups/i,
  },
  { id: 'jdbc-jndi', dialects: ['log4j2'], line: /\bjndiName\b["']?\s{0,10}[=:]/i },
  {
    id: 'jms-appender',
    dialects: ['log4j2'],
    line: /<JMS(?:Queue|Topic)?[\s>]|["']JMS(?:Queue|Topic)?["']\s{0,10}:|\.type\s{0,10}=\s{0,10}JMS|^\s{0,80}-?\s{0,10}JMS(?:Queue|Topic)?:/i,
  },
  {
    id: 'smtp-appender',
    dialects: ['log4j2'],
    line: /<SMTP[\s>]|["']SMTP["']\s{0,10}:|\.type\s{0,10}=\s{0,10}SMTP|^\s{0,80}-?\s{0,10}SMTP:/i,
  },
  {
    id: 'tls-socket',
    dialects: ['log4j2'],
    line: /<SSL[\s>]|["']SSL["']\s{0,10}:|\.type\s{0,10}=\s{0,10}SSL\b|^\s{0,80}-?\s{0,10}SSL:|protocol["']?\s{0,10}[=:]\s{0,10}["']?SSL/i,
  },
  { id: 'rfc5424-layout', dialects: ['log4j2'], line: /Rfc5424(?:Layout)?\b/i },
  { id: 'xml-layout', dialects: ['log4j2', 'log4j1'], line: /\bXmlLayout\b/i },
  { id: 'json-template-layout', dialects: ['log4j2'], line: /\bJsonTemplateLayout\b/i },
  { id: 'message-lookup', dialects: ['log4j2'], line: /\$\{jndi:/i },
  { id: 'jms-appender', dialects: ['log4j1'], line: /\bnet\.JMSAppender\b/ },
  { id: 'jms-sink', dialects: ['log4j1'], line: /\bnet\.JMSSink\b/ },
  { id: 'jdbc-appender', dialects: ['log4j1'], line: /\bjdbc\.JDBCAppender\b/ },
  { id: 'smtp-appender', dialects: ['log4j1'], line: /\bnet\.SMTPAppender\b/ },
  { id: 'socket-server', dialects: ['log4j1'], line: /\bnet\.(?:SimpleSocketServer|SocketServer|SocketHubAppender)\b/ },
  { id: 'chainsaw', dialects: ['log4j1'], line: /\bchainsaw\./ },
  {
    id: 'jndi-in-logback',
    dialects: ['logback'],
    line: /<insertFromJNDI\b|\bJNDIConnectionSource\b|\bJMS(?:Topic|Queue)Appender\b/,
  },
  { id: 'db-appender', dialects: ['logback'], line: /\bdb\.DBAppender\b/ },
]
