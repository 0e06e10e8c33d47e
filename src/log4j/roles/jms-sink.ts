import { callsMethod, hasLiterals, type Role } from './role.ts'

const unreadable = 'Could not read JMS message.'

/** Log4j 1.x: a program that receives events from a topic, as serialized objects. */
export const jmsSink: Role = {
  id: 'jms-sink',
  title: 'JMSSink',
  product: 'log4j',
  called: ['net/JMSSink'],
  anchors: [unreadable],
  // Logback has two like it, which are started without a file.
  recognises: (candidate) =>
    hasLiterals(candidate, unreadable) &&
    (hasLiterals(candidate, ' TopicConnectionFactoryBindingName TopicBindingName username password configFile') ||
      hasLiterals(candidate, ' TopicConnectionFactoryBindingName TopicBindingName configFile')),
  features: [
    {
      id: 'asks-through-a-guard',
      shows: 'leaves the naming service to a class that asks for names of the java: scheme only',
      isIn: (candidate) => !callsMethod(candidate, 'javax/naming/Context.lookup'),
    },
  ],
}
