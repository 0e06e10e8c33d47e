import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Band, bandOf, readLog4jVersion } from '../../core/index.ts'
import { evaluate } from '../evaluate.ts'
import { readJndiName } from '../jndi-target.ts'
import type { World } from '../world.ts'
import { deadPayloads } from './dead.ts'
import { bandOfEvaluatedName } from './evaluated-name.ts'
import { identityShown } from './identify.ts'
import { forms } from './index.ts'
import { bandShown } from './universal.ts'

const releases = ['2.0-beta9', '2.3', '2.4.1', '2.7', '2.8', '2.12.1', '2.13.0', '2.14.1', '2.15.0', '2.17.1', '2.12.2']

function release(text: string) {
  const version = readLog4jVersion(text)
  if (version === null) throw new Error(`not a release: ${text}`)
  return version
}

/** The JNDI names that a message makes a release look up, each once. */
function lookedUp(message: string, version: string, world: World = {}): readonly string[] {
  return [...new Set(evaluate(message, { version: release(version), mode: 'message', world }).jndi)]
}

const targets = fc.record({
  host: fc.constantFrom('127.0.0.1', '[2001:db8::7]', 'abcdefghijklmnopqrst.cb.example'),
  port: fc.constantFrom(null, 389, 5353),
  path: fc.constantFrom('abcdefghijklmnopqrst', 'a/b'),
})

describe.each(forms.map((form) => [form.id, form] as const))('%s', (_id, form) => {
  test.each(releases)(
    'looks up what it means on %s if its band is in firesOn, and otherwise nothing of ours',
    (text) => {
      fc.assert(
        fc.property(targets, fc.constantFrom(...form.schemes), (place, scheme) => {
          const target = { ...place, scheme }
          const names = lookedUp(form.write(target), text)
          const band: Band | null = bandOf(release(text))

          if (band !== null && form.firesOn.includes(band)) expect(names).toEqual([form.meaning(target, band)])
          else expect(names.filter((name) => name.includes(target.host))).toEqual([])
        }),
        { numRuns: 30 },
      )
    },
  )

  test('says where it was seen', () => {
    expect(form.seenIn.length).toBeGreaterThan(0)
  })
})

test.each(deadPayloads)('$payload calls out on no release', ({ payload }) => {
  // Names that a release does look up, but with which no provider reaches HOST: each has its reason in the list.
  const unusable = [
    'rmi://HOST',
    'ldap://127.0.0.1#HOST:1389/R',
    'ldap://127.0.0.1#HOST/R',
    'ldap://127.1.1.1#HOST/R',
    'lDaP://HOST/R',
  ]

  for (const text of releases) {
    expect(lookedUp(payload, text).filter((name) => name.includes('HOST') && !unusable.includes(name))).toEqual([])
  }
})

/** 144 payloads of public scanners, each sent to services with real releases of three bands; see the file's head. */
const firing = readFileSync(new URL('../testdata/payload-firing.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [id = '', source = '', a = '', b = '', c = '', payload = ''] = line.split('\t')
    return { id, source, payload, measured: { '2.0-beta9': a, '2.9.1': b, '2.14.1': c } }
  })

/** What those services were asked for and had. */
const measuredWorld: World = { properties: { hostName: 'vm' }, sys: { 'java.version': '17.0.15', 'os.name': 'Linux' } }

test.each(firing)('$id $source: predicts whether it fired on each band', ({ payload, measured }) => {
  for (const [text, result] of Object.entries(measured)) {
    const fired = lookedUp(payload, text, measuredWorld).some(seen)
    expect([text, fired]).toEqual([text, result !== '-'])
  }
})

test('the name that arrives tells the band', () => {
  expect(bandShown('tok/${lower:Y:-n', 'tok')).toBe('A')
  expect(bandShown('tok/n', 'tok')).toBe('B')
  expect(bandShown('tok/y', 'tok')).toBe('C')
  expect(bandShown('tok/${lower:Y:-n}', 'tok')).toBeNull()
  expect(bandShown('tok', 'tok')).toBeNull()
  expect(bandOfEvaluatedName('en.tok.cb.example')).toBe('B')
  expect(bandOfEvaluatedName('EY.tok.cb.example')).toBe('C')
  expect(bandOfEvaluatedName('e${lower:Y:-n}.tok.cb.example')).toBeNull()
  expect(bandOfEvaluatedName('tok.cb.example')).toBeNull()
})

test('an identity is read from the name that arrives, defaults and unevaluated questions left out', () => {
  expect(identityShown('tok/web01/17.0.15/Linux', 'tok')).toEqual({
    hostName: 'web01',
    javaVersion: '17.0.15',
    os: 'Linux',
  })
  expect(identityShown('tok/0/17.0.15/0', 'tok')).toEqual({ javaVersion: '17.0.15' })
  expect(identityShown('tok/0/0/0', 'tok')).toBeNull()
  expect(identityShown('tok/${hostName:-0', 'tok')).toBeNull()
})

/** Whether a lookup of this name was seen by the listeners of the measurement, which were authoritative for cb.test. */
function seen(name: string): boolean {
  const target = readJndiName(name)
  if (target.is === 'resolver') return true
  if (target.is === 'nothing' || target.parsing === 'legacy') return false
  const { scheme, host, path } = target
  // Without a host the JVM asks its own machine, where the measurement listened too.
  if (host === null) return true
  if (scheme === 'rmi' && path === '') return false
  if (scheme === 'dns' && host === '127.0.0.1') return path.endsWith('.cb.test')
  return host.toLowerCase().endsWith('.cb.test') && !/[${]/.test(host)
}
