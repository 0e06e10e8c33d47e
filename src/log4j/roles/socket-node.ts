import { callsMethod, hasLiterals, type Role } from './role.ts'

/** Sic; Logback's has it right. */
const ended = 'Caught java.io.EOFException closing conneciton.'

/** Log4j 1.x: reads the events of one connection, as serialized objects. */
export const socketNode: Role = {
  id: 'socket-node',
  title: 'SocketNode',
  product: 'log4j',
  called: ['net/SocketNode'],
  anchors: [ended],
  recognises: (candidate) =>
    hasLiterals(candidate, ended) && hasLiterals(candidate, 'Could not open ObjectInputStream to '),
  features: [
    {
      id: 'filters-classes',
      shows: 'reads objects of allowed classes only',
      isIn: (candidate) => !callsMethod(candidate, 'java/io/ObjectInputStream.<init>'),
    },
  ],
}
