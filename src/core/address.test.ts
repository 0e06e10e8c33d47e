import { BlockList, isIP } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressesOf, contains, isPrivate, readAddress, readCidr, readHostAddress, showAddress } from './address.ts'

function address(text: string) {
  const read = readAddress(text)
  if (read === null) throw new Error(`no address: ${text}`)
  return read
}

function range(text: string) {
  const read = readCidr(text)
  if (read === null) throw new Error(`no range: ${text}`)
  return read
}

test('what is written is read again, and is an address to Node too', () => {
  fc.assert(
    fc.property(fc.constantFrom(4 as const, 6 as const), fc.bigInt(0n, 2n ** 128n - 1n), (version, any) => {
      const value = version === 4 ? any & 0xffffffffn : any
      fc.pre(version === 4 || value >> 32n !== 0xffffn)
      const text = showAddress({ version, value })
      expect(isIP(text)).toBe(version)
      expect(readAddress(text)).toEqual({ version, value })
    }),
  )
})

// What InetAddress.getByName of OpenJDK 17 makes of them.
test.each([
  ['2130706433', '127.0.0.1'],
  ['4294967295', '255.255.255.255'],
  ['127.1', '127.0.0.1'],
  ['10.1.258', '10.1.1.2'],
  ['010.1.1.1', '10.1.1.1'],
  ['1.2.3', '1.2.0.3'],
  ['01', '0.0.0.1'],
  ['::1', '::1'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
])('%s is %s to a JVM', (text, expected) => {
  const read = readHostAddress(text)

  expect(read === null ? null : showAddress(read)).toBe(expected)
})

test.each(['4294967296', '1.2.65536', '256.1.1.1', '0x7f.1', '00000000127.0.0.1', '1.', '.1', '', '1.2.3.4.5'])(
  '"%s" is a name to a JVM, not an address',
  (text) => {
    expect(readHostAddress(text)).toBeNull()
  },
)

test('reads what Node calls an address, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.constantFrom('::', '1::', '::1', ':::', '1:2', '1.2.3')),
      (text) => {
        expect(readAddress(text) !== null).toBe(isIP(text) !== 0 && !text.includes('%'))
      },
    ),
  )
})

test('a range holds what Node says it holds', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.nat(32), fc.ipV4(), (base, prefix, other) => {
      const list = new BlockList()
      list.addSubnet(base, prefix)
      expect(contains(range(`${base}/${prefix}`), address(other))).toBe(list.check(other))
    }),
  )
})

test.each([
  ['127.0.0.1', true],
  ['10.255.0.1', true],
  ['172.32.0.1', false],
  ['169.254.169.254', true],
  ['8.8.8.8', false],
  ['::1', true],
  ['fd00::1', true],
  ['2001:db8::1', false],
  ['::ffff:10.0.0.1', true],
])('%s is private: %s', (text, expected) => {
  expect(isPrivate(address(text))).toBe(expected)
})

test.each([
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['::', '::'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['1:0:0:0:0:0:0:0', '1::'],
])('%s is written %s', (text, canonical) => {
  expect(showAddress(address(text))).toBe(canonical)
})

test('a range is listed in order, however large', () => {
  expect([...addressesOf(range('10.0.0.254/31'))]).toEqual(['10.0.0.254', '10.0.0.255'])
  expect(addressesOf(range('::/0')).next().value).toBe('::')
  for (const text of ['10.0.0.0/33', '10.0.0/8', '10.0.0.0/', '::/129', 'x/8', '01.2.3.4', '1.2.3.4/8/9'])
    expect(readCidr(text)).toBeNull()
})
