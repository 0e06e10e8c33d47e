import { hasLiterals, literalFeature, type Role } from './role.ts'

const unread = 'Could not activate SMTPAppender options.'

/** Log4j 1.x: sends events by mail. */
export const smtpAppender: Role = {
  id: 'smtp-appender',
  title: 'SMTPAppender',
  product: 'log4j',
  called: ['net/SMTPAppender'],
  anchors: [unread],
  // Logback had one with the same messages, which lets the port be chosen.
  recognises: (candidate) =>
    hasLiterals(candidate, unread, 'Message object not configured.') && !hasLiterals(candidate, 'mail.smtp.port'),
  features: [
    literalFeature(
      'checks-server-identity',
      'checks that the certificate is that of the mail server',
      '.ssl.checkserveridentity',
    ),
  ],
}
