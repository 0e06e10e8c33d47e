import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileReference, placeUri, webUri } from './uri.ts'

test.each([
  ['/srv/a b.jar', 'file:///srv/a%20b.jar'],
  ['/srv/100%.jar', 'file:///srv/100%25.jar'],
  ['lib/a:b.jar', 'lib/a%3Ab.jar'],
  ['//srv/a.jar', 'file:///srv/a.jar'],
  ['/srv/ü\ud800\u0000.jar', 'file:///srv/%C3%BC%EF%BF%BD%00.jar'],
  ["/it's(1)!.jar", 'file:///it%27s%281%29%21.jar'],
  ['', '.'],
])('the file %j is %s', (path, uri) => {
  expect(fileReference(path)).toBe(uri)
})

test.each([
  ['/srv/a.war!WEB-INF/lib/b.jar!c d.jar', 'file:///srv/a.war#WEB-INF/lib/b.jar!c%20d.jar'],
  ['a.war!b.jar', 'pkg:generic/a.war#b.jar'],
  ['/srv/a.jar', 'file:///srv/a.jar'],
])('the place %j is %s', (path, uri) => {
  expect(placeUri(path)).toBe(uri)
})

/** RFC 3986 appendix A, as far as characters go. */
const characters = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/

test('whatever a path or a URL has, its URI has only what a URI may have', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(fileReference(text)).toMatch(characters)
      expect(placeUri(text)).toMatch(/^(file:\/\/\/|pkg:generic\/)/)
      expect(placeUri(text)).toMatch(characters)
      expect(webUri(`http://host/${text}`)).toMatch(characters)
    }),
  )
})
