import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AwsV4Signer } from 'aws4fetch'
import S3rver from 's3rver'

/** The credentials that the server knows. */
export const s3Keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER', sessionToken: null } as const

/** How the way to the server misbehaves. */
export interface S3Manners {
  /** Takes over a request; gives whether it did. */
  instead?(asked: IncomingMessage, answer: ServerResponse): boolean
  /** After how many octets an answer for an object is broken off; `null`: it is not. */
  breakAfter?(asked: IncomingMessage): number | null
}

/** A real server of buckets on a free loopback port, reached by a way that does what the test says. */
export interface S3Server {
  readonly endpoint: URL
  /** Every request that came, `GET /bucket/key bytes=5-`. */
  readonly heard: readonly string[]
  put(bucket: string, key: string, content: string | Uint8Array): Promise<void>
  close(): Promise<void>
}

export async function openS3(buckets: readonly string[], manners: S3Manners = {}): Promise<S3Server> {
  const directory = mkdtempSync(join(tmpdir(), 'fireline-s3-'))
  const configureBuckets = buckets.map((name) => ({ name, configs: [] }))
  const real = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets })
  const { port } = await real.run()
  const heard: string[] = []
  const way = createServer((asked, answer) => {
    heard.push([asked.method, asked.url, asked.headers.range].join(' ').trim())
    if (manners.instead?.(asked, answer) !== true) pass(asked, answer, port, manners)
  })
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve))
  const endpoint = new URL(`http://127.0.0.1:${portOf(way)}`)
  return {
    endpoint,
    heard,
    async put(bucket, key, content) {
      const path = [bucket, ...key.split('/')].map(encodeURIComponent).join('/')
      const url = `http://127.0.0.1:${port}/${path}`
      const signer = new AwsV4Signer({
        ...s3Keys,
        sessionToken: '',
        url,
        method: 'PUT',
        service: 's3',
        region: 'us-east-1',
      })
      const { headers } = await signer.sign()
      const stored = await fetch(url, { method: 'PUT', headers, body: Buffer.from(content) })
      if (!stored.ok) throw new Error(`not stored: ${await stored.text()}`)
    },
    async close() {
      way.closeAllConnections()
      await new Promise((resolve) => way.close(resolve))
      await real.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function pass(asked: IncomingMessage, answer: ServerResponse, port: number, manners: S3Manners): void {
  const { method, url = '/', headers } = asked
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (got) => {
    answer.writeHead(got.statusCode ?? 500, got.headers)
    const most = url.includes('?') ? null : (manners.breakAfter?.(asked) ?? null)
    let passed = 0
    got.on('data', (piece: Buffer) => {
      const some = most === null ? piece : piece.subarray(0, most - passed)
      passed += some.length
      answer.write(some, () => {
        if (most !== null && passed >= most) answer.destroy()
      })
    })
    got.on('end', () => answer.end())
  })
  onward.on('error', () => answer.destroy())
  asked.pipe(onward)
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
