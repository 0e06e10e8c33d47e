import { gzipSync } from 'node:zlib'
import { zipOf } from '../../kit/archives/zip.ts'
import { tarOf } from '../../kit/tar.ts'
import { asIn2141, core, type Recipe, type Releases } from '../recipe.ts'

const vulnerable = (releases: Releases): Buffer => releases.jar(core('2.14.1'))

/** `levels` zips around a jar, the outermost included. */
function nested(inner: Buffer, levels: number, method: 'store' | 'deflate'): Buffer {
  let bytes = inner
  for (let level = levels; level > 0; level--) bytes = zipOf([{ name: `level-${level}.jar`, content: bytes, method }])
  return bytes
}

const depths = [1, 2, 5, 20, 100].flatMap((levels): readonly Recipe[] =>
  (['store', 'deflate'] as const).map((method) => ({
    id: `nested-${levels}-${method}`,
    says: `finds a jar inside ${levels} zips (${method})`,
    build: (releases) => [{ path: 'outer.jar', content: nested(vulnerable(releases), levels, method) }],
    expected: asIn2141,
  })),
)

const inside = (id: string, says: string, name: string, pack: (jar: Buffer) => Buffer): Recipe => ({
  id,
  says: `finds a jar in ${says}`,
  build: (releases) => [{ path: name, content: pack(vulnerable(releases)) }],
  expected: asIn2141,
})

const entry = (path: string, method: 'store' | 'deflate') => (jar: Buffer) =>
  zipOf([
    { name: 'META-INF/MANIFEST.MF', content: 'Manifest-Version: 1.0\r\n\r\n' },
    { name: path, content: jar, method },
  ])

const jarPath = 'WEB-INF/lib/log4j-core-2.14.1.jar'

/** One archive in another, in any order. */
export const nesting: readonly Recipe[] = [
  ...depths,
  {
    id: 'nested-beyond',
    says: 'tells of a jar inside more zips than the limit allows, rather than pass it over',
    build: (releases) => [{ path: 'outer.jar', content: nested(vulnerable(releases), 140, 'store') }],
    expected: { affected: [], components: 0, gaps: ['too-deep'] },
  },
  inside('in-war', 'a war', 'app.war', entry(jarPath, 'deflate')),
  inside('in-boot', 'a Spring Boot jar, stored', 'boot.jar', entry('BOOT-INF/lib/log4j-core-2.14.1.jar', 'store')),
  inside('in-ear', 'a war in an ear', 'app.ear', (jar) => entry('app.war', 'deflate')(entry(jarPath, 'deflate')(jar))),
  inside('in-odd-name', 'a zip, under a name without extension', 'app.zip', entry('payload', 'deflate')),
  inside('in-upper', 'a zip, under a name in upper case', 'APP.ZIP', entry('LIB/LOG4J.JAR', 'deflate')),
  inside('in-tar', 'a tar', 'app.tar', (jar) => tarOf([{ name: 'lib/log4j.jar', content: jar }])),
  inside('in-tgz', 'a gzipped tar', 'app.tgz', (jar) => gzipSync(tarOf([{ name: 'lib/log4j.jar', content: jar }]))),
  inside('in-gz', 'a gzip', 'log4j.jar.gz', (jar) => gzipSync(jar)),
  inside('in-gz-in-zip', 'a gzip in a zip', 'app.zip', (jar) => entry('log4j.jar.gz', 'deflate')(gzipSync(jar))),
  inside('in-tgz-in-zip', 'a gzipped tar in a zip', 'dist.zip', (jar) =>
    entry('dist.tar.gz', 'store')(gzipSync(tarOf([{ name: 'app.war', content: entry(jarPath, 'deflate')(jar) }]))),
  ),
  inside('in-gz-in-gz', 'a gzip in a gzip', 'log4j.gz.gz', (jar) => gzipSync(gzipSync(jar))),
]
