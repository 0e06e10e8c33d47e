import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { type ImageRecipe, ociImageOf, sha256 } from '../../../test/kit/image.ts'
import {
  type Manners,
  openRealRegistry,
  openRegistry,
  type Registry,
  realRegistryPath,
} from '../../../test/kit/registry-server.ts'
import type { Problem } from '../../core/index.ts'
import { dockerCredentials } from './docker-credentials.ts'
import { type PullOptions, pullImage } from './pull-image.ts'

const folder = await mkdtemp(join(tmpdir(), 'fireline-pull-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const open: Registry[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((registry) => registry.close()))
  vi.unstubAllEnvs()
})

const image = (architecture = 'amd64', text = architecture): ImageRecipe => ({
  reference: 'x',
  platform: { os: 'linux', architecture },
  layers: [
    { createdBy: 'COPY base', files: [{ name: 'base', content: 'base' }] },
    { createdBy: 'COPY app', files: [{ name: 'app', content: `${text} `.repeat(5_000) }] },
  ],
})

async function started(manners: Omit<Manners, 'heard'> = {}): Promise<Awaited<ReturnType<typeof openRegistry>>> {
  const registry = await openRegistry({ ...manners, heard: [] })
  open.push(registry)
  await registry.push('shop/app', '1.2', [image()])
  return registry
}

const pull = (reference: string, options: PullOptions = {}) =>
  pullImage(reference, { directory: folder, credentials: null, retryAfterMs: 1, ...options })

const program = realRegistryPath()
const kinds: readonly (readonly [string, () => Promise<Registry>])[] = [
  ['a registry of our own', openRegistry],
  ...(program === null ? [] : [['Docker’s registry', () => openRealRegistry(program)] as const]),
]

describe.each(kinds)(
  `from %s${program === null ? ' (Docker’s is not installed: package docker-registry)' : ''}`,
  (_name, start) => {
    test('an image comes as a layout, byte for byte, and goes when it is removed', async () => {
      const registry = await start()
      open.push(registry)
      const digest = await registry.push('shop/app', '1.2', [image()])

      const pulled = await pull(`${registry.host}/shop/app:1.2`)

      expect(pulled).toMatchObject({ digest, gaps: [], reference: `${registry.host}/shop/app:1.2@${digest}` })
      const { blobs, manifest } = ociImageOf(image())
      const blobFolder = join(pulled.layoutDirectory, 'blobs/sha256')
      expect((await readdir(blobFolder)).sort()).toEqual([...blobs.values(), manifest].map(sha256).sort())
      for (const name of await readdir(blobFolder)) expect(sha256(await readFile(join(blobFolder, name)))).toBe(name)
      await pulled.remove()
      await expect(readdir(pulled.layoutDirectory)).rejects.toThrow('ENOENT')
    })

    test('of an image for several platforms the one that was asked for comes, or all', async () => {
      const registry = await start()
      open.push(registry)
      const digest = await registry.push('shop/multi', 'latest', [image('amd64'), image('arm64')])

      const one = await pull(`${registry.host}/shop/multi`, { platform: 'linux/arm64' })
      const all = await pull(`${registry.host}/shop/multi@${digest}`, { platform: 'all' })

      expect(one).toMatchObject({ digest, platforms: ['linux/arm64'] })
      expect(all.platforms).toEqual(['linux/amd64', 'linux/arm64'])
      await expect(pull(`${registry.host}/shop/multi`, { platform: 'windows/amd64' })).rejects.toMatchObject({
        code: 'REGISTRY_NO_PLATFORM',
        hint: expect.stringContaining('linux/amd64, linux/arm64') as string,
      })
    })

    test('what is not there is a problem that names it', async () => {
      const registry = await start()
      open.push(registry)

      const failed = await pull(`${registry.host}/shop/none:9`).catch((error: unknown) => error as Problem)

      expect(failed).toMatchObject({ code: 'REGISTRY_REFUSED', message: expect.stringContaining('404') as string })
    })
  },
)

