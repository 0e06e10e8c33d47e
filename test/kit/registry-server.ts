import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { type ImageRecipe, json, ociImageOf, sha256 } from './image.ts'

/** A registry on a loopback port that has images. */
export interface Registry {
  /** `127.0.0.1:36213` */
  readonly host: string
  /** Keeps images of one tag, several as an index; gives the digest of what the tag names. */
  push(repository: string, tag: string, images: readonly ImageRecipe[]): Promise<string>
  close(): Promise<void>
}

/** What the own registry does besides answering; a test changes it as it goes. */
export interface Manners {
  /** Asks for a token, or for a password: `user:secret`. */
  auth?: 'token' | 'password'
  /** Answers a blob so, once for each time it stands here. */
  blobs?: ('cut' | 'busy' | 'other-bytes' | 'too-many-bytes' | 'silent')[]
  /** Whether it can go on in the middle of a blob; default it can. */
  ranges?: boolean
  /** Sends those who ask for blobs on to this origin. */
  redirectTo?: string
  /** Every request: method, path and, if it had one, its authorization. */
  readonly heard: {
    readonly path: string
    readonly authorization: string | undefined
    readonly range: string | undefined
  }[]
}

/** A registry of our own, as the OCI distribution spec v1.1 describes pulling. */
export async function openRegistry(
  manners: Manners = { heard: [] },
): Promise<Registry & { readonly manners: Manners }> {
  const manifests = new Map<string, { readonly mediaType: string; readonly bytes: Buffer }>()
  const blobs = new Map<string, Buffer>()
  const server = createServer((request, response) => answer(request, response, manifests, blobs, manners))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    host: `127.0.0.1:${address.port}`,
    manners,
    push(repository, tag, images) {
      const { top, members } = manifestsOf(images)
      for (const image of images) for (const [digest, bytes] of ociImageOf(image).blobs) blobs.set(digest, bytes)
      for (const each of [...members, top]) manifests.set(`${repository} sha256:${sha256(each.bytes)}`, each)
      manifests.set(`${repository} ${tag}`, top)
      return Promise.resolve(`sha256:${sha256(top.bytes)}`)
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Whether Docker's own registry is installed (Debian's package docker-registry). */
export function realRegistryPath(): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    try {
      accessSync(join(folder, 'docker-registry'), constants.X_OK)
      return join(folder, 'docker-registry')
    } catch {
      // Not there: the next one.
    }
  }
  return null
}

/** The one user of a real registry that asks for a password, and his password's bcrypt hash, which is all it takes. */
export const realRegistryLogin = { user: 'ops', password: 'pa:ss' } as const
const htpasswd = 'ops:$2b$05$abcdefghijklmnopqrstuuZImxV28ixwKVAA3Ib6WvqJ3jaF2SHwO\n'

/**
 * Docker's own registry, on a free port, with a folder of its own; with `login` it serves {@link realRegistryLogin}
 * alone.
 */
export async function openRealRegistry(program: string, { login = false } = {}): Promise<Registry> {
  const folder = await mkdtemp(join(tmpdir(), 'fireline-registry-'))
  const config = `version: 0.1\nlog: {level: info}\nstorage: {filesystem: {rootdirectory: ${folder}/data}}\nhttp: {addr: '127.0.0.1:0'}\n`
  const auth = `auth: {htpasswd: {realm: lab, path: ${folder}/htpasswd}}\n`
  await writeFile(join(folder, 'htpasswd'), htpasswd)
  await writeFile(join(folder, 'config.yml'), login ? `${config}${auth}` : config)
  const child = spawn(program, ['serve', join(folder, 'config.yml')], { stdio: ['ignore', 'ignore', 'pipe'] })
  const host = await hostOf(child)
  return {
    host,
    async push(repository, tag, images) {
      const base = `http://${host}/v2/${repository}`
      for (const image of images)
        for (const [digest, bytes] of ociImageOf(image).blobs) await pushBlob(base, digest, bytes, login)
      const { top, members } = manifestsOf(images)
      for (const each of members)
        await put(`${base}/manifests/sha256:${sha256(each.bytes)}`, each.bytes, each.mediaType, login)
      await put(`${base}/manifests/${tag}`, top.bytes, top.mediaType, login)
      return `sha256:${sha256(top.bytes)}`
    },
    async close() {
      const ended = once(child, 'close')
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Reads on after that, or the registry would stop when it cannot write its log. */
function hostOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.on('data', (piece) => {
      said = `${said}${String(piece)}`.slice(-10_000)
      const [, host] = /listening on (127\.0\.0\.1:\d+)/.exec(said) ?? []
      if (host !== undefined) resolve(host)
    })
    child.once('error', reject)
    child.once('close', () => reject(new Error(`the registry did not start: ${said}`)))
  })
}

