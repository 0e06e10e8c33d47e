import { readZip, type ZipContent } from '../../kit/archives/read-zip.ts'
import { zipOf } from '../../kit/archives/zip.ts'
import { api, asIn2141, asIn2171, core, type Expected, flaws, innocent, type Planted, type Recipe } from '../recipe.ts'

const without = (pattern: RegExp) => (files: readonly ZipContent[]) => files.filter(({ name }) => !pattern.test(name))
const metadata = /^META-INF\/(?!org\/.*Log4j2Plugins)/

const changed = (
  id: string,
  says: string,
  change: (files: readonly ZipContent[], of: (version: string) => readonly ZipContent[]) => readonly ZipContent[],
  expected: Expected,
  version = '2.14.1',
): Recipe => ({
  id,
  says,
  build: (releases) => {
    const of = (other: string) => readZip(releases.jar(core(other)))
    return [{ path: 'app.jar', content: zipOf(change(of(version), of)) }]
  },
  expected,
})

const renamedTo = (pattern: RegExp, to: string) => (files: readonly ZipContent[]) =>
  files.map((file) => ({ ...file, name: file.name.replace(pattern, to) }))

const overlaid =
  (pattern: RegExp, version: string) =>
  (files: readonly ZipContent[], of: (version: string) => readonly ZipContent[]): readonly ZipContent[] => {
    const newer = of(version).filter(({ name }) => pattern.test(name))
    const names = new Set(newer.map(({ name }) => name))
    return [...files.filter(({ name }) => !names.has(name)), ...newer]
  }

const exploded = (
  id: string,
  says: string,
  version: string,
  path: (name: string) => string,
  expected: Expected,
): Recipe => ({
  id,
  says,
  build: (releases): readonly Planted[] =>
    readZip(releases.jar(core(version))).map(({ name, content }) => ({ path: path(name), content })),
  expected,
})

const patched = /^(?:META-INF\/maven|META-INF\/MANIFEST)/
const noLookup: Expected = { affected: ['CVE-2021-45105', 'CVE-2021-44832'], components: 1 }

