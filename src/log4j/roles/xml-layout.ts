import { hasLiterals, type Role } from './role.ts'

const schema = 'log4j-events.xsd'
const eventSet = '<log4j:eventSet xmlns:log4j="http://logging.apache.org/log4j/">\r\n'

/** Writes events as XML: by itself until 2.0-rc1, later by Jackson. It moved out of the core for 3.0. */
export const xmlLayout: Role = {
  id: 'xml-layout',
  title: 'XmlLayout',
  product: 'log4j-core',
  called: ['layout/XmlLayout', 'layout/XMLLayout'],
  anchors: [schema, eventSet],
  recognises: (candidate) =>
    candidate.superName !== 'java/lang/Object' &&
    (hasLiterals(candidate, schema, 'Events', '</Events>') || hasLiterals(candidate, eventSet)),
  features: [],
}
