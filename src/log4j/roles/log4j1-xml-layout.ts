import { hasLiterals, type Role } from './role.ts'

const event = '<log4j:event logger="'

/** Writes events as Log4j 1.x did, for the bridge. That of Log4j 1.x and that of Logback know no StandardCharsets. */
export const log4j1XmlLayout: Role = {
  id: 'log4j1-xml-layout',
  title: 'Log4j1XmlLayout',
  product: 'log4j-1.2-api',
  called: ['layout/Log4j1XmlLayout'],
  anchors: [event],
  recognises: (candidate) =>
    candidate.superName !== 'java/lang/Object' &&
    hasLiterals(candidate, event, '<log4j:NDC><![CDATA[', '<log4j:properties>\r\n') &&
    candidate.mentions.has('java/nio/charset/StandardCharsets'),
  features: [],
}
