import fc from 'fast-check'
import { AndFilter, BindRequest, EqualityFilter, NotFilter, PresenceFilter, SearchRequest, UnbindRequest } from 'ldapts'
import { expect, test } from 'vitest'
import { hex, recordedConnections } from '../../test/kit/wire-transcripts.ts'
import { encodeBindSuccess, encodeNoSuchObject, type LdapMessage, maxRepeatedId, readLdapMessage } from './ldap.ts'

const maxBytes = 65_536

function read(bytes: Uint8Array): LdapMessage {
  const reading = readLdapMessage(bytes, maxBytes)
  if (reading.is !== 'read') throw new Error(`read as ${reading.is}`)
  expect(reading.length).toBe(bytes.length)
  return reading.value
}

test('reads what JNDI sends: an anonymous bind, a base search for any object, an unbind', () => {
  const [bind, search, unbind] = recordedConnections[0]?.writes ?? []

  expect(read(bind!)).toEqual({ id: 1, request: { op: 'bind', name: '', with: 'simple' } })
  expect(read(search!)).toEqual({ id: 2, request: { op: 'search', base: 'tok-ldap-1', filter: '(objectClass=*)' } })
  expect(read(unbind!)).toEqual({ id: 3, request: { op: 'unbind' } })
})

test('reads whatever another client writes', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'Z', '7', '=', ',', '/', '$', '{', '}', ':', ' ', 'é', '漢'),
    maxLength: 60,
  })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 0x7fffffff }), text, text, (id, name, base) => {
      const filter = new AndFilter({
        filters: [
          new EqualityFilter({ attribute: 'cn', value: 'x' }),
          new NotFilter({ filter: new PresenceFilter({ attribute: 'mail' }) }),
        ],
      })
      const bind = new BindRequest({ messageId: id, dn: name, password: 'secret' }).write()
      const search = new SearchRequest({
        messageId: id,
        baseDN: base,
        filter,
        scope: 'sub',
        sizeLimit: 10,
        timeLimit: 10,
        returnAttributeValues: true,
      }).write()

      expect(read(bind)).toEqual({ id, request: { op: 'bind', name, with: 'simple' } })
      expect(read(search)).toEqual({ id, request: { op: 'search', base, filter: '(&(cn=x)(!(mail=*)))' } })
      expect(read(new UnbindRequest({ messageId: id }).write())).toEqual({ id, request: { op: 'unbind' } })
    }),
  )
})

test.each([
  [
    'StartTLS',
    '301d02010177188016312e332e362e312e342e312e313436362e3230303337',
    { op: 'extended', oid: '1.3.6.1.4.1.1466.20037' },
  ],
  ['an abandon', '3006020105500102', { op: 'abandon' }],
  ['a delete', '30080201054a03636e3d', { op: 'other', tag: 0x4a }],
  [
    'a bind with SASL',
    '301402010160' + '0f020103' + '0400' + 'a308' + '0406' + '504c41494e30',
    { op: 'bind', name: '', with: 'sasl' },
  ],
])('tells %s', (_case, bytes, request) => {
  expect(read(hex(bytes)).request).toEqual(request)
})

test.each([
  ['nothing', '', 'incomplete'],
  ['a message cut short', '300c0201016007020103', 'incomplete'],
  ['a length cut short', '3084000000', 'incomplete'],
  ['something else', '47455420', 'malformed'],
  ['an indefinite length', '30800201010000', 'malformed'],
  ['a length of five octets', '30850000000001', 'malformed'],
  ['message id 0', '300c020100600702010304008000', 'malformed'],
  ['a negative message id', '300c0201ff600702010304008000', 'malformed'],
  ['no operation', '3003020101', 'malformed'],
  ['a bind without a name', '30080201016003020103', 'malformed'],
  ['more than the limit, from its length alone', '308400010001', 'oversized'],
])('%s is %s', (_case, bytes, is) => {
  expect(readLdapMessage(hex(bytes), maxBytes).is).toBe(is)
})

test('a filter that nests without end is shown as far as it matters', () => {
  let filter = new Uint8Array([0x87, 1, 0x61])
  for (let i = 0; i < 30; i++) filter = Uint8Array.from([0xa2, filter.length, ...filter])
  const rest = [0x04, 0, 0x0a, 1, 0, 0x0a, 1, 0, 2, 1, 0, 2, 1, 0, 1, 1, 0, ...filter, 0x30, 0]
  const bytes = Uint8Array.from([0x30, rest.length + 5, 2, 1, 1, 0x63, rest.length, ...rest])

  expect(read(bytes).request).toMatchObject({ filter: expect.stringMatching(/^\(!{1}.*…\)+$/) as string })
})

test('answers are the recorded ones, and repeat the id', () => {
  expect(encodeBindSuccess(1)).toEqual(hex('300c02010161070a010004000400'))
  expect(encodeNoSuchObject(2)).toEqual(hex('300c02010265070a012004000400'))
  expect(encodeNoSuchObject(0x1234)).toEqual(hex('300d0202123465070a012004000400'))
})

test.each([0, maxRepeatedId + 1, -1, 1.5])('an answer to message %d cannot be written', (id) => {
  expect(() => encodeBindSuccess(id)).toThrow(RangeError)
})

test('bytes of any kind are read without an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(['read', 'incomplete', 'malformed', 'oversized']).toContain(
        readLdapMessage(Uint8Array.from([0x30, ...bytes]), maxBytes).is,
      )
    }),
  )
})
