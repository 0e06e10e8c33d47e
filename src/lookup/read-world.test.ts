import { expect, test } from 'vitest'
import { readWorld } from './read-world.ts'

test('takes every part, and none', () => {
  const world = {
    env: { USER: 'tomcat' },
    sys: { 'os.name': 'Linux' },
    ctx: {},
    properties: { hostName: 'vm' },
    java: { os: 'Linux' },
    event: { Level: 'INFO' },
    others: { 'main:0': 'serve' },
    at: 1_639_094_400_123,
    zone: '+02:00',
    locale: 'tr_TR',
  }
  expect(readWorld(world)).toEqual({ world })
  expect(readWorld({})).toEqual({ world: {} })
})

test.each([
  [[], 'it is not an object'],
  [{ evn: {} }, 'evn is not known'],
  [{ env: [] }, 'env is not an object'],
  [{ env: { A: 1 } }, 'env.A is not a text'],
  [{ at: '2021' }, 'at is not a number of milliseconds'],
  [{ at: 0.5 }, 'at is not a number of milliseconds'],
  [{ zone: 2 }, 'zone is not a text'],
  [{ zone: 'Europe/Berlin' }, 'zone Europe/Berlin is not UTC or an offset'],
])('refuses %j and says which part is wrong', (value, flaw) => {
  expect(readWorld(value)).toEqual({ flaw: expect.stringContaining(flaw) as string })
})
