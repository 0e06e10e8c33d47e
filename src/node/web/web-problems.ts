import { problem } from '../../core/index.ts'

export const clientCertificateUnusable = problem('WEB_CLIENT_CERTIFICATE_UNUSABLE', (why: string) => ({
  message: `the client certificate and its key cannot be used: ${why}`,
  hint: 'Give a certificate and the private key that belongs to it, both in PEM and without a passphrase.',
}))
