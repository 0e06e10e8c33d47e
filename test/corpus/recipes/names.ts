import { asIn2141, core, type Planted, type Recipe, type Releases } from '../recipe.ts'

const zipNames = (
  'jar war ear aar sar par kar nar rar hpi jpi lpkg wab eba apk far jmod zip zap bin bak txt png dat old jar.1 ' +
  'jar.disabled esclazz'
).split(' ')

const vulnerable = (releases: Releases): Buffer => releases.jar(core('2.14.1'))

const named = (id: string, says: string, path: string | Buffer): Recipe => ({
  id,
  says: `finds log4j-core 2.14.1 ${says}`,
  build: (releases): readonly Planted[] => [{ path, content: vulnerable(releases) }],
  expected: asIn2141,
})

/** A jar is known by its content: what it is called says nothing. */
export const names: readonly Recipe[] = [
  ...zipNames.map((extension) =>
    named(`name-${extension.replace('.', '-')}`, `in a file named .${extension}`, `app.${extension}`),
  ),
  named('name-upper', 'in a file named in upper case', 'LOG4J.JAR'),
  named('name-none', 'in a file without extension', 'application'),
  named('name-hidden', 'in a hidden file', '.cache'),
  named('name-space', 'in a file whose name has spaces', 'my app (1).jar'),
  named('name-bang', 'in a file whose name has an exclamation mark', 'app!.jar'),
  named('name-newline', 'in a file whose name has a line break', 'app\nhost.jar'),
  named('name-unicode', 'in a file whose name is not Latin', 'журнал-日志.jar'),
  named(
    'name-latin1',
    'in a file whose name is not UTF-8',
    Buffer.from([0x6c, 0xf6, 0xe9, 0xff, 0x2e, 0x6a, 0x61, 0x72]),
  ),
  named('name-deep', 'in a folder of folders', `${'a/'.repeat(60)}app.jar`),
  {
    id: 'name-link',
    says: 'finds a jar once though symbolic links lead to it, to its folder and to themselves',
    build: (releases) => [
      { path: 'lib/app.jar', content: vulnerable(releases) },
      { path: 'app.jar', linkTo: 'lib/app.jar' },
      { path: 'lib/up', linkTo: '..' },
      { path: 'self', linkTo: 'self' },
      { path: 'nowhere', linkTo: 'absent.jar' },
    ],
    expected: asIn2141,
  },
]
