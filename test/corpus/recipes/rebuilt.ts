import type { AdvisoryId } from '../../../src/core/index.ts'
import { readZip } from '../../kit/archives/read-zip.ts'
import { zipOf } from '../../kit/archives/zip.ts'
import {
  api,
  asIn2141,
  asIn2171,
  core,
  type Expected,
  flawsOf2141,
  flawsOf2171,
  type Planted,
  type Recipe,
} from '../recipe.ts'
import { decisiveOf, vulnerable } from '../vulnerable.ts'
import { only, shaded, type Workshop } from '../workshop.ts'

const built = (
  id: string,
  says: string,
  build: (workshop: Workshop) => Promise<Buffer>,
  expected: Expected = asIn2141,
  path = 'app.jar',
): Recipe => ({
  id,
  says,
  build: async (workshop): Promise<readonly Planted[]> => [{ path, content: await build(workshop) }],
  expected,
})

const own = 'org.apache.logging.log4j'

/** Packages of Log4j, moved by Maven Shade in three ways. */
const relocations = {
  'keeps log4j in its path': { [own]: 'com.acme.shaded.log4j' },
  'has no log4j in its path': { [own]: 'com.acme.internal.logging' },
  'has neither log4j nor core in its path': { [`${own}.core`]: 'com.acme.l.c', [own]: 'com.acme.l' },
  'has one letter for each package': { [`${own}.core.lookup`]: 'a.b', [`${own}.core.net`]: 'a.c', [own]: 'a' },
}

/** Text of the Java files in a sources jar whose names match. */
async function sourcesOf(workshop: Workshop, pattern: RegExp) {
  return readZip(await workshop.jar(`${core('2.14.1')}:sources`)).filter(({ name }) => pattern.test(name))
}

const rebuiltClasses =
  /core\/(?:lookup\/(?:JndiLookup|Interpolator|AbstractLookup|StrSubstitutor)|net\/JndiManager|pattern\/MessagePatternConverter|appender\/db\/jdbc\/DataSourceConnectionSource)\.java$/

/** The decisive classes, built anew by another compiler against the release itself, in the place of those of Apache. */
async function rebuiltBy(workshop: Workshop, compiler: string, options: readonly string[]): Promise<Buffer> {
  const [jar, log4jApi] = [await workshop.jar(core('2.14.1')), await workshop.jar(api('2.14.1'))]
  const libraries = [
    { name: 'core.jar', content: jar },
    { name: 'api.jar', content: log4jApi },
  ]
  const sources = await sourcesOf(workshop, rebuiltClasses)
  const classes = await workshop.make('compile', [compiler, ...options], [...sources, ...libraries])
  const names = new Set(classes.map(({ name }) => name))
  const others = (await decisiveOf(workshop, '2.14.1')).filter(({ name }) => !names.has(name))
  return zipOf([...others.filter(({ name }) => !name.startsWith('META-INF/')), ...classes])
}

/** What decides in 2.14.1, as a module of its own. */
async function modularOf(workshop: Workshop): Promise<Buffer> {
  const module = { name: 'module-info.java', content: Buffer.from('module com.acme.app { }') }
  const classes = await workshop.make('compile', ['javac', '--release', '11'], [module])
  const files = (await decisiveOf(workshop, '2.14.1')).filter(({ name }) => name.startsWith('org/'))
  return zipOf([...classes, ...files])
}

/** Every name of ours that a class file can have, by names that say nothing. */
function plainNames(names: readonly string[]): readonly string[] {
  const classes = names.filter((name) => name.endsWith('.class')).map((name) => name.slice(0, -'.class'.length))
  return classes.flatMap((name, index) => [name, `com/acme/Type${index}`])
}

const lookup = 'org/apache/logging/log4j/core/lookup/JndiLookup'
const manager = 'org/apache/logging/log4j/core/net/JndiManager'

async function renamed(workshop: Workshop, names: readonly string[]): Promise<Buffer> {
  return zipOf(await workshop.make('rename', names, await decisiveOf(workshop, '2.14.1')))
}

async function renamedBare(workshop: Workshop): Promise<Buffer> {
  const classes = (await decisiveOf(workshop, '2.14.1')).filter(({ name }) => /^org.*class$/.test(name))
  return zipOf(await workshop.make('rename', plainNames(classes.map(({ name }) => name)), classes))
}

/** Enough of log4j-core for ProGuard to find all that it extends. */
const obfuscable =
  /^org\/apache\/logging\/log4j\/core\/(?!jackson|async|osgi|jmx|tools|script|net\/Smtp|appender\/(?:mom|nosql|db\/jpa)|config\/(?:json|yaml|plugins\/processor))(?!.*(?:Jackson|(?:Json|Yaml|Xml)Layout|JCTools|Disruptor|Script|Smtp|Kafka))/

async function obfuscated(workshop: Workshop, version: string, options: readonly string[]): Promise<Buffer> {
  const files = readZip(await workshop.jar(core(version))).filter(({ name }) => obfuscable.test(name))
  const parts = [
    { name: 'core.jar', content: zipOf(files) },
    { name: 'api.jar', content: await workshop.jar(api(version)) },
  ]
  return only(await workshop.make('obfuscate', ['-dontwarn', '-dontnote', '-ignorewarnings', ...options], parts))
}

