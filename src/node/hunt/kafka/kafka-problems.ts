import { problem } from '../../../core/index.ts'

export const kafkaClientMissing = problem('KAFKA_CLIENT_MISSING', (release: string) => ({
  message: 'the client for Kafka, an optional part, is not installed',
  hint: `Install it beside fireline: npm install kafkajs@${release}`,
}))

export const kafkaUnusable = problem('KAFKA_UNUSABLE', (brokers: readonly string[], why: string) => ({
  message: `no topic can be read from ${brokers.join(', ')}: ${why}`,
  hint: 'Check the address, the name of the topic, --kafka-tls and --kafka-sasl, and the rights to read the topic and the group.',
}))
