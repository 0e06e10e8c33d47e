import { callsMethod, hasLiterals, type Role } from './role.ts'

/** Opens TLS connections for the socket and syslog appenders. Until 2.25.2 any certificate that is trusted will do. */
export const sslSocketManager: Role = {
  id: 'ssl-socket-manager',
  title: 'SslSocketManager',
  product: 'log4j-core',
  called: ['net/SslSocketManager', 'net/TLSSocketManager'],
  anchors: ['A host name is required'],
  recognises: (candidate) =>
    candidate.superName !== 'java/lang/Object' &&
    hasLiterals(candidate, 'A host name is required') &&
    callsMethod(candidate, 'javax/net/ssl/SSLSocketFactory.getDefault'),
  features: [
    {
      id: 'verifies-host-name',
      shows: 'compares the name of the host with its certificate where that is asked for',
      isIn: (candidate) => callsMethod(candidate, 'javax/net/ssl/SSLParameters.setEndpointIdentificationAlgorithm'),
    },
  ],
}
