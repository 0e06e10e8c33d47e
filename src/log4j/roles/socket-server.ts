import { callsMethod, hasLiterals, type Role } from './role.ts'

/** Log4j 1.x: programs that take connections with events. Logback's is a thread. */
export const socketServer: Role = {
  id: 'socket-server',
  title: 'SocketServer',
  product: 'log4j',
  called: ['net/SocketServer', 'net/SimpleSocketServer'],
  anchors: ['Waiting to accept a new client.'],
  recognises: (candidate) =>
    candidate.superName === 'java/lang/Object' &&
    hasLiterals(candidate, 'Waiting to accept a new client.', 'Starting new socket node.') &&
    (hasLiterals(candidate, ' port configFile') || hasLiterals(candidate, ' port configFile directory')) &&
    callsMethod(candidate, 'java/net/ServerSocket.accept'),
  features: [],
}
