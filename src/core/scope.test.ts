import { expect, test } from 'vitest'
import { instant } from './instant.ts'
import { admit, refuseAddress, refuseUrl, type Scope } from './scope.ts'

const now = instant('2026-01-01T00:00:00Z')
const granted: Scope = {
  is: 'granted',
  by: {
    grantedBy: 'ACME CISO',
    hosts: ['shop.example.com', '*.dev.example.com'],
    cidrs: ['203.0.113.0/24', '10.1.0.0/16'],
    ports: [80, 443],
    until: instant('2026-02-01T00:00:00Z'),
  },
}
const open: Scope = { is: 'private-only' }

test.each<[string, Scope, boolean]>([
  ['http://127.0.0.1:8080/', open, true],
  ['http://[::1]/', open, true],
  ['http://8.8.8.8/', open, false],
  ['http://intranet/', open, true],
  ['ftp://127.0.0.1/', open, false],
  ['https://shop.example.com/', granted, true],
  ['https://a.dev.example.com/', granted, true],
  ['https://SHOP.example.com/', granted, true],
  ['https://shop.example.com.evil.example/', granted, true],
  ['http://203.0.113.9/', granted, true],
  ['http://198.51.100.9/', granted, false],
  ['http://203.0.113.9:8080/', granted, false],
  ['http://8.8.8.8/', { is: 'confirmed', by: 'ACME CISO' }, true],
  ['nonsense', open, false],
])('%s may be asked for before its name is resolved: %s %s', (url, scope, allowed) => {
  expect(refuseUrl(url, scope, now) === null).toBe(allowed)
})

test.each<[string, string, Scope, boolean]>([
  ['intranet', '10.0.0.1', open, true],
  ['www.example.org', '93.184.216.34', open, false],
  ['shop.example.com', '198.51.100.7', granted, true],
  ['shop.example.com', '127.0.0.1', granted, false],
  ['shop.example.com', '169.254.169.254', granted, false],
  ['shop.example.com', '10.1.2.3', granted, true],
  ['shop.example.com.evil.example', '198.51.100.7', granted, false],
  ['elsewhere.example', '203.0.113.9', granted, true],
])('%s at %s may be connected to: %s %s', (host, address, scope, allowed) => {
  expect(refuseAddress(host, address, scope) === null).toBe(allowed)
})

test.each<[string, Scope, boolean]>([
  ['www.example.org', open, false],
  ['intranet', open, false],
  ['localhost', open, true],
  ['shop.example.com', granted, true],
  ['elsewhere.example', granted, false],
  ['localhost', granted, false],
  ['www.example.org', { is: 'confirmed', by: 'ACME CISO' }, true],
])('%s, which only a proxy resolves, may be asked for by that name: %s %s', (host, scope, allowed) => {
  expect(refuseAddress(host, host, scope) === null).toBe(allowed)
})

test('an address with a zone is judged as the address', () => {
  expect(refuseAddress('printer', 'fe80::1%eth0', open)).toBeNull()
  expect(refuseAddress('printer', '2001:db8::1%eth0', open)).toMatch(/is public/)
})

test('an authorisation ends, and the refusal names who gave it and when it ended', () => {
  expect(refuseUrl('https://shop.example.com/', granted, instant('2026-02-01T00:00:01Z'))).toMatch(
    /ACME CISO ended at 2026-02-01/,
  )
})

test('a target is made of an admitted URL only', () => {
  expect(admit('http://127.0.0.1', open, now)).toEqual({ target: 'http://127.0.0.1/' })
  expect(admit('http://8.8.8.8', open, now)).toEqual({
    refusal: '8.8.8.8 is public: give a scope file with --scope, or confirm with --authorised-by',
  })
})
