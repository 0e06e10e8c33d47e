import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { registryCredentials } from './registry-problems.ts'

/** What `docker login` left for a registry. */
export type Credentials =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  /** To be exchanged for a token (OAuth 2 refresh token). */
  | { readonly kind: 'identity-token'; readonly token: string }

const hubKey = 'https://index.docker.io/v1/'
const helperTimeoutMs = 20_000
const largestAnswer = 1 << 20

/**
 * Credentials of `docker login` for a registry: of a helper of its own, of the store, or in the file itself; `null` if
 * there are none. `folder` has `config.json`; by default $DOCKER_CONFIG, else `~/.docker`. Throws REGISTRY_CREDENTIALS.
 */
export async function dockerCredentials(
  registry: string,
  folder: string = process.env['DOCKER_CONFIG'] ?? join(homedir(), '.docker'),
): Promise<Credentials | null> {
  const path = join(folder, 'config.json')
  const config = await readConfig(path)
  if (config === null) return null
  const key = registry === 'docker.io' ? hubKey : registry
  const helper = textOf(entryOf(config, 'credHelpers', registry)) ?? textOf(fieldOf(config, 'credsStore'))
  if (helper !== null && helper !== '') {
    const found = await askHelper(helper, key, path)
    if (found !== null) return found
  }
  return fromFile(entryOf(config, 'auths', registry), path)
}

async function readConfig(path: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw registryCredentials(path, error instanceof Error ? error.message : String(error))
  }
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own words would quote the file, and there are secrets in it.
    throw registryCredentials(path, 'it is no JSON')
  }
}

function fromFile(entry: unknown, path: string): Credentials | null {
  const token = textOf(fieldOf(entry, 'identitytoken'))
  if (token !== null && token !== '') return { kind: 'identity-token', token }
  const auth = textOf(fieldOf(entry, 'auth'))
  if (auth === null || auth === '') {
    const user = textOf(fieldOf(entry, 'username'))
    const password = textOf(fieldOf(entry, 'password'))
    return user === null || password === null ? null : { kind: 'password', user, password }
  }
  const pair = Buffer.from(auth, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  if (colon < 0) throw registryCredentials(path, 'an entry of auths is not user:password in base64')
  return { kind: 'password', user: pair.slice(0, colon), password: pair.slice(colon + 1).replace(/\0+$/, '') }
}

/** The protocol of docker-credential-helpers: the registry on standard input, JSON on standard output. */
async function askHelper(name: string, key: string, path: string): Promise<Credentials | null> {
  if (!/^[\w.-]+$/.test(name)) throw registryCredentials(path, 'it names a helper with characters that no program has')
  const program = `docker-credential-${name}`
  const answer = await new Promise<{ readonly failed: boolean; readonly said: string }>((resolve) => {
    const options = { timeout: helperTimeoutMs, maxBuffer: largestAnswer, windowsHide: true }
    const child = execFile(program, ['get'], options, (error, stdout) =>
      resolve({ failed: error !== null, said: stdout === '' && error !== null ? error.message : stdout }),
    )
    child.stdin?.on('error', () => undefined).end(key)
  })
  if (answer.failed) {
    if (/credentials not found/i.test(answer.said)) return null
    throw registryCredentials(path, `${program} failed: ${answer.said.trim().slice(0, 300)}`)
  }
  const parsed = parse(answer.said)
  const user = textOf(fieldOf(parsed, 'Username'))
  const secret = textOf(fieldOf(parsed, 'Secret'))
  if (user === null || secret === null)
    throw registryCredentials(path, `${program} answers something else than credentials`)
  return user === '<token>' ? { kind: 'identity-token', token: secret } : { kind: 'password', user, password: secret }
}

/** An entry by the name of its host, however it was written: `host`, `https://host`, `https://host/v1/`. */
function entryOf(config: unknown, map: string, registry: string): unknown {
  const entries = fieldOf(config, map)
  if (typeof entries !== 'object' || entries === null) return undefined
  const wanted = registry === 'docker.io' ? ['docker.io', 'index.docker.io'] : [registry]
  return Object.entries(entries).find(([key]) =>
    wanted.includes(key.replace(/^https?:\/\//, '').replace(/\/.*$/, '')),
  )?.[1]
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
