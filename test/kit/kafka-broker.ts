import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import kafkajs, { type CompressionTypes } from 'kafkajs'
import { fetchArtifacts, findJdk } from '../../src/node/index.ts'

/** A real Apache Kafka, one broker that is its own controller, on free loopback ports. */
export interface KafkaBroker {
  readonly address: string
  send(topic: string, messages: readonly Sent[], compression?: CompressionTypes): Promise<void>
  createTopic(topic: string, partitions: number): Promise<void>
  /** What a group has committed, summed over the partitions of a topic. */
  committed(group: string, topic: string): Promise<number>
  close(): Promise<void>
}

export interface Sent {
  readonly value: string
  readonly key?: string
  readonly partition?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** Needs about eight seconds and 300 MB. Throws Problems of the lab. */
export async function openKafka(): Promise<KafkaBroker> {
  const list = JSON.parse(await readFile(new URL('../../lab/kafka.json', import.meta.url), 'utf8')) as object // coordinates by name
  const jars = await fetchArtifacts(Object.keys(list))
  const { java } = await findJdk()
  const folder = await mkdtemp(join(tmpdir(), 'fireline-kafka-'))
  const [port, control] = [await freePort(), await freePort()]
  const settings = join(folder, 'server.properties')
  await writeFile(settings, settingsOf(port, control, join(folder, 'data')))
  const flags = ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-cp', [...jars.values()].join(delimiter)]
  const format = ['kafka.tools.StorageTool', 'format', '-t', 'MkU3OEVBNTcwNTJENDM2Qk', '-c', settings]
  await promisify(execFile)(java, [...flags, ...format])
  const broker = spawn(java, [...flags, 'kafka.Kafka', settings], { stdio: 'ignore', cwd: folder })
  await listening(broker, port)
  const address = `127.0.0.1:${port}`
  const client = new kafkajs.Kafka({ brokers: [address], logLevel: kafkajs.logLevel.NOTHING })
  const [admin, producer] = [
    client.admin(),
    client.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner }),
  ]
  await admin.connect()
  await producer.connect()
  return {
    address,
    async send(topic, messages, compression = kafkajs.CompressionTypes.None) {
      await producer.send({ topic, compression, messages: messages.map((each) => ({ ...each })) })
    },
    async createTopic(topic, numPartitions) {
      await admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true })
    },
    async committed(groupId, topic) {
      const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] })
      return (offsets?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0)
    },
    async close() {
      await producer.disconnect()
      await admin.disconnect()
      const gone = new Promise((resolve) => broker.once('close', resolve))
      broker.kill('SIGKILL')
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function settingsOf(port: number, control: number, data: string): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${control}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${control}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=${data}
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
`
}

/** Resolves when it can be connected to. */
async function listening(broker: ChildProcess, port: number): Promise<void> {
  for (;;) {
    if (broker.exitCode !== null) throw new Error(`Kafka ended with ${broker.exitCode}`)
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
      socket.once('close', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
