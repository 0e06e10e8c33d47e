import { expect, test } from 'vitest'
import { addressOf } from './address-of.ts'

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['203.0.113.9:51234', '203.0.113.9'],
  ['[2001:db8::9]:51234', '2001:db8::9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['[::FFFF:203.0.113.9]:51234', '203.0.113.9'],
  ['::ffff:203.0.113', '::ffff:203.0.113'],
  ['fe80::1%eth0', 'fe80::1%eth0'],
  ['client.example', 'client.example'],
  ['${jndi:ldap://x.example/a}', null],
  ['203.0.113.9, 10.0.0.1', null],
  ['-', null],
  [null, null],
])('%s is the address %s', (text, address) => {
  expect(addressOf(text)).toBe(address)
})
