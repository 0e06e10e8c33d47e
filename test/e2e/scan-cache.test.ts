import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { ComponentFinding, Gap } from '../../src/core/index.ts'
import { readZip } from '../kit/archives/read-zip.ts'
import { vulnerableJar } from '../kit/archives/vulnerable-jar.ts'
import { zipOf } from '../kit/archives/zip.ts'
import { fireline } from '../kit/fireline.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-scan-cache-'))
afterAll(() => rmSync(folder, { recursive: true }))

const vulnerable = vulnerableJar()
const purl = 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1'
const parts = JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ name: 'x', purl }] })

function put(path: string, content: Uint8Array | string): string {
  const whole = join(folder, path)
  mkdirSync(dirname(whole), { recursive: true })
  writeFileSync(whole, content)
  return whole
}

/** What changed within two seconds of a scan is not trusted to have settled. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2_500))

interface Told {
  readonly code: number | null
  readonly findings: readonly ComponentFinding[]
  readonly gaps: readonly Gap[]
  readonly stats: Readonly<Record<string, number>>
}

async function scan(...args: readonly string[]): Promise<Told> {
  const { stdout, code } = await fireline(['scan', ...args, '--format', 'json'], { cwd: folder })
  return { ...(JSON.parse(stdout) as Omit<Told, 'code'>), code }
}

const places = ({ findings }: Told): readonly string[] => findings.map(({ at }) => at.path).toSorted()

/** All but when it was seen and how much was opened for it. */
function said({ code, findings, gaps }: Told): unknown {
  const lines = findings.map((finding) => JSON.stringify({ ...finding, seenAt: null }))
  return { code, findings: lines.toSorted(), gaps: gaps.map((gap) => JSON.stringify(gap)).toSorted() }
}

test('a scan with --cache looks only into what changed since the last', async () => {
  for (let i = 0; i < 20; i++) put(`some/quiet-${i}.jar`, zipOf([{ name: 'a.txt', content: `${i}` }]))
  put('some/loud.jar', vulnerable)
  await settled()
  const first = await scan('some', '--cache', 'some.cache')
  const second = await scan('some', '--cache', 'some.cache')
  put('some/quiet-3.jar', vulnerable)
  const third = await scan('some', '--cache', 'some.cache')

  expect([first, second, third].map(({ stats }) => stats['unchanged'])).toEqual([0, 21, 20])
  expect(places(second)).toEqual(['some/loud.jar'])
  expect(places(third)).toEqual(['some/loud.jar', 'some/quiet-3.jar'])
})

test('what did not change is told again as it was, without being opened', async () => {
  put('again/app.jar', vulnerable)
  put('again/outer.zip', zipOf([{ name: 'lib/inner.jar', content: vulnerable }]))
  put('again/cut.jar', vulnerable.subarray(0, vulnerable.length >> 1))
  put('again/list.cdx.json', parts)
  for (const { name, content } of readZip(vulnerable)) put(`again/classes/${name}`, content)
  put('again/classes/log4j2.properties', 'appender.a.layout.pattern = ${ctx:user} %m%n')
  symlinkSync(put('elsewhere/to.jar', vulnerable), join(folder, 'again/link.jar'))
  await settled()
  const first = await scan('again', '--cache', 'again.cache')
  const second = await scan('again', '--cache', 'again.cache')
  const third = await scan('again', '--cache', 'again.cache')

  expect(places(first)).toEqual([
    'again/app.jar',
    'again/classes',
    'again/cut.jar',
    'again/link.jar',
    `again/list.cdx.json!${purl}`,
    'again/outer.zip!lib/inner.jar',
  ])
  expect(first.gaps.map(({ at, because }) => `${at} ${because}`)).toEqual(['again/cut.jar truncated'])
  expect(said(second)).toEqual(said(first))
  expect(said(third)).toEqual(said(first))
  expect(second.stats).toMatchObject({ unchanged: first.stats['files'], archives: 0, bytes: 0 })
})

test('an archive with several names is told once, as without a cache', async () => {
  put('names/a.jar', vulnerable)
  for (const name of ['b.jar', 'c.jar']) linkSync(join(folder, 'names/a.jar'), join(folder, 'names', name))
  await settled()
  for (let i = 0; i < 3; i++) {
    const { findings, gaps, code } = await scan('names', '--cache', 'names.cache')
    expect({ count: findings.length, gaps, code }).toEqual({ count: 1, gaps: [], code: 1 })
  }
})

test('what was moved is told where it lies now', async () => {
  const from = put('moved/a/app.jar', vulnerable)
  await settled()
  await scan('moved', '--cache', 'moved.cache')
  linkSync(from, join(folder, 'moved/b.jar'))
  rmSync(from)

  expect(places(await scan('moved', '--cache', 'moved.cache'))).toEqual(['moved/b.jar'])
})

test('a configuration that changed is heard, though the archive beside it did not', async () => {
  put('near/lib/app.jar', vulnerable)
  const layout = (pattern: string): void => {
    put('near/conf/log4j2.properties', `appender.a.layout.pattern = ${pattern}\n`)
  }
  layout('%m%n')
  await settled()
  const before = await scan('near', '--cache', 'near.cache')
  layout('${ctx:user} %m%n')
  const after = await scan('near', '--cache', 'near.cache')

  expect(JSON.stringify(before.findings)).not.toContain('ctx:user')
  expect(JSON.stringify(after.findings)).toContain('ctx:user')
  expect(said(after)).toEqual(said(await scan('near')))
})

test('what the quick mode left closed is a gap each time', async () => {
  put('closed/outer.jar', zipOf([{ name: 'inner.jar', content: vulnerable }]))
  await settled()
  const first = await scan('closed', '--quick', '--cache', 'closed.cache')
  const second = await scan('closed', '--quick', '--cache', 'closed.cache')

  expect(first).toMatchObject({ code: 2, gaps: [{ because: 'not-attempted' }] })
  expect(said(second)).toEqual(said(first))
  expect(second.stats['unchanged']).toBe(1)
})

test('a file that was passed over in a folder is asked more when it is named', async () => {
  put('asked/parts.txt', parts)
  await settled()
  const inFolder = await scan('asked', '--cache', 'asked.cache')
  const named = await scan('asked/parts.txt', '--cache', 'asked.cache')

  expect(places(inFolder)).toEqual([])
  expect(places(named)).toEqual([`asked/parts.txt!${purl}`])
})
