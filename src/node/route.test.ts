import { expect, test } from 'vitest'
import { localAddressTowards } from './route.ts'

test.each(['127.0.0.1', '127.9.8.7'])('towards %s this machine is a loopback address', async (address) => {
  expect(await localAddressTowards(address)).toBe('127.0.0.1')
})

test('towards what is no address there is no route, and that is told', async () => {
  await expect(localAddressTowards('no-such-host.invalid')).rejects.toThrow()
})
