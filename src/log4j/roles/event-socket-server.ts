import { hasOneOf, type Role } from './role.ts'

const refused = [
  'Exception encountered on accept. Ignoring. Stack Trace :',
  'Exception encountered on accept. Ignoring. Stack trace :',
] as const

/** Takes connections or packets with events, in any format that a bridge reads; until 2.8.2 in the core. */
export const eventSocketServer: Role = {
  id: 'event-socket-server',
  title: 'TcpSocketServer or UdpSocketServer',
  product: 'log4j-core',
  called: ['net/server/TcpSocketServer', 'net/server/UdpSocketServer', 'net/SocketServer'],
  anchors: refused,
  recognises: (candidate) => candidate.superName !== 'java/lang/Object' && hasOneOf(candidate, ...refused),
  features: [],
}
