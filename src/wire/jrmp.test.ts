import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hex, recordedConnections } from '../../test/kit/wire-transcripts.ts'
import { encodeJrmpAck, looksLikeJrmp, readJrmpCall, readJrmpEndpoint, readJrmpHandshake } from './jrmp.ts'

const [handshake, endpoint, call] = recordedConnections.find(({ about }) => about.startsWith('RMI'))?.writes ?? []

test('reads what JNDI sends: handshake, endpoint, lookup', () => {
  expect(readJrmpHandshake(handshake!)).toEqual({ is: 'read', value: 'stream', length: 7 })
  expect(readJrmpEndpoint(endpoint!)).toEqual({ is: 'read', value: { host: '127.0.0.1', port: 0 }, length: 15 })
  expect(readJrmpCall(call!)).toEqual({ is: 'read', value: { method: 'lookup', name: 'tok-rmi-6' }, length: 53 })
})

test.each([
  ['single-op', '4a524d4900024c', 'read'],
  ['multiplex', '4a524d4900024d', 'read'],
  ['a protocol that does not exist', '4a524d4900024e', 'malformed'],
  ['another version', '4a524d490001', 'malformed'],
  ['a beginning', '4a52', 'incomplete'],
])('a handshake with %s', (_case, bytes, is) => {
  expect(readJrmpHandshake(hex(bytes)).is).toBe(is)
})

/** The recorded call with some bytes replaced. */
function changed(at: number, bytes: string): Uint8Array {
  const copy = Uint8Array.from(call!)
  copy.set(hex(bytes), at)
  return copy
}

test.each([
  ['another operation of the registry', changed(29, '00000001'), { method: 'call', name: 'tok-rmi-6' }],
  ['another object', changed(7, '0000000000000002'), { method: 'call', name: 'tok-rmi-6' }],
  ['another interface', changed(33, '0000000000000000'), { method: 'call', name: 'tok-rmi-6' }],
  ['an argument that is no string', changed(41, '73'), { method: 'lookup', name: null }],
])('a call of %s', (_case, bytes, value) => {
  expect(readJrmpCall(bytes)).toMatchObject({ is: 'read', value })
})

test('every beginning of a call is incomplete, and what cannot become one is malformed', () => {
  for (let length = 0; length < call!.length; length++) {
    expect(readJrmpCall(call!.subarray(0, length)).is).toBe('incomplete')
  }
  expect(readJrmpCall(hex('52')).is).toBe('malformed')
  expect(readJrmpCall(hex('50aced000573')).is).toBe('malformed')
})

test('what looks like JRMP is judged by as many bytes as there are', () => {
  expect(looksLikeJrmp(hex('4a'))).toBe(true)
  expect(looksLikeJrmp(hex('4a524d490002'))).toBe(true)
  expect(looksLikeJrmp(hex('4a524d490003'))).toBe(false)
})

test('the acknowledgement is the recorded one', () => {
  expect(encodeJrmpAck('127.0.0.1', 0x9040)).toEqual(hex('4e00093132372e302e302e3100009040'))
})

test.each([
  ['an IPv6 address', '2001:db8::7', 1, '4e000b323030313a6462383a3a3700000001'],
  ['a host that is no address', 'evil\xac\xed.example', 1, '4e000000000001'],
  ['the one port that spells a Java object', '::1', 0xaced, '4e00033a3a3100000000'],
])('an acknowledgement to %s', (_case, host, port, bytes) => {
  expect(encodeJrmpAck(host, port)).toEqual(hex(bytes))
})

test('bytes of any kind are read without an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const readings = [readJrmpHandshake(bytes), readJrmpEndpoint(bytes), readJrmpCall(bytes)].map(({ is }) => is)
      for (const is of readings) expect(['read', 'incomplete', 'malformed']).toContain(is)
    }),
  )
})
