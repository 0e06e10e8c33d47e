import { expect, test } from 'vitest'
import { localAddressTowards } from './route.ts'

test('towards a loopback address the local address is loopback', async () => {
  expect(await localAddressTowards('127.0.0.1')).toBe('127.0.0.1')
})
