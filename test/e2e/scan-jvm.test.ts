import { execFile, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ComponentFinding } from '../../src/core/index.ts'
import { fetchArtifacts, findJdk, type LabService, labDirectory, labReleases, startLab } from '../../src/node/index.ts'
import { fireline } from '../kit/fireline.ts'
import { describeWithLab } from '../kit/lab.ts'
import { log4jCore } from '../kit/log4j-jars.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fireline-scan-jvm-')))
afterAll(() => rmSync(folder, { recursive: true }))

/** Findings below a folder of ours: other JVMs may run on this machine too. */
async function scan(args: readonly string[], below = folder): Promise<readonly ComponentFinding[]> {
  const { stdout, stderr, code } = await fireline(['scan', ...args, '--format', 'json', '--all'], { cwd: folder })
  if (stdout === '') throw new Error(stderr)
  const { findings } = JSON.parse(stdout) as { findings: readonly ComponentFinding[] }
  if (findings.length > 0) expect([1, 2]).toContain(code)
  return findings.filter(({ at }) => at.path.includes(below))
}

const core = (findings: readonly ComponentFinding[]) =>
  findings.filter(({ component }) => component.product === 'log4j-core')
const processOf = (finding: ComponentFinding | undefined) =>
  finding?.evidence.flatMap((each) => (each.kind === 'process' ? [each.says] : [])) ?? []
const statusOf = (finding: ComponentFinding | undefined) => finding?.cves.find(({ id }) => id === 'CVE-2021-44228')

describeWithLab('a running service with Log4j 2.14.1, started with formatMsgNoLookups', () => {
  let service: LabService
  const jar = join(folder, 'jars/org.apache.logging.log4j/log4j-core-2.14.1.jar')
  beforeAll(async () => {
    const releases = await labReleases()
    const { artifacts } = releases.find(({ artifacts: [, core] }) => core.endsWith(':2.14.1')) ?? { artifacts: [] }
    const jars = await fetchArtifacts(['org.apache.logging.log4j:log4j-api:2.0-beta9', ...artifacts])
    for (const path of jars.values()) {
      const own = join(folder, relative(labDirectory(), path))
      mkdirSync(dirname(own), { recursive: true })
      copyFileSync(path, own)
    }
    service = await startLab({ server: 'sun', log4j: '2.14.1', noLookups: true }, { directory: folder })
  }, 60_000)
  afterAll(() => service.stop())

  test('is found by its jar, with the process that has it open and what its switch is worth', async () => {
    const [found, ...others] = core(await scan(['--jvm']))

    expect(others).toEqual([])
    expect(found?.at.path).toBe(jar)
    expect(statusOf(found)).toMatchObject({
      status: 'affected',
      because: expect.stringContaining('formatMsgNoLookups is set') as string,
    })
    expect(processOf(found)).toEqual([
      expect.stringMatching(/^it has it open; it runs SunService since \d{4}-.*with -Dlog4j2\.formatMsgNoLookups=true/),
    ])
  })

  test('is told once, and known as before, where its folder is scanned too', async () => {
    const [alone] = core(await scan(['.'], './jars'))
    const both = core(await scan(['.', '--jvm'], './jars'))

    expect(both.map(({ id, at }) => [id, at.path])).toEqual([
      [alone?.id, './jars/org.apache.logging.log4j/log4j-core-2.14.1.jar'],
    ])
    expect(processOf(alone)).toEqual([])
    expect(processOf(both[0])).toHaveLength(1)
    expect(statusOf(both[0])?.because).toContain('formatMsgNoLookups is set')
  })

  test('whose jar was updated on disk still runs the old code, and so it says', async () => {
    await writeFile(`${jar}.new`, await log4jCore('2.17.1'))
    await rename(`${jar}.new`, jar)
    const found = core(await scan(['--jvm']))
    const running = found.find(({ at }) => at.path === `${jar} (replaced)`)

    expect(running?.component.version).toBe('2.14.1')
    expect(statusOf(running)?.status).toBe('affected')
    expect(running?.remedy).toMatch(/^Restart process \d+: what lies on disk now is not what runs\./)
    expect(processOf(running)).toEqual([
      expect.stringContaining('it still runs this file, which was replaced on disk since'),
    ])
    expect(found.find(({ at }) => at.path === jar)?.component.version).toBe('2.17.1')
  })

  test('whose jar was deleted is still read', async () => {
    await rm(jar)
    const found = core(await scan(['--jvm']))

    expect(found.map(({ at, component }) => [at.path, component.version])).toEqual([[`${jar} (deleted)`, '2.14.1']])
  })
})

const mayUnshare = spawnSync('unshare', ['-m', 'true']).status === 0

describeWithLab('a JVM that sees other files than we do', () => {
  test.skipIf(!mayUnshare)(
    `is scanned by way of its own root${mayUnshare ? '' : ' (skipped: unshare -m is not allowed here)'}`,
    async () => {
      const inside = join(folder, 'container/opt/app')
      mkdirSync(inside, { recursive: true })
      mkdirSync(join(folder, 'mount'), { recursive: true })
      writeFileSync(join(inside, 'log4j.jar'), await log4jCore('2.14.1'))
      writeFileSync(
        join(inside, 'Wait.java'),
        'class Wait { public static void main(String[] a) throws Exception { System.in.read(); } }',
      )
      const { java } = await findJdk()
      const line = `mount --bind ${inside} ${folder}/mount && cd ${folder}/mount && exec ${java} -cp log4j.jar Wait.java`
      const child = execFile('unshare', ['-m', 'sh', '-c', line])
      const ended = new Promise((resolve) => child.once('close', resolve))
      try {
        let found: ComponentFinding | undefined
        for (let tries = 0; found === undefined && tries < 10; tries++) {
          await new Promise((resolve) => setTimeout(resolve, 500))
          ;[found] = core(await scan(['--jvm'], `${folder}/mount`))
        }

        expect(found?.at.path).toMatch(new RegExp(`^/proc/\\d+/root${folder}/mount/log4j\\.jar$`))
        expect(processOf(found)).toEqual([expect.stringContaining('it sees other files than this system')])
      } finally {
        child.kill('SIGKILL')
        await ended
      }
    },
    60_000,
  )
})