/** Contents that were changed since they were published. */
export const changedContents: readonly Recipe[] = [
  changed('uber-no-metadata', 'finds the classes in a jar without metadata', without(metadata), asIn2141),
  changed('uber-fixed', 'accuses no classes of 2.17.1 without metadata', without(metadata), asIn2171, '2.17.1'),
  changed('esclazz', 'finds classes named .esclazz', renamedTo(/\.class$/, '.esclazz'), asIn2141),
  changed(
    'classdata',
    'finds classes named .classdata below a folder',
    (files) => renamedTo(/^/, 'inst/')(renamedTo(/\.class$/, '.classdata')(files)),
    asIn2141,
  ),
  changed(
    'classdata-no-metadata',
    'finds classes named .classdata without metadata',
    (files) => renamedTo(/\.class$/, '.classdata')(without(metadata)(files)),
    asIn2141,
  ),
  changed(
    'removed',
    'says that without JndiLookup two flaws are gone and two stay',
    without(/JndiLookup\.class$/),
    noLookup,
  ),
  changed(
    'renamed-lookup',
    'takes a JndiLookup renamed to .vulnerable for removed',
    renamedTo(/JndiLookup\.class$/, 'JndiLookup.vulnerable'),
    noLookup,
  ),
  changed(
    'renamed-bak',
    'takes a JndiLookup renamed to .class.bak for removed',
    renamedTo(/JndiLookup\.class$/, 'JndiLookup.class.bak'),
    noLookup,
  ),
  changed(
    'patched',
    'believes the classes of 2.17.1, not the metadata of 2.14.1',
    (files, of) => [
      ...of('2.17.1').filter(({ name }) => !patched.test(name)),
      ...files.filter(({ name }) => patched.test(name)),
    ],
    asIn2171,
  ),
  changed(
    'lying',
    'believes the classes of 2.14.1, not the metadata of 2.17.1',
    (files, of) => [
      ...files.filter(({ name }) => !patched.test(name)),
      ...of('2.17.1').filter(({ name }) => patched.test(name)),
    ],
    asIn2141,
  ),
  changed(
    'backport-lookup',
    'sees the back-ported JNDI classes of 2.17.1 in 2.14.1',
    overlaid(/\/(?:JndiLookup|JndiManager[^/]*|Interpolator|MessagePatternConverter[^/]*)\.class$/, '2.17.1'),
    { affected: ['CVE-2021-45105', 'CVE-2021-44832'], components: 1 },
  ),
  changed(
    'few-classes',
    'finds JndiLookup and JndiManager among few classes',
    (files) =>
      files.filter(({ name }) =>
        /\/(?:JndiLookup|JndiManager[^/]*|Interpolator|MessagePatternConverter[^/]*)\.class$/.test(name),
      ),
    { affected: ['CVE-2021-44228', 'CVE-2021-45046'], components: 1 },
  ),
  changed(
    'corrupt-class',
    'finds it where other classes are corrupt',
    (files) =>
      files.map((file) =>
        file.name.endsWith('/SocketAppender.class') ? { ...file, content: Buffer.from('cafebabe00', 'hex') } : file,
      ),
    asIn2141,
  ),
  changed(
    'half-class',
    'finds it where JndiManager is cut off',
    (files) =>
      files.map((file) =>
        file.name.endsWith('/JndiManager.class') ? { ...file, content: file.content.subarray(0, 900) } : file,
      ),
    asIn2141,
  ),
  changed(
    'boot-classes',
    'finds the classes below WEB-INF/classes',
    renamedTo(/^(?=org\/)/, 'WEB-INF/classes/'),
    asIn2141,
  ),
  changed(
    'multi-release',
    'finds the classes below META-INF/versions',
    renamedTo(/^(?=org\/)/, 'META-INF/versions/9/'),
    asIn2141,
  ),
  changed(
    'plugins-only',
    'accuses no plugin list without classes',
    (files) => files.filter(({ name }) => /Log4j2Plugins\.dat$/.test(name)),
    { affected: [] },
  ),
  changed(
    'metadata-only',
    'accuses no metadata without classes',
    (files) => files.filter(({ name }) => name.startsWith('META-INF/maven')),
    { affected: [] },
  ),
  changed(
    'two-versions',
    'finds a vulnerable copy beside a fixed one',
    (files, of) => [...of('2.17.1'), ...renamedTo(/^/, 'old/')(without(/^META-INF/)(files))],
    { affected: flaws, components: 2 },
  ),
  exploded('exploded', 'finds an exploded 2.14.1', '2.14.1', (name) => name, asIn2141),
  exploded(
    'exploded-webapp',
    'finds an exploded 2.14.1 in a web application',
    '2.14.1',
    (name) => `WEB-INF/classes/${name}`,
    asIn2141,
  ),
  exploded('exploded-fixed', 'accuses no exploded 2.17.1', '2.17.1', (name) => name, asIn2171),
  exploded(
    'exploded-classdata',
    'finds exploded classes named .classdata',
    '2.14.1',
    (name) => name.replace(/\.class$/, '.classdata'),
    asIn2141,
  ),
  {
    id: 'api-only',
    says: 'accuses no log4j-api',
    build: (releases) => [{ path: 'log4j-api-2.14.1.jar', content: releases.jar(api('2.14.1')) }],
    expected: { affected: [], components: 1 },
  },
  {
    id: 'bridge-only',
    says: 'accuses no log4j-1.2-api of the flaws of core',
    build: (releases) => [
      { path: 'log4j-1.2-api-2.14.1.jar', content: releases.jar('org.apache.logging.log4j:log4j-1.2-api:2.14.1') },
    ],
    expected: { affected: [], components: 1 },
  },
  ...[
    'log4j:log4j:1.2.17',
    'ch.qos.reload4j:reload4j:1.2.25',
    'ch.qos.logback:logback-classic:1.2.3',
    'ch.qos.logback:logback-core:1.2.3',
  ].map(
    (coordinate): Recipe => ({
      id: `relative-${coordinate.replaceAll(':', '-')}`,
      says: `accuses no ${coordinate} of the flaws of Log4j 2`,
      build: (releases) => [{ path: 'app.jar', content: releases.jar(coordinate) }],
      expected: { affected: [] },
    }),
  ),
  {
    id: 'text-names',
    says: 'accuses no text that mentions class names',
    build: () => [
      {
        path: 'notes.txt',
        content: 'org/apache/logging/log4j/core/lookup/JndiLookup.class java:comp/env/\n'.repeat(50),
      },
      { path: 'JndiLookup.class', content: 'JndiLookup.class, removed by hand' },
      { path: 'log4j-core-2.14.1.jar', content: '' },
      { path: 'empty.zip', content: zipOf([]) },
      {
        path: 'names.jar',
        content: zipOf([{ name: 'org/apache/logging/log4j/core/lookup/JndiLookup.class', content: '' }]),
      },
    ],
    expected: innocent,
  },
  ...[
    'org.eclipse.jetty:jetty-server:9.4.57.v20241219',
    'org.eclipse.jetty:jetty-util:9.4.57.v20241219',
    'org.eclipse.jetty:jetty-http:9.4.57.v20241219',
    'org.eclipse.jetty:jetty-io:9.4.57.v20241219',
    'org.apache.tomcat.embed:tomcat-embed-core:10.1.60',
    'javax.servlet:javax.servlet-api:3.1.0',
    'org.apache.tomcat:tomcat-annotations-api:10.1.60',
  ].map(
    (coordinate): Recipe => ({
      id: `innocent-${coordinate.split(':')[1] ?? ''}`,
      says: `finds nothing in ${coordinate}`,
      build: (releases) => [{ path: 'app.jar', content: releases.jar(coordinate) }],
      expected: innocent,
    }),
  ),
]
