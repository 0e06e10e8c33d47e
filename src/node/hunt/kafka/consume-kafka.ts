import type KafkaJs from 'kafkajs'
import type { Consumer, EachBatchPayload, KafkaConfig, KafkaMessage, SASLOptions } from 'kafkajs'
import { instantOfEpoch } from '../../../core/index.ts'
import type { MessageLabel } from '../../../hunt/index.ts'
import type { HuntOptions } from '../hunt.ts'
import type { Hunt } from '../hunt-under-way.ts'
import { type LiveDoors, liveHunt } from '../live-hunt.ts'
import { batchCodecs } from './batch-codecs.ts'
import type { KafkaRequest, KafkaSasl } from './kafka-options.ts'
import { kafkaClientMissing, kafkaUnusable } from './kafka-problems.ts'

/** The release of the client that package.json asks for. */
const clientRelease = '2.2.4'
/** Of one answer: the memory of a member is a few of these. */
const answerBytes = 8 << 20
const partitionBytes = 1 << 20
/** A member that is not heard of for so long loses its partitions, in milliseconds. */
const sessionMs = 30_000
const heartbeatMs = 3_000

/**
 * Hunts in the messages of topics as a member of a consumer group, until `options.signal` is aborted: values, keys and
 * headers. The group shares partitions out among its members, and the offset of a batch is committed when whoever iterates
 * has taken all that was found in it: after a crash the last batch of each partition is told again, with the same ids.
 *
 * Throws, when it is iterated: KAFKA_CLIENT_MISSING and KAFKA_UNUSABLE.
 */
export function consumeKafka(
  request: KafkaRequest,
  options: Pick<HuntOptions, 'since' | 'until' | 'signal'> = {},
): Hunt {
  const lags = new Map<string, number>()
  const lag = (): string => {
    const left = [...lags.values()].reduce((sum, each) => sum + each, 0)
    return `${left.toLocaleString('en-US')} messages behind`
  }
  return liveHunt(options, (doors) => new Membership(request, doors, lags).run(), lag)
}

class Membership {
  readonly #request: KafkaRequest
  readonly #doors: LiveDoors
  /** By partition: messages that are there and were not read. */
  readonly #lags: Map<string, number>
  #count = 0
  #restarts = 0

  constructor(request: KafkaRequest, doors: LiveDoors, lags: Map<string, number>) {
    this.#request = request
    this.#doors = doors
    this.#lags = lags
  }

  async run(): Promise<void> {
    const { brokers, topics, fromBeginning, onAssigned } = this.#request
    const { signal, told } = this.#doors
    const consumer = await this.#consumer()
    const ended = new Promise<Error | null>((resolve) => {
      signal.addEventListener('abort', () => resolve(null), { once: true })
      if (signal.aborted) resolve(null)
      consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
        if (restart) this.#restarts++
        else resolve(error)
      })
    })
    consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
      this.#lags.clear()
      const assigned = Object.entries(memberAssignment)
      onAssigned?.(assigned.flatMap(([topic, partitions]) => partitions.map((partition) => `${topic}/${partition}`)))
    })
    try {
      await consumer.connect()
      await consumer.subscribe({ topics: [...topics], fromBeginning })
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: (payload) => this.#batch(payload),
      })
    } catch (error) {
      await consumer.disconnect().catch(() => undefined)
      throw kafkaUnusable(brokers, messageOf(error))
    }
    const error = await ended
    if (error !== null) {
      const detail = `${messageOf(error)}; reading ended there, and the offset was not moved`
      told.gap({ at: `kafka:${topics.join(',')}`, because: 'malformed', detail })
    }
    await consumer.disconnect().catch(() => undefined)
    told.note(`${this.#count} messages of Kafka were read by this member of the group ${this.#request.group}`)
    if (this.#restarts > 0) told.note(`the connection to Kafka was lost and made again ${this.#restarts} times`)
  }

  async #consumer(): Promise<Consumer> {
    const { group } = this.#request
    const kafkajs = await clientOf()
    Object.assign(kafkajs.CompressionCodecs, batchCodecs)
    const client = new kafkajs.Kafka({ ...connectionOf(this.#request), logLevel: kafkajs.logLevel.NOTHING })
    return client.consumer({
      groupId: group,
      sessionTimeout: sessionMs,
      heartbeatInterval: heartbeatMs,
      maxBytes: answerBytes,
      maxBytesPerPartition: partitionBytes,
      maxWaitTimeInMs: 500,
      allowAutoTopicCreation: false,
      // What a transaction took back was sent all the same.
      readUncommitted: true,
    })
  }

  async #batch(payload: EachBatchPayload): Promise<void> {
    const { topic, partition, messages, highWatermark } = payload.batch
    const { queue, record } = this.#doors
    const beat = setInterval(() => void payload.heartbeat().catch(() => undefined), heartbeatMs)
    let next = 0n
    try {
      for (const message of messages) {
        if (!payload.isRunning() || payload.isStale()) break
        this.#message(`kafka:${topic}/${partition}@${message.offset}`, message)
        payload.resolveOffset(message.offset)
        next = BigInt(message.offset) + 1n
        if (queue.untaken > 0) await queue.room()
      }
      if (next === 0n || payload.isStale()) return
      this.#lags.set(`${topic}/${partition}`, Number(BigInt(highWatermark) - next))
      record.count('logs', messages.length > 0 ? 1 : 0)
      this.#doors.flush()
      await queue.empty()
      // Whoever left did not take what was told.
      if (queue.isLeft) return
      await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: String(next) }] }] })
    } finally {
      clearInterval(beat)
    }
  }

  #message(source: string, { key, value, headers = {}, timestamp }: KafkaMessage): void {
    const { messages, record } = this.#doors
    const labels: MessageLabel[] = key === null ? [] : [{ name: 'key', bytes: key }]
    for (const [name, values] of Object.entries(headers)) {
      for (const each of [values].flat()) {
        if (each !== undefined) labels.push({ name: `header ${name}`, bytes: Buffer.from(each) })
      }
    }
    const bytes = value ?? new Uint8Array(0)
    const size = labels.reduce((sum, label) => sum + label.bytes.length, bytes.length)
    this.#count++
    record.count('bytes', size)
    record.count('unpackedBytes', size)
    const when = Number(timestamp) > 0 ? instantOfEpoch(Number(timestamp)) : null
    messages.read({ source, identity: source, bytes, cut: false, when }, labels, 'kafka')
  }
}

async function clientOf(): Promise<typeof KafkaJs> {
  try {
    // Loaded only where a topic is read.
    return (await import('kafkajs')).default
  } catch {
    throw kafkaClientMissing(clientRelease)
  }
}

function connectionOf({ brokers, tls, sasl }: KafkaRequest): KafkaConfig {
  return {
    clientId: 'fireline',
    brokers: [...brokers],
    connectionTimeout: 10_000,
    requestTimeout: 30_000,
    retry: { retries: 4, initialRetryTime: 300, maxRetryTime: 5_000 },
    ...(tls === null
      ? {}
      : {
          ssl: {
            ...(tls.ca === null ? {} : { ca: tls.ca }),
            ...(tls.cert === null || tls.key === null ? {} : { cert: tls.cert, key: tls.key }),
          },
        }),
    ...(sasl === null ? {} : { sasl: saslOf(sasl) }),
  }
}

/** Spelt out, because the client has a type for each. */
function saslOf({ mechanism, username, password }: KafkaSasl): SASLOptions {
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password }
    case 'scram-sha-256':
      return { mechanism, username, password }
    case 'scram-sha-512':
      return { mechanism, username, password }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
