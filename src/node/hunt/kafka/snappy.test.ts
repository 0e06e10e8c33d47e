import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unsnappy } from './snappy.ts'

const most = 1_000_000
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

/** By the format's own description; what a real producer makes of more is read in the test of topics. */
test.each([
  ['nothing', '00', ''],
  ['a literal', '03 08 616263', 'abc'],
  ['a literal whose length has an octet of its own', `3d f0 3c ${'61'.repeat(61)}`, 'a'.repeat(61)],
  ['a copy with an offset of eleven bits', '07 08 616263 01 03', 'abcabca'],
  ['a copy with an offset of two octets', '06 08 616263 0a 0300', 'abcabc'],
  ['a copy with an offset of four octets', '06 08 616263 0b 03000000', 'abcabc'],
  ['a run of one letter', '09 00 61 1e 0100', 'aaaaaaaaa'],
])('%s', (_case, packed, text) => {
  expect(unsnappy(hex(packed), most).toString()).toBe(text)
})

test('the frame of snappy-java, with several blocks', () => {
  const head = '82534e4150505900 00000001 00000001'
  expect(unsnappy(hex(`${head} 00000005 03 08 616263 00000003 01 00 64`), most).toString()).toBe('abcd')
})

test.each([
  ['no size', 'ff ff ff ff ff ff'],
  ['less than it says', '09 08 616263'],
  ['more than it says', '02 08 616263'],
  ['a copy from before the beginning', '07 08 616263 01 04'],
  ['a copy that is longer than what is left', '09 00 61 1d 01'],
  ['a literal that goes on behind the end', '09 20 616263'],
  ['a block that goes on behind the end', '82534e4150505900 00000001 00000001 000000ff 00'],
])('%s is an error', (_case, packed) => {
  expect(() => unsnappy(hex(packed), most)).toThrow(/damaged/)
})

test('what would unpack to more than it may is refused before memory is taken', () => {
  expect(() => unsnappy(hex('ff ff ff ff 0f 00 61'), 2 ** 33)).toThrow(/would unpack to 4294967295 bytes/)
  expect(() => unsnappy(hex(`c8 01 ${'08 616263'.repeat(30)}`), 100)).toThrow(/would unpack to 200 bytes/)
})

test('whatever the bytes are, it ends with what fits, or an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        expect(unsnappy(bytes, 5_000).length).toBeLessThanOrEqual(5_000)
      } catch (error) {
        expect(String(error)).toMatch(/damaged|would unpack/)
      }
    }),
  )
})
