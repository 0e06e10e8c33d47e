import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nameUuid } from './name-uuid.ts'

/** Of RFC 9562, appendix A.4. */
const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'

test('is that of the example in RFC 9562', () => {
  expect(nameUuid(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
})

test('has the SHA-1 of namespace and name, whatever the name is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      const digest = createHash('sha1')
        .update(Buffer.from(dns.replaceAll('-', ''), 'hex'))
        .update(name)
        .digest('hex')
      const ours = nameUuid(dns, name).replaceAll('-', '')
      expect(ours.slice(0, 12) + ours.slice(13, 16) + ours.slice(17)).toBe(
        digest.slice(0, 12) + digest.slice(13, 16) + digest.slice(17, 32),
      )
    }),
  )
})
