import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { remedies } from '../../src/fix/index.ts'
import { fetchArtifacts, findJdk, type Jdk, type LabService, startLab } from '../../src/node/index.ts'
import { readZip } from '../kit/archives/read-zip.ts'
import { type ZipMember, zipOf } from '../kit/archives/zip.ts'
import { fireline } from '../kit/fireline.ts'
import { applied, planned } from '../kit/fix-files.ts'
import { describeWithLab } from '../kit/lab.ts'

const home = mkdtempSync(join(tmpdir(), 'fireline-fix-java-'))
const running: LabService[] = []
afterAll(async () => {
  await Promise.all(running.map((service) => service.stop()))
  rmSync(home, { recursive: true })
})

const log4j = (artifact: string, version: string): string => `org.apache.logging.log4j:log4j-${artifact}:${version}`
const loader = (version: string): string => `org.springframework.boot:spring-boot-loader:${version}`

/** Logs one line in which a lookup of JNDI and another stand, and says whether the class is there. */
const mainJava = `
import org.apache.logging.log4j.LogManager;

public final class Main {
    public static void main(String[] args) {
        LogManager.getLogger("app").error("it works on \${java:version}: \${jndi:java:comp/env/x}");
        try {
            Class.forName("org.apache.logging.log4j.core.lookup.JndiLookup");
            System.out.println("JndiLookup is there");
        } catch (ClassNotFoundException e) {
            System.out.println("JndiLookup is gone");
        }
    }
}
`

/** As services had it: a pattern with a message. */
const configuration = `<Configuration status="ERROR"><Appenders><Console name="c"><PatternLayout pattern="%p %m%n"/></Console>
</Appenders><Loggers><Root level="info"><AppenderRef ref="c"/></Root></Loggers></Configuration>`