describe('credentials', () => {
  test.each(['token', 'password'] as const)('by %s are taken from docker login', async (auth) => {
    const { host, manners } = await started({ auth })
    const config = await mkdtemp(join(folder, 'config-'))
    const basic = Buffer.from('user:secret').toString('base64')
    await writeFile(
      join(config, 'config.json'),
      JSON.stringify({ auths: { [`https://${host}/v1/`]: { auth: basic } } }),
    )
    vi.stubEnv('DOCKER_CONFIG', config)

    const pulled = await pullImage(`${host}/shop/app:1.2`, { directory: folder })

    expect(pulled.gaps).toEqual([])
    expect(manners.heard.at(-1)?.authorization).toBe(auth === 'token' ? 'Bearer of-user' : `Basic ${basic}`)
  })

  test('are not needed where a token is given to anybody', async () => {
    const { host, manners } = await started({ auth: 'token' })
    await pull(`${host}/shop/app:1.2`)

    const [asked] = manners.heard.filter(({ path }) => path.startsWith('/token'))
    expect(asked?.authorization).toBeUndefined()
    expect(asked?.path).toBe('/token?service=own%2C+%22quoted%22&scope=repository%3Ashop%2Fapp%3Apull')
  })

  test('that are missing or wrong are a problem that says how to log in', async () => {
    const { host } = await started({ auth: 'password' })
    const wrong = { kind: 'password', user: 'user', password: 'wrong' } as const
    for (const credentials of [null, wrong]) {
      await expect(pull(`${host}/shop/app:1.2`, { credentials })).rejects.toMatchObject({
        code: 'REGISTRY_REFUSED',
        hint: expect.stringContaining('docker login') as string,
      })
    }
  })

  test('stay with the registry when it sends us elsewhere for blobs', async () => {
    const store = await started()
    const registry = await started({ auth: 'token', redirectTo: `http://${store.host}` })

    const pulled = await pull(`${registry.host}/shop/app:1.2`)

    expect(pulled.gaps).toEqual([])
    expect(store.manners.heard.length).toBeGreaterThan(2)
    expect(store.manners.heard.filter(({ authorization }) => authorization !== undefined)).toEqual([])
  })

  test('of a helper are asked for by the name of the registry', async () => {
    const bin = await mkdtemp(join(folder, 'bin-'))
    const helper = join(bin, 'docker-credential-own')
    await writeFile(
      helper,
      '#!/bin/sh\nread -r host\n[ "$host" = reg.example ] || { echo "credentials not found in native keychain"; exit 1; }\n' +
        'echo \'{"ServerURL":"x","Username":"<token>","Secret":"t0ken"}\'\n',
    )
    await chmod(helper, 0o755)
    await writeFile(join(bin, 'config.json'), JSON.stringify({ credsStore: 'own', auths: { 'reg.example': {} } }))
    vi.stubEnv('PATH', `${bin}${delimiter}${process.env['PATH'] ?? ''}`)

    expect(await dockerCredentials('reg.example', bin)).toEqual({ kind: 'identity-token', token: 't0ken' })
    expect(await dockerCredentials('other.example', bin)).toBeNull()
  })

  test('that cannot be read are a problem that does not show them', async () => {
    const bad = await mkdtemp(join(folder, 'bad-'))
    await writeFile(join(bad, 'config.json'), '{"auths": {"x": {"auth": s3cret')

    const failed = await dockerCredentials('x', bad).catch((error: unknown) => error as Problem)

    expect(failed).toMatchObject({ code: 'REGISTRY_CREDENTIALS' })
    expect(JSON.stringify([failed, (failed as Problem).message])).not.toContain('s3cret')
  })
})

