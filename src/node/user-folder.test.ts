import { userInfo } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { userFolder } from './user-folder.ts'

test('it is where the variable says', () => {
  expect(userFolder({ XDG_STATE_HOME: '/var/state', HOME: '/home/joe' }, 'XDG_STATE_HOME')).toBe('/var/state')
})

test.each([
  ['nothing', {}],
  ['an empty text', { XDG_STATE_HOME: '' }],
  ['a relative path', { XDG_STATE_HOME: 'state' }],
])('where the variable has %s, it is below the home of the user', (_what, env) => {
  expect(userFolder({ ...env, HOME: '/home/joe' }, 'XDG_STATE_HOME')).toBe('/home/joe/.local/state')
  expect(userFolder({ ...env, HOME: '/home/joe' }, 'XDG_CONFIG_HOME')).toBe('/home/joe/.config')
})

test.each([{}, { HOME: '' }, { HOME: 'here' }])('with %j it is the home that the system knows', (env) => {
  expect(userFolder(env, 'XDG_CONFIG_HOME')).toBe(join(userInfo().homedir, '.config'))
})
