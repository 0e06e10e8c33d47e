import { callsMethod, hasLiterals, type Role } from './role.ts'

const reopened = ']]>]]&gt;<![CDATA['

/**
 * Escapes texts for XML and HTML. Since 2.25.4 it puts U+FFFD where XML 1.0 forbids a character, which Log4j1XmlLayout of
 * log4j-1.2-api relies on: its own classes did not change with the fix. Older ones are not told from those of Log4j 1.x.
 */
export const sanitizingTransform: Role = {
  id: 'sanitizing-transform',
  title: 'Transform',
  product: 'log4j-core',
  called: ['util/Transform'],
  anchors: [reopened],
  recognises: (candidate) =>
    hasLiterals(candidate, reopened, '&#39;') &&
    callsMethod(candidate, 'java/lang/StringBuilder.appendCodePoint') &&
    callsMethod(candidate, 'java/lang/String.codePointAt'),
  features: [],
}
