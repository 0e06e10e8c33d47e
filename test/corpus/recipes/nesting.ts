import { zipOf } from '../../kit/archives/zip.ts'
import { asIn2141, type Recipe } from '../recipe.ts'
import { holding, vulnerable } from '../vulnerable.ts'

/** `levels` zips around a jar, the outermost included. */
function nested(inner: Buffer, levels: number, method: 'store' | 'deflate'): Buffer {
  let bytes = inner
  for (let level = levels; level > 0; level--) bytes = zipOf([{ name: `level-${level}.jar`, content: bytes, method }])
  return bytes
}

const depths = [1, 2, 5, 20, 50, 100].flatMap((levels): readonly Recipe[] =>
  (['store', 'deflate'] as const).map((method) =>
    holding(`nested-${levels}-${method}`, `finds a jar inside ${levels} zips (${method})`, 'outer.jar', (jar) =>
      nested(jar, levels, method),
    ),
  ),
)

const entry = (path: string, method: 'store' | 'deflate') => (jar: Buffer) =>
  zipOf([
    { name: 'META-INF/MANIFEST.MF', content: 'Manifest-Version: 1.0\r\n\r\n' },
    { name: path, content: jar, method },
  ])

const jarPath = 'WEB-INF/lib/log4j-core-2.14.1.jar'

/** Zip in zip. */
export const nesting: readonly Recipe[] = [
  ...depths,
  holding(
    'nested-beyond',
    'tells of a jar inside more zips than the limit allows, rather than pass it over',
    'outer.jar',
    (jar) => nested(jar, 140, 'store'),
    { affected: [], components: 0, gaps: ['too-deep'] },
  ),
  holding('in-war', 'finds a jar in a war', 'app.war', entry(jarPath, 'deflate')),
  holding('in-boot', 'finds a jar in a Spring Boot jar, stored', 'boot.jar', entry(`BOOT-INF/lib/log4j.jar`, 'store')),
  holding('in-ear', 'finds a jar in a war in an ear', 'app.ear', (jar) =>
    entry('app.war', 'deflate')(entry(jarPath, 'deflate')(jar)),
  ),
  holding(
    'in-odd-name',
    'finds a jar in a zip, under a name without extension',
    'app.zip',
    entry('payload', 'deflate'),
  ),
  holding('in-upper', 'finds a jar in a zip, under a name in upper case', 'A.ZIP', entry('LIB/LOG4J.JAR', 'deflate')),
  holding('in-text-name', 'finds a jar in a zip that calls it a text', 'app.zip', entry('readme.txt', 'store')),
  {
    id: 'in-two-places',
    says: 'finds the same jar in two applications, though it is looked into once',
    build: async (workshop) => {
      const jar = await vulnerable(workshop)
      return [
        { path: 'one.war', content: entry(jarPath, 'deflate')(jar) },
        { path: 'two.war', content: entry(jarPath, 'deflate')(jar) },
      ]
    },
    expected: { ...asIn2141, components: 2 },
  },
]