describeWithLab('after a fix of a real program', () => {
  let jdk: Jdk
  let jars: ReadonlyMap<string, string>
  let mainClass: Buffer

  beforeAll(async () => {
    jdk = await findJdk()
    jars = await fetchArtifacts([log4j('api', '2.14.1'), log4j('core', '2.14.1'), loader('2.7.18'), loader('3.4.1')])
    writeFileSync(join(home, 'Main.java'), mainJava)
    tool(jdk.javac, '--release', '11', '-cp', jarOf(log4j('api', '2.14.1')), join(home, 'Main.java'))
    mainClass = readFileSync(join(home, 'Main.class'))
  }, 180_000)

  const jarOf = (coordinate: string): string => jars.get(coordinate) ?? ''

  function tool(program: string, ...args: readonly string[]): { readonly code: number | null; readonly said: string } {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: home, encoding: 'utf8', timeout: 120_000 })
    return { code: status, said: `${stdout}${stderr}` }
  }

  describe.each([
    ['2.7.18', 'org.springframework.boot.loader.JarLauncher', 8],
    ['3.4.1', 'org.springframework.boot.loader.launch.JarLauncher', 17],
  ])('a Spring Boot jar with the loader of %s', (version, launcher, java) => {
    /** As Spring Boot's plugins make it: jars stored, the loader at the top, optionally a start script before it. */
    function bootJar(path: string, prefix: string): string {
      const library = (coordinate: string): ZipMember => ({
        name: `BOOT-INF/lib/${coordinate.split(':').slice(1).join('-')}.jar`,
        content: readFileSync(jarOf(coordinate)),
        method: 'store',
      })
      const manifest = `Manifest-Version: 1.0\r\nMain-Class: ${launcher}\r\nStart-Class: Main\r\nSpring-Boot-Classes: BOOT-INF/classes/\r\nSpring-Boot-Lib: BOOT-INF/lib/\r\n\r\n`
      const content = zipOf(
        [
          { name: 'META-INF/' },
          { name: 'META-INF/MANIFEST.MF', content: manifest },
          ...readZip(readFileSync(jarOf(loader(version)))).filter(({ name }) => name.startsWith('org/')),
          { name: 'BOOT-INF/' },
          { name: 'BOOT-INF/classes/' },
          { name: 'BOOT-INF/classes/Main.class', content: mainClass },
          { name: 'BOOT-INF/classes/log4j2.xml', content: configuration },
          { name: 'BOOT-INF/lib/' },
          library(log4j('core', '2.14.1')),
          library(log4j('api', '2.14.1')),
        ],
        { prefix },
      )
      writeFileSync(path, content, { mode: 0o755 })
      return path
    }

    const prefixes = [
      ['as it is', ''],
      ['with a start script before it', '#!/bin/sh\nexec java -jar "$0" "$@"\n'],
    ] as const

    test.each(prefixes)(
      '%s starts and logs as before, without the class',
      { timeout: 120_000 },
      async (_how, prefix) => {
        if (Number.parseInt(jdk.version, 10) < java) return
        const app = bootJar(join(home, `boot-${version}-${prefix.length}.jar`), prefix)
        const start = () => (prefix === '' ? tool(jdk.java, '-jar', app) : tool(app))
        const before = start()
        expect(before.said).toContain('JndiLookup is there')
        expect(before.said).toContain(`it works on Java version ${jdk.version}`)

        const { code, stdout } = await fireline(['fix', '--yes', app])

        expect(stdout).toContain(`fixed ${app}`)
        expect(code).toBe(0)
        expect(statSync(app).mode & 0o777).toBe(0o755)
        const after = start()
        expect(after.said).toContain('JndiLookup is gone')
        expect(after.said).toContain(`it works on Java version ${jdk.version}: \${jndi:java:comp/env/x}`)
        expect(after.code).toBe(0)
      },
    )
  })

  test.each([
    ['2.0-beta9', 'there'],
    ['2.0-rc2', 'there'],
    ['2.0', 'gone'],
    ['2.1', 'gone'],
    ['2.3', 'gone'],
    ['2.12.1', 'gone'],
  ])(
    'Log4j %s starts and logs; the class is %s, and nothing is looked up',
    { timeout: 60_000 },
    async (version, is) => {
      const [core, api] = [log4j('core', version), log4j('api', version)]
      const brought = await fetchArtifacts([core, api])
      const mended = join(home, `core-${version}.jar`)
      copyFileSync(brought.get(core) ?? '', mended)
      writeFileSync(join(home, 'log4j2.xml'), configuration)

      const { results } = await applied(await planned([mended]), join(home, 'backups'))

      expect(results).toMatchObject([{ is: 'fixed' }])
      const { code, said } = tool(jdk.java, '-cp', [home, mended, brought.get(api)].join(':'), 'Main')
      expect(said).toMatch(/ERROR it works on .*\$\{jndi:java:comp\/env\/x\}/)
      expect(said).toContain(`JndiLookup is ${is}`)
      expect(code).toBe(0)
    },
  )

  test('Log4j 1.2.17 without all that can go starts and logs', { timeout: 60_000 }, async () => {
    const coordinate = 'log4j:log4j:1.2.17'
    const mended = join(home, 'log4j-1.2.17.jar')
    copyFileSync((await fetchArtifacts([coordinate])).get(coordinate) ?? '', mended)
    const program = `public final class Old { public static void main(String[] args) {
      org.apache.log4j.BasicConfigurator.configure(); org.apache.log4j.Logger.getLogger("app").error("it works"); } }`
    writeFileSync(join(home, 'Old.java'), program)
    tool(jdk.javac, '--release', '11', '-cp', mended, join(home, 'Old.java'))

    const { results } = await applied(await planned([mended], { remedies }), join(home, 'backups'))

    expect(results).toMatchObject([{ is: 'fixed' }])
    const names = readZip(readFileSync(mended)).map(({ name }) => name.replace(/^.*\//, ''))
    for (const gone of ['JMSAppender', 'SocketServer', 'SimpleSocketServer', 'SocketNode', 'JDBCAppender', 'JMSSink']) {
      expect(names).not.toContain(`${gone}.class`)
    }
    expect(tool(jdk.java, '-cp', [home, mended].join(':'), 'Old').said).toContain('ERROR app  - it works')
  })

  describe('a signed jar', () => {
    const keyStore = join(home, 'keys.p12')
    const password = 'a test only'

    function signed(name: string): string {
      const path = join(home, name)
      copyFileSync(jarOf(log4j('core', '2.14.1')), path)
      const bin = dirname(jdk.java)
      const keys = ['-keystore', keyStore, '-storepass', password]
      const subject = ['-alias', 'test', '-dname', 'CN=test', '-keyalg', 'EC', '-validity', '2']
      tool(join(bin, 'keytool'), '-genkeypair', ...keys, ...subject)
      const { code, said } = tool(join(bin, 'jarsigner'), ...keys, path, 'test')
      expect(code, said).toBe(0)
      return path
    }
    const verify = (path: string): string => tool(join(dirname(jdk.java), 'jarsigner'), '-verify', path).said
    const run = (core: string): string =>
      tool(jdk.java, '-cp', [home, core, jarOf(log4j('api', '2.14.1'))].join(':'), 'Main').said

    test('is left as it is, with the reason, and loses its signature only if asked', { timeout: 120_000 }, async () => {
      const path = signed('signed.jar')
      const before = readFileSync(path)
      expect(verify(path)).toContain('jar verified')

      const refused = await fireline(['fix', '--yes', path])

      expect(refused.code).toBe(1)
      expect(refused.stdout).toMatch(/it is signed.*META-INF\/TEST\.SF, META-INF\/TEST\.EC/s)
      expect(readFileSync(path)).toEqual(before)

      const { code, stdout } = await fireline(['fix', '--yes', '--strip-signature', path])

      expect(stdout).toContain('it is unsigned from then on')
      expect(code).toBe(0)
      expect(verify(path)).toContain('jar is unsigned')
      const names = readZip(readFileSync(path)).map(({ name }) => name)
      expect(names.filter((name) => /META-INF\/TEST|JndiLookup/.test(name))).toEqual([])
      const said = run(path)
      expect(said).toContain('JndiLookup is gone')
      expect(said).toContain('it works on')
    })

    test('in an archive it alone stays; the other copy in it is fixed, and both start', {
      timeout: 120_000,
    }, async () => {
      const sealed = readFileSync(signed('inner.jar'))
      const ear = join(home, 'two.ear')
      const inner = (name: string): Buffer =>
        readZip(readFileSync(ear)).find((entry) => entry.name === name)?.content ?? expect.fail(name)
      const runInner = (name: string): string => {
        const path = join(home, `of-${name}`)
        writeFileSync(path, inner(name))
        return run(path)
      }
      const core = readFileSync(jarOf(log4j('core', '2.14.1')))
      writeFileSync(
        ear,
        zipOf([
          { name: 'signed.jar', content: sealed },
          { name: 'plain.jar', content: core },
        ]),
      )

      const { code, stdout } = await fireline(['fix', '--yes', ear])

      expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/two\.ear!signed\.jar: it is signed.*TEST\.SF.*--strip-signature/)
      expect(stdout).toContain(`fixed ${ear}`)
      expect(code).toBe(1)
      expect(inner('signed.jar')).toEqual(sealed)
      expect(runInner('signed.jar')).toContain('JndiLookup is there')
      expect(runInner('plain.jar')).toMatch(/it works on[^]*JndiLookup is gone/)

      const stripped = await fireline(['fix', '--yes', '--strip-signature', ear])

      expect(stripped.code).toBe(0)
      expect(runInner('signed.jar')).toMatch(/it works on[^]*JndiLookup is gone/)
      expect(verify(join(home, 'of-signed.jar'))).toContain('jar is unsigned')
    })
  })

  test('a probe of the service proves it, and after a restart no more', { timeout: 120_000 }, async () => {
    const core = join(home, 'service-core.jar')
    copyFileSync(jarOf(log4j('core', '2.14.1')), core)
    const start = async (): Promise<LabService> => {
      const service = await startLab({ server: 'sun', log4j: '2.14.1', core })
      running.push(service)
      return service
    }
    const probe = (url: string) => fireline(['probe', '--format', 'json', '--wait', '2', url])
    const first = await start()
    const proven = await probe(first.url)
    expect(proven.code).toBe(1)
    expect(findingsIn(proven.stdout)).not.toEqual([])

    const plan = await fireline(['fix', '--dry-run', '--format', 'json', core])

    expect(plan.code).toBe(1)
    if (process.platform === 'linux') {
      expect(JSON.parse(plan.stdout)).toMatchObject({
        targets: [{ processes: [{ runs: expect.stringContaining('SunService') as string }] }],
      })
    }
    const fixed = await fireline(['fix', '--yes', core])
    expect(fixed.code).toBe(0)
    if (process.platform === 'linux') expect(fixed.stdout).toMatch(/start again: process \d+/)
    // The old file is still what runs.
    expect((await probe(first.url)).code).toBe(1)

    await first.stop()
    const second = await start()
    const after = await probe(second.url)
    expect(findingsIn(after.stdout)).toEqual([])
    expect(after.code).not.toBe(1)
  })
})

function findingsIn(report: string): readonly unknown[] {
  return (JSON.parse(report) as { readonly findings: readonly unknown[] }).findings
}
