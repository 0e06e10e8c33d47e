import { expect, test } from 'vitest'
import { folderOf, nestingOf } from './place.ts'

test.each([
  ['a file on its own', '/srv/a.jar', '/srv/a.jar', []],
  ['nested twice', '/srv/a.war!WEB-INF/lib/b.jar!c.jar', '/srv/a.war', ['WEB-INF/lib/b.jar', 'c.jar']],
  ['a folder whose name ends in an exclamation mark', '/srv/wow!/a.jar!b.jar', '/srv/wow!/a.jar', ['b.jar']],
  ['a file whose name ends in one', '/srv/wow!', '/srv/wow!', []],
  ['nothing at all', '', '', []],
])('%s', (_case, path, outer, inside) => {
  expect(nestingOf(path)).toEqual({ outer, inside })
})

test.each([
  ['/srv/app/lib.jar', '/srv/app'],
  ['lib.jar', '.'],
  ['/lib.jar', '/'],
])('%s lies in %s', (path, folder) => {
  expect(folderOf(path)).toBe(folder)
})
