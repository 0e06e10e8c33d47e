import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readJndiName } from './jndi-target.ts'

/** What the URL providers of JDK 17 made of each name with `-Dcom.sun.jndi.ldapURLParsing=`, in its three modes. */
interface Recorded {
  readonly name: string
  readonly legacy: Parsed | null
  readonly compat: Parsed | null
  readonly strict: Parsed | null
}

interface Parsed {
  readonly scheme: string
  /** The provider's class; `null` if there is none. */
  readonly ctx: string | null
  readonly host: string | null
  readonly port: number | null
  readonly rest: string | null
  readonly err: string | null
}

const recorded = gunzipSync(readFileSync(new URL('./testdata/jndi-url-oracle.jsonl.gz', import.meta.url)))
  .toString('utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded)

const defaultPorts: Readonly<Record<string, number>> = { ldap: 389, ldaps: 636, rmi: 1099, dns: 53 }

/** Parsed, but then nothing is sent: the LDAP provider takes no query, the RMI provider has nothing to ask for. */
function isIdle({ scheme, rest }: Parsed, name: string): boolean {
  return scheme.startsWith('ldap') ? name.includes('?') : scheme === 'rmi' && (rest ?? '') === ''
}

test('agrees with the JDK on host, port and what is asked for, of 653 names', () => {
  const differences = recorded.filter(({ name, legacy }) => {
    const target = readJndiName(name)
    const usable = legacy !== null && legacy.ctx !== null && legacy.err === null && !isIdle(legacy, name)
    // They were recorded with a JDK that has no CORBA any more.
    if (!usable) return target.is !== 'nothing' && target.is !== 'corba'
    const port = legacy.port === -1 || legacy.port === null ? defaultPorts[legacy.scheme] : legacy.port
    // The DNS provider writes the root as a dot.
    const rest = legacy.scheme === 'dns' && legacy.rest === '.' ? '' : (legacy.rest ?? '')
    const agrees =
      (target.is === 'resolver' && legacy.host === null && target.path === rest) ||
      (target.is === 'contact' && target.host === legacy.host && target.port === port && target.path === rest)
    return !agrees
  })

  expect(recorded).toHaveLength(653)
  expect(differences).toEqual([])
})

test('agrees with the JDK on which names its newer ways to read a URL refuse', () => {
  const differences = recorded.flatMap(({ name, compat, strict }) => {
    const target = readJndiName(name)
    if (target.is !== 'contact') return []
    const parsing = compat?.err !== null ? 'legacy' : strict?.err !== null ? 'compat' : 'strict'
    return target.parsing === parsing ? [] : [{ name, ours: target.parsing, parsing }]
  })

  expect(differences).toEqual([])
})

test.each([
  ['dns:tok.cb.example', { is: 'resolver', path: 'tok.cb.example' }],
  ['LDAP://h/a', { is: 'nothing', because: 'there is no provider for LDAP:' }],
  ['java:comp/env/x', { is: 'nothing', because: 'there is no provider for java:' }],
  ['x', { is: 'nothing', because: 'it names no provider' }],
  ['rmi://h/', { is: 'nothing', because: 'the RMI provider does not connect without a name to ask for' }],
  ['ldap://h/a?b=c', { is: 'nothing', because: 'the LDAP provider takes no query' }],
  ['ldap:/h/a', { is: 'contact', host: null, port: 389, path: 'h/a', domain: null }],
  ['ldap://h/dc=evil,dc=example', { is: 'contact', host: 'h', domain: null }],
  ['ldap:///dc=evil,dc=example', { is: 'contact', host: null, domain: 'evil.example' }],
  ['ldap:///cn=a,DC=evil, dc = example', { is: 'contact', domain: 'evil.example' }],
  ['ldap:///dc=lost,ou=x,dc=example', { is: 'contact', domain: 'example' }],
  ['ldap:///dc=evil,ou=x', { is: 'contact', domain: null }],
  ['ldap://:389/dc=evil,dc=example', { is: 'contact', host: null, domain: null }],
])('%s', (name, target) => {
  expect(readJndiName(name)).toMatchObject(target)
})

test('reads any name without failing', () => {
  const word = fc.constantFrom('ldap:', 'rmi:', 'dns:', '//', '/', ':', '[', ']', '#', '@', '?', 'dc=', ',', '%', '99')
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ unit: 'binary' })), { maxLength: 20 }), (words) => {
      expect(['contact', 'resolver', 'corba', 'nothing']).toContain(readJndiName(words.join('')).is)
    }),
  )
})