/** That of log4j-api, which is moved with it. */
const ofApi = 'CVE-2026-49844'
/** It is in XmlLayout, which ProGuard is not given: it needs libraries that are not here. */
const withoutXml = (ids: readonly AdvisoryId[]): Expected => ({
  affected: ids.filter((id) => id !== 'CVE-2026-34480'),
  components: 1,
})

const plugins = '@org.apache.logging.log4j.core.config.plugins.Plugin class * { *; }'
/** Plugins are loaded by name, so they stay; under other names, and with what is not called removed. */
const keepPlugins = ['-keep,allowobfuscation,allowoptimization', plugins, '-repackageclasses', 'x']

/** log4j-core with other bytes in its classes than any release has. */
export const rebuilt: readonly Recipe[] = [
  ...Object.entries(relocations).map(([says, moves], index) =>
    built(
      `shaded-${index}`,
      `finds what Maven Shade moved to a package that ${says}`,
      async (workshop) => shaded(workshop, moves, await vulnerable(workshop), await workshop.jar(api('2.14.1'))),
      { affected: [...flawsOf2141, ofApi], components: 2 },
    ),
  ),
  built(
    'shaded-fixed',
    'accuses no 2.17.1 that Maven Shade moved',
    async (workshop) =>
      shaded(workshop, relocations['has no log4j in its path'], zipOf(await decisiveOf(workshop, '2.17.1'))),
    asIn2171,
  ),
  built('shaded-bare', 'finds what Maven Shade moved, without any resource', async (workshop) => {
    const jar = await shaded(
      workshop,
      relocations['has neither log4j nor core in its path'],
      await vulnerable(workshop),
    )
    return zipOf(readZip(jar).filter(({ name }) => name.endsWith('.class')))
  }),
  built(
    'shaded-in-war',
    'finds a moved copy beside a fixed one in a war',
    async (workshop) =>
      zipOf([
        { name: 'WEB-INF/lib/log4j-core.jar', content: await workshop.jar(core('2.17.1')) },
        {
          name: 'WEB-INF/lib/client.jar',
          content: await shaded(workshop, relocations['has no log4j in its path'], await vulnerable(workshop)),
        },
      ]),
    { affected: flawsOf2141, components: 2 },
    'app.war',
  ),
  built('renamed-lookup-class', 'finds a JndiLookup that is called a.b.C1', (workshop) =>
    renamed(workshop, [lookup, 'a/b/C1']),
  ),
  built('renamed-both', 'finds a JndiLookup and a JndiManager that are called a.b.C1 and a.b.C2', (workshop) =>
    renamed(workshop, [lookup, 'a/b/C1', manager, 'a/b/C2']),
  ),
  built('renamed-word', 'finds a JndiLookup that has an ordinary name', (workshop) =>
    renamed(workshop, [lookup, 'com/acme/NameService']),
  ),
  built('renamed-all', 'finds Log4j where every class has another name', async (workshop) => {
    const files = await decisiveOf(workshop, '2.14.1')
    return zipOf(await workshop.make('rename', plainNames(files.map(({ name }) => name)), files))
  }),
  {
    ...built('renamed-bare', 'finds Log4j under ordinary names and without any resource', renamedBare),
    needs: 'deep',
  },
  built(
    'proguard-names',
    'finds Log4j where ProGuard has renamed everything',
    (workshop) => obfuscated(workshop, '2.14.1', [...keepPlugins, '-dontoptimize', '-dontshrink']),
    withoutXml(flawsOf2141),
  ),
  built(
    'proguard',
    'finds Log4j that ProGuard has shrunk, optimised and renamed',
    (workshop) => obfuscated(workshop, '2.14.1', keepPlugins),
    withoutXml(flawsOf2141),
  ),
  built(
    'proguard-fixed',
    'sees the fixes in a 2.17.1 that ProGuard has shrunk and renamed',
    (workshop) => obfuscated(workshop, '2.17.1', [...keepPlugins, '-dontoptimize']),
    withoutXml(flawsOf2171),
  ),
  built('rebuilt-ecj', 'finds classes that another compiler has built', (workshop) =>
    rebuiltBy(workshop, 'ecj', ['-source', '8', '-target', '8', '-g:none', '-proc:none']),
  ),
  built('rebuilt-javac', 'finds classes that the compiler of a later JDK has built', (workshop) =>
    rebuiltBy(workshop, 'javac', ['--release', '11', '-g:none', '-proc:none']),
  ),
  built(
    'jmod',
    'finds the classes in a module file of the JDK',
    async (workshop) =>
      only(await workshop.make('jmod', ['app'], [{ name: 'app.jar', content: await modularOf(workshop) }])),
    asIn2141,
    'app.jmod',
  ),
  ...[
    ['1', 'the runtime of an application that jlink has made, whose classes share their texts'],
    ['2', 'such a runtime that is compressed'],
  ].map(([level = '', says = '']) =>
    built(
      `jlink${level}`,
      `finds the classes in ${says}`,
      async (workshop) => {
        const parts = [{ name: 'app.jar', content: await modularOf(workshop) }]
        return only(await workshop.make('jlink', ['com.acme.app', '--compress', level], parts))
      },
      asIn2141,
      'runtime/lib/modules',
    ),
  ),
]
