import { callsMethod, hasLiterals, type Role } from './role.ts'

const stopping = 'Error in accepting connections, stopping.'

/** Log4j 1.x: Chainsaw takes connections with events. */
export const chainsawReceiver: Role = {
  id: 'chainsaw-receiver',
  title: 'LoggingReceiver of Chainsaw',
  product: 'log4j',
  called: ['chainsaw/LoggingReceiver'],
  anchors: [stopping],
  recognises: (candidate) => hasLiterals(candidate, stopping) && callsMethod(candidate, 'java/net/ServerSocket.accept'),
  features: [],
}
