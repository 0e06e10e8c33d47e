import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { fireline } from '../kit/fireline.ts'
import { startVulnerableService } from '../kit/vulnerable-service.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-probe-'))
afterAll(() => rmSync(folder, { recursive: true }))
const fast = ['--wait', '0.5', '--points', 'header', '--profile', 'quick']

interface Report {
  readonly findings: readonly {
    readonly at: { readonly point: { readonly name: string } }
    readonly proof: string
    readonly band: string | null
  }[]
  readonly gaps: readonly { readonly at: string; readonly because: string; readonly detail: string }[]
  readonly stats: Readonly<Record<string, number>>
}

test('ends with 1 for a vulnerable service, and names the header, the proof and the band', async () => {
  const { url } = await startVulnerableService(['x-api-version'])
  const { code, stdout } = await fireline(['probe', url, ...fast, '--format', 'json'])
  const report = JSON.parse(stdout) as Report

  expect(code).toBe(1)
  expect(report.findings).toMatchObject([{ at: { point: { name: 'X-Api-Version' } }, proof: 'looked-up', band: 'C' }])
})

test('ends with 0 for a service that took everything and called nobody, and says that this proves nothing', async () => {
  const { url } = await startVulnerableService([])
  const { code, stdout } = await fireline(['probe', url, ...fast])

  expect(code).toBe(0)
  expect(stdout).toContain('That proves nothing')
})

test('quick sends at most four requests to a target', async () => {
  const service = await startVulnerableService(['user-agent', 'referer', 'x-api-version'])
  await fireline(['probe', service.url, '--profile', 'quick', '--wait', '0.5'])

  expect(service.received.length).toBeGreaterThan(0)
  expect(service.received.length).toBeLessThanOrEqual(4)
})

test('ends with 2 when nothing was found and something could not be examined; each gap says why, and the rest goes on', async () => {
  const { url } = await startVulnerableService([])
  const list = join(folder, 'targets.txt')
  writeFileSync(
    list,
    `# ours\n${url}\nhttp://127.0.0.1:1/\nhttp://no-such-host.invalid/\nnot a target\nhttp://8.8.8.8/\n`,
  )
  const { code, stdout } = await fireline(['probe', '--targets', list, ...fast, '--format', 'json'])
  const { gaps, stats } = JSON.parse(stdout) as Report

  expect(code).toBe(2)
  const told = gaps.map(({ at, because }) => `${at} ${because}`)
  expect(told).toContain('http://127.0.0.1:1/ unreachable')
  expect(told).toContain('http://no-such-host.invalid/ unresolvable')
  expect(told).toContain(`${list}:5 malformed`)
  expect(told).toContain('http://8.8.8.8/ out-of-scope')
  expect(stats['targetsUnknown']).toBe(1)
})

test('targets come from standard input too, and repetitions are asked once', async () => {
  const service = await startVulnerableService(['referer'])
  const { stdout } = await fireline(['probe', '--targets', '-', ...fast, '--format', 'jsonl'], {
    input: `${service.url}\n${service.url}\n`,
  })
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { schema: string; stats?: Record<string, number> })

  expect(lines.map(({ schema }) => schema)).toEqual(['fireline.finding/1', 'fireline.summary/1'])
  expect(lines.at(-1)?.stats?.['targets']).toBe(1)
})

test('a file takes its name when it is whole, and an audit line says what was asked by whose leave', async () => {
  const { url } = await startVulnerableService([])
  const output = join(folder, 'report.html')
  const audit = join(folder, 'audit.jsonl')
  const { stdout } = await fireline([
    'probe',
    url,
    ...fast,
    '--format',
    'html',
    '--output',
    output,
    '--audit',
    audit,
    '--authorised-by',
    'ACME CISO',
  ])

  expect(stdout).toBe('')
  expect(readFileSync(output, 'utf8')).toContain('</html>')
  expect(JSON.parse(readFileSync(audit, 'utf8').split('\n')[0] ?? '')).toMatchObject({ url, grantedBy: 'ACME CISO' })
})

test('a scope file lets only what it names be asked', async () => {
  const { url } = await startVulnerableService(['referer'])
  const scope = join(folder, 'scope.json')
  writeFileSync(scope, JSON.stringify({ grantedBy: 'ACME CISO', cidrs: ['10.0.0.0/8'], until: '2099-01-01T00:00:00Z' }))
  const { code, stdout } = await fireline(['probe', url, ...fast, '--scope', scope, '--format', 'json'])

  expect(code).toBe(2)
  expect((JSON.parse(stdout) as Report).gaps).toMatchObject([
    { because: 'out-of-scope', detail: expect.stringContaining('ACME CISO') as string },
  ])
})

test('callbacks may arrive at a listener elsewhere, by its API and its key; without the key it is a problem', {
  timeout: 60_000,
}, async () => {
  const { url } = await startVulnerableService(['referer'])
  const env = { ...process.env, FIRELINE_KEY: '07'.repeat(32), FIRELINE_CATCH_KEY: 'a key of the test' }
  const args = [
    'catch',
    '--public-address',
    '127.0.0.1',
    '--dns',
    '127.0.0.1:0',
    '--tcp',
    '127.0.0.1:0',
    '--journal',
    join(folder, 'catch'),
  ]
  const listener = spawn(inject('packed').command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  try {
    const port = await new Promise<string>((resolve) => {
      let told = ''
      listener.stderr.on('data', (bytes: Buffer) => {
        told += bytes.toString()
        const [, found] = /health and metrics: port (\d+)/.exec(told) ?? []
        if (found !== undefined) resolve(found)
      })
    })
    const remote = [
      '--catch',
      `http://127.0.0.1:${port}`,
      '--format',
      'json',
      '--wait',
      '2',
      '--points',
      'header',
      '--profile',
      'quick',
    ]
    const { code, stdout } = await fireline(['probe', url, ...remote], {
      env: { FIRELINE_CATCH_KEY: 'a key of the test' },
    })
    expect(code).toBe(1)
    expect((JSON.parse(stdout) as Report).findings).toMatchObject([
      { at: { point: { name: 'Referer' } }, proof: 'looked-up' },
    ])
    const refused = await fireline(['probe', url, ...remote], { env: { FIRELINE_CATCH_KEY: 'another' } })
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('401') as string })
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    expect(metrics).toMatch(/^fireline_catch_interactions_total\{channel="dns"\} [1-9]/m)
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
  } finally {
    listener.kill('SIGKILL')
  }
})
