import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ComponentFinding, Gap } from '../../src/core/index.ts'
import { type Ended, fireline, type RunOptions } from '../kit/fireline.ts'
import { dockerArchiveOf, type ImageRecipe, ociLayoutOf, tarOfFiles } from '../kit/image.ts'
import { describeWithLab } from '../kit/lab.ts'
import { log4jCore } from '../kit/log4j-jars.ts'
import {
  openRealRegistry,
  openRegistry,
  type Registry,
  realRegistryLogin,
  realRegistryPath,
} from '../kit/registry-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-scan-images-'))
afterAll(() => rmSync(folder, { recursive: true }))
const open: Registry[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((registry) => registry.close()))
})

interface Told extends Ended {
  readonly findings: readonly ComponentFinding[]
  readonly gaps: readonly Gap[]
  readonly notes: readonly string[]
}

async function scan(args: readonly string[], options: RunOptions = {}): Promise<Told> {
  const ended = await fireline(['scan', ...args, '--format', 'json'], { cwd: folder, ...options })
  if (ended.stdout === '') throw new Error(ended.stderr)
  return { ...(JSON.parse(ended.stdout) as Omit<Told, keyof Ended>), ...ended }
}

function put(path: string, content: Uint8Array): string {
  const whole = join(folder, path)
  mkdirSync(dirname(whole), { recursive: true })
  writeFileSync(whole, content)
  return path
}

