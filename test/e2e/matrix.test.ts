import { afterAll, expect, test } from 'vitest'
import { type Band, bandOf, readLog4jVersion } from '../../src/core/index.ts'
import { type LabServerName, type LabService, startLab } from '../../src/node/index.ts'
import { fireline } from '../kit/fireline.ts'
import { describeWithLab } from '../kit/lab.ts'

/** Each band and each boundary, up to the newest release. */
const releases = [
  '2.0-beta9',
  '2.3',
  '2.3.2',
  '2.4.1',
  '2.7',
  '2.8.2',
  '2.9.1',
  '2.12.1',
  '2.12.2',
  '2.13.0',
  '2.14.0',
  '2.14.1',
  '2.15.0',
  '2.16.0',
  '2.17.1',
  '2.26.1',
]

interface Exposure {
  readonly at: { readonly url: string; readonly point: { readonly kind: string; readonly name: string } }
  readonly proof: string
  readonly band: Band | null
  readonly cves: readonly { readonly id: string; readonly status: string }[]
}

const started: LabService[] = []
afterAll(async () => {
  await Promise.all(started.map((service) => service.stop()))
})

async function startAll(server: LabServerName): Promise<readonly LabService[]> {
  const services: LabService[] = []
  const waiting = [...releases]
  const starter = async (): Promise<void> => {
    for (let log4j = waiting.shift(); log4j !== undefined; log4j = waiting.shift()) {
      const service = await startLab({ server, log4j })
      started.push(service)
      services.push(service)
    }
  }
  await Promise.all([starter(), starter(), starter()])
  return services
}

function bandOfRelease(text: string): Band {
  const version = readLog4jVersion(text)
  const band = version === null ? null : bandOf(version)
  if (band === null) throw new Error(`no band: ${text}`)
  return band
}

describeWithLab('the default profile against real services with real Log4j', () => {
  test.each<LabServerName>(['sun', 'jetty', 'tomcat'])(
    'proves every vulnerable release behind %s, with its band, and calls no fixed one vulnerable',
    { timeout: 240_000 },
    async (server) => {
      const services = await startAll(server)
      const urls = services.map(({ url }) => url)
      const { code, stdout } = await fireline(['probe', ...urls, '--format', 'json', '--wait', '3', '--timeout', '20'])
      const { findings, gaps } = JSON.parse(stdout) as { findings: Exposure[]; gaps: { at: string; because: string }[] }

      const told = services.map(({ url, log4j }) => {
        const own = findings.filter(({ at }) => at.url === url)
        const bands = new Set(own.map(({ band }) => band))
        return { log4j, proofs: new Set(own.map(({ proof }) => proof)).has('looked-up'), bands: [...bands] }
      })
      const expected = services.map(({ log4j }) => {
        const band = bandOfRelease(log4j)
        return { log4j, proofs: band !== 'D', bands: band === 'D' ? [] : [band] }
      })
      expect(told).toEqual(expected)
      expect(code).toBe(1)
      // What each service logs is named exactly, for every vulnerable release alike.
      const vulnerable = services.filter(({ log4j }) => bandOfRelease(log4j) !== 'D')
      for (const { url } of vulnerable) {
        const places = findings.filter(({ at }) => at.url === url).map(({ at }) => `${at.point.kind} ${at.point.name}`)
        expect(places).toEqual(
          expect.arrayContaining([
            'header User-Agent',
            'header X-Api-Version',
            'query q',
            'form username',
            'json name',
          ]),
        )
      }
      expect(gaps.filter(({ because }) => !['rejected', 'blocked'].includes(because))).toEqual([])
      await Promise.all(services.map((service) => service.stop()))
    },
  )

  test('ends with 0 or 2 on a fixed release, never with 1, and says that silence proves nothing', {
    timeout: 60_000,
  }, async () => {
    const service = await startLab({ server: 'sun', log4j: '2.17.1' })
    started.push(service)
    const { code, stdout } = await fireline(['probe', service.url, '--wait', '2'])

    expect([0, 2]).toContain(code)
    expect(stdout).toContain('No target was proven vulnerable. That proves nothing')
  })

  test('formatMsgNoLookups does not help where the layout has a context lookup (CVE-2021-45046)', {
    timeout: 60_000,
  }, async () => {
    const service = await startLab({ server: 'sun', log4j: '2.14.1', layout: 'ctx', noLookups: true })
    started.push(service)
    const names = ['--points', 'header', '--header', 'X-Scan: 1']
    const { code, stdout } = await fireline(
      ['probe', service.url, ...names, '--headers-file', '-', '--format', 'json', '--wait', '2'],
      {
        input: 'X-Login-Id\n',
      },
    )

    expect(code).toBe(1)
    expect((JSON.parse(stdout) as { findings: Exposure[] }).findings.map(({ at }) => at.point.name)).toEqual([
      'X-Login-Id',
    ])
  })

  test('what no probe from elsewhere can see, a listener on the machine itself confirms: 2.15.0 and CVE-2021-45046', {
    timeout: 60_000,
  }, async () => {
    const service = await startLab({ server: 'sun', log4j: '2.15.0', layout: 'ctx' })
    started.push(service)
    const probed = await fireline(['probe', service.url, '--points', 'header', '--headers-file', '-', '--wait', '1'], {
      input: 'X-Login-Id\n',
    })
    expect(probed.code).not.toBe(1)

    let told = ''
    const { code, stdout } = await fireline(['catch', '--on-host', '--format', 'jsonl'], {
      onStart(child) {
        child.stderr?.on('data', (bytes: Buffer) => {
          told += bytes.toString()
          const [payload] = /\$\{jndi:ldap:[^}]+\}\n/.exec(told) ?? []
          if (payload === undefined) return
          child.stderr?.removeAllListeners('data')
          void fetch(service.url, { headers: { 'X-Login-Id': payload.trim() } }).then(() =>
            setTimeout(() => child.kill('SIGTERM'), 500),
          )
        })
      },
    })

    expect(code).toBe(0)
    const searches = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { did: string; token: string | null })
    expect(searches).toContainEqual(
      expect.objectContaining({ did: 'search', token: expect.stringMatching(/^[a-z2-7]{20}$/) as string }),
    )
  })
})
