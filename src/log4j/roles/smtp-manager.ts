import { callsMethod, hasLiterals, literalFeature, type Role } from './role.ts'

/** Opens the mail session of the SMTP appender. SMTPS came with the check whether the server is who it should be. */
export const smtpManager: Role = {
  id: 'smtp-manager',
  title: 'SmtpManager',
  product: 'log4j-core',
  called: ['net/SmtpManager$SMTPManagerFactory', 'net/SMTPManager$SMTPManagerFactory'],
  anchors: ['mail.transport.protocol'],
  // The appenders of Log4j 1.x and Logback do the same themselves; they extend another class.
  recognises: (candidate) =>
    candidate.superName === 'java/lang/Object' &&
    candidate.interfaces.length === 1 &&
    hasLiterals(candidate, 'mail.transport.protocol', 'mail.host', 'rfc822', '.auth') &&
    callsMethod(candidate, 'javax/mail/Session.getInstance'),
  features: [
    literalFeature(
      'checks-server-identity',
      'checks that the certificate is that of the mail server',
      '.ssl.checkserveridentity',
    ),
  ],
}
