import { callsMethod, hasLiterals, type Role } from './role.ts'

const unknown = 'Unable to locate LogEvent class'

/** Until 2.0-rc1: takes connections or packets and reads events from them, as whatever objects they are. */
export const objectEventServer: Role = {
  id: 'object-event-server',
  title: 'SocketServer',
  product: 'log4j-core',
  called: ['net/SocketServer$SocketHandler', 'net/UDPSocketServer'],
  anchors: [unknown],
  recognises: (candidate) =>
    hasLiterals(candidate, unknown) &&
    hasLiterals(candidate, 'OptionalDataException eof=') &&
    callsMethod(candidate, 'java/io/ObjectInputStream.readObject'),
  features: [],
}
