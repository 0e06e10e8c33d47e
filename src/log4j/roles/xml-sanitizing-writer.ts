import type { ClassFile } from '../class-file/class-file.ts'
import { callsMethod, type Role } from './role.ts'

/** Puts U+FFFD where XML 1.0 forbids a character, before XmlLayout writes it: the fix of 2.25.4. */
export const xmlSanitizingWriter: Role = {
  id: 'xml-sanitizing-writer',
  title: 'SanitizingWriter',
  product: 'log4j-core',
  called: ['jackson/Log4jXmlObjectMapper$SanitizingWriter'],
  anchors: ['javax/xml/stream/XMLStreamException'],
  recognises: (candidate) =>
    candidate.superName !== 'java/lang/Object' &&
    candidate.mentions.has('javax/xml/stream/XMLStreamException') &&
    callsMethod(candidate, 'java/lang/StringBuilder.appendCodePoint') &&
    callsMethod(candidate, 'java/lang/String.codePointAt') &&
    writers.every((wanted) => writes(candidate, wanted)),
  features: [],
}

/** Methods of the XMLStreamWriter of StAX, which no tool renames. */
const writers = ['writeAttribute', 'writeCData', 'writeCharacters', 'writeComment'] as const

function writes({ methods }: ClassFile, wanted: string): boolean {
  return methods.some(({ name, descriptor }) => name === wanted && descriptor.startsWith('(Ljava/lang/String;'))
}
