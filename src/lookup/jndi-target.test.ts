import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readJndiName } from './jndi-target.ts'

/** What the URL providers of JDK 17 made of each name with `-Dcom.sun.jndi.ldapURLParsing=legacy`, and by default. */
interface Recorded {
  readonly name: string
  readonly legacy: Parsed | null
  readonly compat: Parsed | null
}

interface Parsed {
  readonly scheme: string
  readonly host: string | null
  readonly port: number | null
  readonly err: string | null
}

const recorded = gunzipSync(readFileSync(new URL('./testdata/jndi-url-oracle.jsonl.gz', import.meta.url)))
  .toString('utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded)

const defaultPorts: Readonly<Record<string, number>> = { ldap: 389, ldaps: 636, rmi: 1099, dns: 53 }

test('agrees with the JDK on host and port of 653 names', () => {
  const differences = recorded.filter(({ name, legacy }) => {
    const target = readJndiName(name)
    const provider = legacy === null || legacy.err !== null ? undefined : defaultPorts[legacy.scheme]
    if (legacy === null || provider === undefined) return target.is !== 'nothing'
    if (target.is === 'resolver') return legacy.host !== null
    const port = legacy.port === -1 || legacy.port === null ? provider : legacy.port
    return target.is === 'nothing' || target.host !== legacy.host || target.port !== port
  })

  expect(recorded).toHaveLength(653)
  expect(differences).toEqual([])
})

test('says which names newer JDKs refuse', () => {
  const differences = recorded.filter(({ name, legacy, compat }) => {
    const target = readJndiName(name)
    if (target.is !== 'contact' || legacy?.err != null) return false
    return target.onlyOlderJdks !== (compat?.err != null)
  })

  expect(differences.map(({ name }) => name)).toEqual([])
})

test.each([
  ['dns:tok.cb.example', { is: 'resolver', path: 'tok.cb.example' }],
  ['LDAP://h/a', { is: 'nothing', because: 'there is no provider for LDAP:' }],
  ['java:comp/env/x', { is: 'nothing', because: 'there is no provider for java:' }],
  ['x', { is: 'nothing', because: 'it names no provider' }],
  ['ldap:/h/a', { is: 'contact', scheme: 'ldap', host: null, port: 389, path: 'h/a', onlyOlderJdks: false }],
])('%s', (name, target) => {
  expect(readJndiName(name)).toEqual(target)
})