describeWithLab('an image with a vulnerable jar, and one that a layer above deleted', () => {
  let image: ImageRecipe
  beforeAll(async () => {
    const jar = await log4jCore('2.14.1')
    image = {
      reference: 'registry.example/shop/app:1.2',
      layers: [
        { createdBy: 'COPY lib /opt/lib', files: [{ name: 'opt/lib/log4j-core.jar', content: jar }] },
        { createdBy: 'COPY old /opt/old', files: [{ name: 'opt/old/log4j.jar', content: jar }] },
        { createdBy: 'RUN rm /opt/old/log4j.jar', files: [{ name: 'opt/old/.wh.log4j.jar' }] },
      ],
    }
  })

  /** What is said of each jar: its place in the image, its state, the layer that brought it. */
  const told = ({ findings }: Told) =>
    findings
      .map(({ at, cves, evidence }) => {
        const layer = evidence.find((each) => each.kind === 'layer')
        return [at.path.split('!').at(-1), cves[0]?.status, layer?.layer, layer?.createdBy?.replace('/bin/sh -c ', '')]
      })
      .toSorted()
  const expected = [
    ['opt/lib/log4j-core.jar', 'affected', 1, 'COPY lib /opt/lib'],
    ['opt/old/log4j.jar', 'not_affected', 2, 'COPY old /opt/old'],
  ]

  test('is understood as docker save wrote it, also compressed and from a pipe', async () => {
    const saved = dockerArchiveOf([image])
    const plain = await scan([put('image.tar', saved), '--all'])
    const piped = await scan(['-', '--all'], { input: gzipSync(saved) })

    expect(told(plain)).toEqual(expected)
    expect(plain.findings[0]?.at.path).toMatch(/^image\.tar![0-9a-f]{64}\/layer\.tar!opt\//)
    expect(told(piped)).toEqual(expected)
    expect(piped.findings[0]?.at.path).toMatch(/^-!/)
    expect([plain.code, piped.code]).toEqual([1, 1])
  })

  test('is understood as an OCI layout, in a folder and in a tar', async () => {
    const files = ociLayoutOf([image])
    for (const [name, content] of files) put(`layout/${name}`, content)

    expect(told(await scan(['layout/', '--all']))).toEqual(expected)
    expect(told(await scan([put('oci.tar', tarOfFiles(files)), '--all']))).toEqual(expected)
  })

  test('is told in text with its layer', async () => {
    const { stdout } = await fireline(['scan', put('image.tar', dockerArchiveOf([image])), '--all'], { cwd: folder })

    expect(stdout).toMatch(/layer 1 of registry\.example\/shop\/app:1\.2/)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('it was deleted by layer 3 (RUN rm /opt/old/log4j.jar)')
  })

  test('without what is vulnerable in it ends with 0 only if all of it was there', async () => {
    const files = ociLayoutOf([{ ...image, layers: image.layers.slice(2) }])
    for (const [name, content] of files) put(`empty/${name}`, content)
    expect(await scan(['empty'])).toMatchObject({ code: 0, findings: [], gaps: [] })

    const lost = new Map([...files].filter(([name, content]) => !name.startsWith('blobs/') || content[0] === 0x7b))
    for (const [name, content] of lost) put(`lost/${name}`, content)
    expect(await scan(['lost'])).toMatchObject({
      code: 2,
      gaps: [{ at: expect.stringMatching(/^lost\/blobs/) as string }],
    })
  })

  test('is brought from a registry, by its digest, with what docker login left', async () => {
    const registry = await openRegistry({ auth: 'token', heard: [] })
    open.push(registry)
    const digest = await registry.push('shop/app', '1.2', [image])
    const name = `${registry.host}/shop/app:1.2`
    const auth = Buffer.from('user:secret').toString('base64')
    put('docker/config.json', Buffer.from(JSON.stringify({ auths: { [registry.host]: { auth } } })))

    const answer = await scan(['--image', name, '--all'], { env: { DOCKER_CONFIG: join(folder, 'docker') } })

    expect(told(answer)).toEqual(expected)
    expect(answer.findings[0]?.at.path.startsWith(`${name}@${digest}/blobs/sha256/`)).toBe(true)
    expect(answer.notes).toContainEqual(expect.stringContaining(digest))
    expect(answer.stdout).not.toContain('secret')
    expect(registry.manners.heard.at(-1)?.authorization).toBe('Bearer of-user')
  })

  test('keeps its ids when its tag moves on, and is removed from the disk at the end', async () => {
    const registry = await openRegistry()
    open.push(registry)
    await registry.push('shop/app', '1', [image])
    await registry.push('shop/app', '2', [image])
    const temporary = join(folder, 'temporary')
    mkdirSync(temporary)
    const idsOf = async (tag: string) =>
      (await scan(['--image', `${registry.host}/shop/app:${tag}`], { env: { TMPDIR: temporary } })).findings.map(
        ({ id }) => id,
      )

    expect(await idsOf('2')).toEqual(await idsOf('1'))
    expect(readdirSync(temporary)).toEqual([])
  })

  test('a layer that the registry does not hand out is a gap, and the others are scanned', async () => {
    const registry = await openRegistry({
      blobs: ['other-bytes', 'other-bytes', 'other-bytes', 'other-bytes'],
      heard: [],
    })
    open.push(registry)
    await registry.push('a', '1', [image])

    const { gaps, code } = await scan(['--image', `${registry.host}/a:1`, '--all'])

    expect(gaps.length).toBeGreaterThan(0)
    expect([1, 2]).toContain(code)
  })

  const program = realRegistryPath()
  describe(
    program === null ? 'a real registry is not installed here (package docker-registry)' : 'with a real registry',
    () => {
      test.skipIf(program === null)('is brought by anybody where that is allowed', async () => {
        const registry = await openRealRegistry(program ?? '')
        open.push(registry)
        const digest = await registry.push('shop/app', '1.2', [image])

        const answer = await scan(['--image', `${registry.host}/shop/app:1.2`, '--all'])

        expect(told(answer)).toEqual(expected)
        expect(answer.findings[0]?.at.path).toContain(`@${digest}/`)
        expect(answer.code).toBe(1)
      })

      test.skipIf(program === null)('is brought with the password of docker login, and refused without', async () => {
        const registry = await openRealRegistry(program ?? '', { login: true })
        open.push(registry)
        await registry.push('shop/app', '1.2', [image])
        const { user, password } = realRegistryLogin
        const auth = Buffer.from(`${user}:${password}`).toString('base64')
        put('login/config.json', Buffer.from(JSON.stringify({ auths: { [registry.host]: { auth } } })))
        const name = ['--image', `${registry.host}/shop/app:1.2`]

        const allowed = await scan([...name, '--all'], { env: { DOCKER_CONFIG: join(folder, 'login') } })
        const refused = await fireline(['scan', ...name], {
          cwd: folder,
          env: { DOCKER_CONFIG: join(folder, 'nobody') },
        })

        expect(told(allowed)).toEqual(expected)
        expect(refused).toMatchObject({
          code: 3,
          stdout: '',
          stderr: expect.stringMatching(/401.*docker login/s) as string,
        })
      })
    },
  )

  test('Ctrl-C while it is brought ends the scan in order', async () => {
    const registry = await openRegistry({ blobs: ['silent', 'silent', 'silent', 'silent'], heard: [] })
    open.push(registry)
    await registry.push('a', '1', [image])

    const ended = await scan(['--image', `${registry.host}/a:1`], {
      onStart: (child) => void setTimeout(() => child.kill('SIGINT'), 3_000),
    })

    expect(ended).toMatchObject({ code: 2, complete: false, findings: [] })
  })
})

test('a layout that cannot be read is a gap', async () => {
  put('closed/oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}'))
  put('closed/index.json', Buffer.from('{"schemaVersion":2,"manifests":['))

  expect((await scan(['closed'])).gaps).toMatchObject([{ at: expect.stringContaining('closed') as string }])
})
