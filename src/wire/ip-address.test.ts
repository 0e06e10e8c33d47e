import { isIP } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readIpAddress } from './ip-address.ts'

test.each([
  ['192.0.2.7', [192, 0, 2, 7]],
  ['::', new Array<number>(16).fill(0)],
  ['::1', [...new Array<number>(15).fill(0), 1]],
  ['2001:db8::7', [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]],
  ['::ffff:192.0.2.7', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 7]],
  ['1:2:3:4:5:6:7:8', [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]],
])('reads %s', (text, bytes) => {
  expect([...(readIpAddress(text) ?? [])]).toEqual(bytes)
})

test.each(['', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', '1:2', ':::', '1::2::3', 'fe80::1%eth0', '[::1]', 'g::'])(
  '%j is no address',
  (text) => {
    expect(readIpAddress(text)).toBeNull()
  },
)

test('takes exactly what the platform takes for an address', () => {
  const pieces = fc.constantFrom('0', '1', 'ff', '2001', '12345', ':', '::', '.', '255', '256', 'g', '1.2.3.4')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.ipV4(),
        fc.ipV6(),
        fc.array(pieces, { maxLength: 17 }).map((p) => p.join('')),
      ),
      (text) => {
        expect(readIpAddress(text)?.length ?? 0).toBe(isIP(text) === 0 ? 0 : isIP(text) === 4 ? 4 : 16)
      },
    ),
    { numRuns: 2_000 },
  )
})
