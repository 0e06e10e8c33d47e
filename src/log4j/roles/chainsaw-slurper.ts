import { callsMethod, hasLiterals, type Role } from './role.ts'

const unknown = 'Got ClassNotFoundException, closing connection'

/** Log4j 1.x: Chainsaw reads the events of one connection, as serialized objects. */
export const chainsawSlurper: Role = {
  id: 'chainsaw-slurper',
  title: 'LoggingReceiver$Slurper of Chainsaw',
  product: 'log4j',
  called: ['chainsaw/LoggingReceiver$Slurper'],
  anchors: [unknown],
  recognises: (candidate) => hasLiterals(candidate, unknown, 'Reached EOF, closing connection'),
  features: [
    {
      id: 'filters-classes',
      shows: 'reads objects of allowed classes only',
      isIn: (candidate) => !callsMethod(candidate, 'java/io/ObjectInputStream.<init>'),
    },
  ],
}