describe('a transfer', () => {
  test.each([true, false])('that breaks is taken up again (ranges: %s)', async (ranges) => {
    const { host, manners } = await started({ blobs: ['cut', 'cut', 'cut'], ranges })

    const pulled = await pull(`${host}/shop/app:1.2`)

    expect(pulled.gaps).toEqual([])
    expect(manners.heard.some(({ range }) => range !== undefined)).toBe(true)
  })

  test('that is refused for now is tried again', async () => {
    const { host } = await started({ blobs: ['busy', 'busy'] })

    expect((await pull(`${host}/shop/app:1.2`)).gaps).toEqual([])
  })

  test.each([
    ['of other bytes', 'other-bytes', 'malformed'],
    ['of too many bytes', 'too-many-bytes', 'malformed'],
  ] as const)('%s is a gap, and nothing of it is kept', async (_case, manner, because) => {
    const { host } = await started({ blobs: Array.from({ length: 20 }, () => manner) })

    const pulled = await pull(`${host}/shop/app:1.2`)

    expect(pulled.gaps).toHaveLength(3)
    expect(pulled.gaps[0]).toMatchObject({
      because,
      at: expect.stringMatching(/1\.2@sha256:\w{64}\/blobs\/sha256\/\w{64}$/) as string,
    })
    expect(await readdir(join(pulled.layoutDirectory, 'blobs/sha256'))).toHaveLength(1)
  })

  test('that goes silent is a gap', async () => {
    const { host } = await started({ blobs: Array.from({ length: 40 }, () => 'silent' as const), ranges: false })

    const pulled = await pull(`${host}/shop/app:1.2`, { idleMs: 50 })

    expect(pulled.gaps[0]).toMatchObject({
      because: 'truncated',
      detail: expect.stringContaining('nothing came') as string,
    })
  })

  test('is told as it goes on', async () => {
    const { host } = await started()
    const told: number[] = []

    await pull(`${host}/shop/app:1.2`, { onProgress: ({ received, total }) => told.push(received / total) })

    expect(told.at(-1)).toBe(1)
  })

  test('ends when it is stopped, and leaves nothing', async () => {
    const { host } = await started({ blobs: Array.from({ length: 9 }, () => 'silent' as const) })
    const parent = await mkdtemp(join(folder, 'stopped-'))
    const controller = new AbortController()
    const running = pull(`${host}/shop/app:1.2`, {
      directory: parent,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })

    await expect(running).rejects.toThrow(/abort/i)
    expect(await readdir(parent)).toEqual([])
  })
})

describe('what is not trusted', () => {
  test('a manifest that is not what its digest says', async () => {
    const { host } = await started()
    const manners = { heard: [], redirectTo: '' }
    const other = await openRegistry(manners)
    open.push(other)
    const digest = await other.push('shop/app', '1', [image('amd64', 'other')])

    // Asked for by a digest that only the other registry has, ours has nothing.
    await expect(pull(`${host}/shop/app@${digest}`)).rejects.toMatchObject({ code: 'REGISTRY_REFUSED' })
    // One that hands out something else under that digest is found out.
    const liar = await openRegistry()
    open.push(liar)
    await liar.push('shop/app', digest, [image()])
    await expect(pull(`${liar.host}/shop/app@${digest}`)).rejects.toMatchObject({
      code: 'REGISTRY_NOT_TRUSTED',
      message: expect.stringContaining(digest) as string,
    })
  })

  test('a redirect into the clear', async () => {
    const { host } = await started({ redirectTo: 'http://store.example' })

    const { gaps } = await pull(`${host}/shop/app:1.2`)

    expect(gaps[0]).toMatchObject({ because: 'unreachable', detail: expect.stringContaining('in clear') as string })
  })

  test('more than the limits', async () => {
    const { host } = await started()
    for (const limits of [{ manifestBytes: 100 }, { imageBytes: 100 }, { layers: 2 }]) {
      await expect(pull(`${host}/shop/app:1.2`, { limits })).rejects.toMatchObject({ code: 'REGISTRY_NOT_TRUSTED' })
    }
  })
})
