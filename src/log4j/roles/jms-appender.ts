import { callsMethod, hasLiterals, type Role } from './role.ts'

/** Log4j 1.x: sends events to a topic that a naming service names. */
export const jmsAppender: Role = {
  id: 'jms-appender',
  title: 'JMSAppender',
  product: 'log4j',
  called: ['net/JMSAppender'],
  anchors: ['No TopicConnection'],
  recognises: (candidate) =>
    candidate.superName !== 'java/lang/Object' &&
    hasLiterals(candidate, 'No TopicConnection', 'No TopicSession', 'No TopicPublisher'),
  features: [
    {
      id: 'asks-through-a-guard',
      shows: 'leaves the naming service to a class that asks for names of the java: scheme only',
      isIn: (candidate) => !callsMethod(candidate, 'javax/naming/Context.lookup'),
    },
  ],
}
