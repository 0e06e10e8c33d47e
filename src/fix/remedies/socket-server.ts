import type { Remedy } from './remedy.ts'

/** They make objects of what a stranger sends. */
export const socketServer: Remedy = {
  id: 'socket-server',
  title: 'SocketServer, SimpleSocketServer and SocketNode',
  family: 'log4j1',
  takes: ['socket-node', 'socket-server'],
  ends: ['CVE-2019-17571'],
  costs: 'this program cannot be started any more to receive events of others; it goes on sending its own',
  byDefault: false,
  sources: ['https://nvd.nist.gov/vuln/detail/CVE-2019-17571'],
}
