import { problem } from '../../../core/index.ts'

export const syslogTlsUnusable = problem('SYSLOG_TLS_UNUSABLE', (why: string) => ({
  message: `syslog cannot be taken with TLS: ${why}`,
  hint: 'Give --tls-cert and --tls-key: a certificate and the private key that belongs to it, both in PEM and without a passphrase.',
}))
