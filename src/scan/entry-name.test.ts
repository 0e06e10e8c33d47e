import { expect, test } from 'vitest'
import { classRoot, cleanName, extensionOf, metadataRoot } from './entry-name.ts'

test.each([
  ['./usr/share/java/a.jar', 'usr/share/java/a.jar'],
  ['/etc/passwd', 'etc/passwd'],
  ['././a', 'a'],
  ['.hidden', '.hidden'],
  ['../../up.jar', '../../up.jar'],
  ['WEB-INF\\lib\\a.jar', 'WEB-INF/lib/a.jar'],
])('%s is shown as %s', (name, shown) => {
  expect(cleanName(name)).toBe(shown)
})

test.each([
  ['A.JAR', 'jar'],
  ['lib/a.tar.gz', 'gz'],
  ['lib.d/README', ''],
  ['.bashrc', ''],
])('%s ends in %j', (name, ending) => {
  expect(extensionOf(name)).toBe(ending)
})

test.each([
  ['WEB-INF/classes/org/x/A.class', 'org/x/A', 'WEB-INF/classes'],
  ['org/x/A.class', 'org/x/A', ''],
  ['srv/org/x/A.class.bak', 'org/x/A', 'srv'],
  ['srv/org/x/A', 'org/x/A', 'srv'],
  ['srv/moved/A.class', 'org/x/A', 'srv/moved'],
  ['srv/notorg/x/A.class', 'org/x/A', 'srv/notorg/x'],
])('%s, which calls itself %s, is loaded from %j', (path, className, root) => {
  expect(classRoot(path, className)).toBe(root)
})

test('a name of a million slashes is taken apart at once', () => {
  const path = `a${'/'.repeat(1_000_000)}b/X.class`

  expect(classRoot(path, 'org/x/A')).toBe(path.slice(0, -'/X.class'.length))
  expect(metadataRoot(`a${'/'.repeat(1_000_000)}META-INF/MANIFEST.MF`)).toBe('a')
})

test('metadata speaks for the folder that holds its META-INF', () => {
  expect(metadataRoot('app/classes/META-INF/maven/g/a/pom.properties')).toBe('app/classes')
  expect(metadataRoot('META-INF/MANIFEST.MF')).toBe('')
})