async function pushBlob(base: string, digest: string, bytes: Buffer, login: boolean): Promise<void> {
  const opened = await fetch(`${base}/blobs/uploads/`, { method: 'POST', headers: credentials(login) })
  const url = new URL(opened.headers.get('location') ?? '', base)
  url.searchParams.set('digest', digest)
  await put(url.href, bytes, 'application/octet-stream', login)
}

function credentials(login: boolean): Record<string, string> {
  const { user, password } = realRegistryLogin
  return login ? { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` } : {}
}

async function put(url: string, body: Buffer, type: string, login: boolean): Promise<void> {
  const response = await fetch(url, {
    method: 'PUT',
    body: new Uint8Array(body),
    headers: { 'content-type': type, ...credentials(login) },
  })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
}

function manifestsOf(images: readonly ImageRecipe[]) {
  const members = images.map((image) => {
    const { descriptor, manifest } = ociImageOf(image)
    return { mediaType: descriptor.mediaType, bytes: manifest, descriptor, platform: image.platform }
  })
  const [only] = members
  if (members.length === 1 && only !== undefined) return { top: only, members: [] }
  const mediaType = 'application/vnd.oci.image.index.v1+json'
  const listed = members.map(({ descriptor, platform }) => ({ ...descriptor, platform }))
  return { top: { mediaType, bytes: json({ schemaVersion: 2, mediaType, manifests: listed }) }, members }
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  manifests: ReadonlyMap<string, { readonly mediaType: string; readonly bytes: Buffer }>,
  blobs: ReadonlyMap<string, Buffer>,
  manners: Manners,
): void {
  const path = request.url ?? ''
  const { authorization, range } = request.headers
  manners.heard.push({ path, authorization, range })
  const host = request.headers.host ?? ''
  if (path.startsWith('/token')) {
    const known = authorization === `Basic ${Buffer.from('user:secret').toString('base64')}`
    if (authorization !== undefined && !known) response.writeHead(401).end('{"errors":[{"message":"wrong password"}]}')
    else response.end(JSON.stringify({ token: known ? 'of-user' : 'of-nobody' }))
    return
  }
  if (manners.auth === 'token' && authorization?.startsWith('Bearer of-') !== true) {
    const challenge = `Bearer realm="http://${host}/token",service="own, \\"quoted\\"",scope="repository:x:pull"`
    response.writeHead(401, { 'www-authenticate': challenge }).end()
    return
  }
  if (manners.auth === 'password' && authorization !== `Basic ${Buffer.from('user:secret').toString('base64')}`) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="own"' }).end()
    return
  }
  const [, repository = '', kind = '', name = ''] = /^\/v2\/(.+)\/(manifests|blobs)\/(.+)$/.exec(path) ?? []
  if (kind === 'manifests') {
    const manifest = manifests.get(`${repository} ${name}`)
    if (manifest === undefined) response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}')
    else response.writeHead(200, { 'content-type': manifest.mediaType }).end(manifest.bytes)
    return
  }
  const blob = blobs.get(name)
  if (blob === undefined) response.writeHead(404).end()
  else if (manners.redirectTo !== undefined) response.writeHead(307, { location: `${manners.redirectTo}${path}` }).end()
  else answerBlob(response, blob, range, manners)
}

function answerBlob(response: ServerResponse, blob: Buffer, range: string | undefined, manners: Manners): void {
  const manner = manners.blobs?.shift()
  if (manner === 'busy') response.writeHead(503, { 'retry-after': '0' }).end()
  else if (manner === 'other-bytes') response.end(Buffer.alloc(blob.length, 'x'))
  else if (manner === 'too-many-bytes') response.end(Buffer.concat([blob, blob]))
  else if (manner === 'silent') response.writeHead(200, { 'content-length': blob.length }).write(blob.subarray(0, 10))
  else if (manner === 'cut') {
    response
      .writeHead(200, { 'content-length': blob.length })
      .write(blob.subarray(0, blob.length >> 1), () => response.destroy())
  } else {
    const from = manners.ranges === false ? 0 : Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0)
    response.writeHead(from > 0 ? 206 : 200).end(blob.subarray(from))
  }
}
