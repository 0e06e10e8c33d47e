import { asIn2141, type Recipe } from '../recipe.ts'
import { holding, vulnerable } from '../vulnerable.ts'

const zipNames = (
  'jar war ear aar sar par kar nar rar hpi jpi lpkg wab eba apk far jmod zip zap bin bak txt png dat old jar.1 ' +
  'jar.disabled esclazz'
).split(' ')

const named = (id: string, says: string, path: string | Buffer): Recipe =>
  holding(id, `finds log4j-core 2.14.1 ${says}`, path, (jar) => jar)

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
    build: async (workshop) => [
      { path: 'lib/app.jar', content: await vulnerable(workshop) },
      { path: 'app.jar', linkTo: 'lib/app.jar' },
      { path: 'lib/up', linkTo: '..' },
      { path: 'self', linkTo: 'self' },
      { path: 'nowhere', linkTo: 'absent.jar' },
    ],
    expected: asIn2141,
  },
]
