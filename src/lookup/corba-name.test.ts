import { expect, test } from 'vitest'
import { type CorbaScheme, readCorbaName } from './corba-name.ts'

// After the grammars of CORBA's Naming Service and of the JDK's IiopUrl; no JDK that has these providers was at hand.
test.each<[CorbaScheme, string, string | null, number, string]>([
  ['iiop', '//evil.example:1050/a/b', 'evil.example', 1050, 'a/b'],
  ['iiop', '//evil.example', 'evil.example', 900, ''],
  ['iiop', '///a', null, 900, 'a'],
  ['iiop', '//[2001:db8::1]:9/a', '[2001:db8::1]', 9, 'a'],
  ['iiopname', '//1.2@evil.example:1050,other.example/a', 'evil.example', 1050, 'a'],
  ['iiopname', '//evil.example/a', 'evil.example', 9999, 'a'],
  ['corbaname', ':evil.example:1050#a', 'evil.example', 1050, 'a'],
  ['corbaname', 'iiop:1.2@evil.example/NameService#a', 'evil.example', 2809, 'NameService#a'],
])('%s:%s asks %s, port %d, for %j', (scheme, rest, host, port, path) => {
  expect(readCorbaName(scheme, rest)).toEqual({ host, port, path })
})

test.each<[CorbaScheme, string]>([
  ['iiop', 'evil.example'],
  ['iiop', '//evil.example:port/a'],
  ['corbaname', 'rir:#a'],
  ['corbaname', '//evil.example#a'],
])('%s:%s names nobody', (scheme, rest) => {
  expect(readCorbaName(scheme, rest)).toBeNull()
})
