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
          else expect(names.filter((name) => name.includes(target.host) && reachesHost(name))).toEqual([])
        }),
        { numRuns: 30 },
      )
    },
  )

  test('says where it was seen', () => {
    expect(form.seenIn.length).toBeGreaterThan(0)
  })
})

test.each(deadPayloads)('$id calls out on no release', ({ payload }) => {
  for (const text of releases) {
    expect(lookedUp(payload, text).filter((name) => name.includes('HOST') && reachesHost(name))).toEqual([])
  }
})

test('each dead payload has an id of its own', () => {
  expect(new Set(deadPayloads.map(({ id }) => id)).size).toBe(deadPayloads.length)
})

/** Whether a JVM asks a host of that name for something, or a resolver for its address. */
function reachesHost(name: string): boolean {
  const target = readJndiName(name)
  return target.is === 'resolver' || (target.is === 'contact' && target.parsing !== 'legacy')
}

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

test.each(firing)('$id $source: predicts on each band what arrived, and how often', ({ id, payload, measured }) => {
  for (const [text, result] of Object.entries(measured)) {
    const names = evaluate(payload, { version: release(text), mode: 'message', world: measuredWorld }).jndi
    const once = text !== '2.0-beta9' && countedOnce.has(id)
    expect([text, once ? arrived([...new Set(names)], id) : arrived(names, id)]).toEqual([
      text,
      countedTwice.has(id) ? result.replace('2', '1') : result,
    ])
  }
})

/** Lookups without a host ask the target's own machine, whose two loopback addresses were both listened on. */
const countedTwice = new Set(['t121', 't122', 't123'])

/** The TXT query was answered without data, which the DNS provider takes for success: nothing is left to look up again. */
const countedOnce = new Set(['t137'])

const tools = [
  ['cisagov', 'CISA log4j-scan'],
  ['fullhunt', 'fullhunt log4j-scan'],
] as const

test.each(tools)('every payload of %s is in the catalogue, or among the dead with its reason', (source, tool) => {
  const own = firing.filter((row) => row.source.startsWith(`${source}:`))
  const lists = (seenIn: readonly string[], label: string): boolean =>
    seenIn.some(
      (seen) =>
        seen.startsWith(`${tool} `) &&
        seen
          .slice(tool.length + 1)
          .split(', ')
          .includes(label),
    )

  for (const { id, payload, measured, source: from } of own) {
    const label = from.slice(source.length + 1)
    const isDead = Object.values(measured).every((result) => result === '-')
    const written = payload.replaceAll(`${id}.cb.test`, 'HOST').replaceAll(id, 'R')
    const numbered = ['base', 'waf', '45046', '42889'].some((start) => label.startsWith(start))
    expect([label, numbered]).toEqual([label, true])
    if (isDead)
      expect(deadPayloads.filter(({ seenIn }) => lists(seenIn, label)).map((dead) => dead.payload)).toEqual([written])
    else expect([label, forms.filter(({ seenIn }) => lists(seenIn, label)).length]).toEqual([label, 1])
  }
  expect(own.length).toBeGreaterThanOrEqual(27)
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

/**
 * What the listeners of the measurement, authoritative for cb.test, noted: `D1` if a name of the payload was asked
 * for, then how often its token was asked for by LDAP, RMI, TXT query, or seen in an LDAPS hello.
 */
function arrived(names: readonly string[], token: string): string {
  const noted = new Map<string, number>()
  const note = (letter: string): unknown => noted.set(letter, (noted.get(letter) ?? 0) + 1)
  for (const name of names) {
    const target = readJndiName(name)
    // The resolver of the machine passes on what it does not know: the same TXT query, once.
    if (target.is === 'resolver') note('T')
    if (target.is !== 'contact' || target.parsing === 'legacy') continue
    const { scheme, host, port, path } = target
    const isNamed = host !== null && host.toLowerCase().endsWith('.cb.test') && !host.includes('$')
    if (isNamed) noted.set('D', 1)
    // The listener was not on ::1, and port 99999 is on no machine.
    const connects = (isNamed || host === null || host === '127.0.0.1') && port <= 65_535
    if (connects && (path.includes(token) || scheme === 'ldaps')) note(letters[scheme])
  }
  return (
    ['D', 'L', 'R', 'S', 'T'].map((letter) => (noted.has(letter) ? letter + String(noted.get(letter)) : '')).join('') ||
    '-'
  )
}

const letters = { ldap: 'L', ldaps: 'S', rmi: 'R', dns: 'T' } as const
