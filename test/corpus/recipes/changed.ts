import type { ZipContent } from '../../kit/archives/read-zip.ts'
import { zipOf } from '../../kit/archives/zip.ts'
import { classFile } from '../../kit/class-file.ts'
import {
  asIn2141,
  asIn2171,
  type Expected,
  flawsOf2141,
  flawsWithoutLookup,
  type Recipe,
  withUnsureLookup,
} from '../recipe.ts'
import { decisiveOf } from '../vulnerable.ts'

type Files = readonly ZipContent[]

const without = (pattern: RegExp) => (files: Files) => files.filter(({ name }) => !pattern.test(name))
const metadata = /^META-INF\/(?!org\/.*Log4j2Plugins)/

/** A jar of 2.14.1 that somebody has changed; 2.17.1 is at hand. */
const changed = (
  id: string,
  says: string,
  change: (files: Files, fixed: Files) => Files,
  expected: Expected,
): Recipe => ({
  id,
  says,
  build: async (workshop) => {
    const [files, fixed] = [await decisiveOf(workshop, '2.14.1'), await decisiveOf(workshop, '2.17.1')]
    return [{ path: 'app.jar', content: zipOf(change(files, fixed)) }]
  },
  expected,
})

const renamedTo = (pattern: RegExp, to: string) => (files: Files) =>
  files.map((file) => ({ ...file, name: file.name.replace(pattern, to) }))

const overlaid = (pattern: RegExp) => (files: Files, fixed: Files) => {
  const newer = fixed.filter(({ name }) => pattern.test(name))
  const names = new Set(newer.map(({ name }) => name))
  return [...files.filter(({ name }) => !names.has(name)), ...newer]
}

const cut = (pattern: RegExp, length: number) => (files: Files) =>
  files.map((file) => (pattern.test(file.name) ? { ...file, content: file.content.subarray(0, length) } : file))

const lookupName = 'org/apache/logging/log4j/core/lookup/JndiLookup'
const lookupIs =
  (content: Uint8Array) =>
  (files: Files): Files =>
    files.map((file) => (file.name === `${lookupName}.class` ? { ...file, content: Buffer.from(content) } : file))

/** A class in the place of JndiLookup that calls these methods. */
const lookupThatCalls = (...calls: readonly string[]) =>
  lookupIs(
    classFile({
      name: lookupName,
      interfaces: ['org/apache/logging/log4j/core/lookup/StrLookup'],
      calls: ['java/lang/Object.<init>()V', ...calls],
      methods: [{ name: 'lookup', descriptor: '(Ljava/lang/String;)Ljava/lang/String;' }],
    }),
  )

const said = /^META-INF\/(?:maven\/|MANIFEST)/
const jndiParts = /\/(?:JndiLookup|JndiManager[^/]*|Interpolator|MessagePatternConverter[^/]*)\.class$/
const noLookup: Expected = { affected: flawsWithoutLookup, components: 1 }

/** Jars that were changed since they were published. */
export const changedJars: readonly Recipe[] = [
  changed('uber-no-metadata', 'finds the classes in a jar without metadata', without(metadata), asIn2141),
  changed('bare-classes', 'finds the classes in a jar of nothing but classes', without(/(?<!\.class)$/), asIn2141),
  changed(
    'uber-fixed',
    'accuses no classes of 2.17.1 without metadata',
    (_, fixed) => without(metadata)(fixed),
    asIn2171,
  ),
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
    'odd-ending',
    'finds classes under an ending that nobody has heard of',
    renamedTo(/\.class$/, '.zzz'),
    asIn2141,
  ),
  changed('no-ending', 'finds classes without an ending', renamedTo(/\.class$/, ''), asIn2141),
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
    'zeroed-lookup',
    'calls a JndiLookup that was overwritten with zeros neither there nor removed',
    lookupIs(new Uint8Array(3_000)),
    withUnsureLookup,
  ),
  changed(
    'archive-for-lookup',
    'calls an archive in the place of JndiLookup neither',
    lookupIs(zipOf([{ name: 'a.txt', content: new TextEncoder().encode('a'.repeat(1_000)) }])),
    withUnsureLookup,
  ),
  changed(
    'strange-lookup',
    'calls a JndiLookup of unknown content, which calls a class of its own, neither',
    lookupThatCalls('org/acme/Names.find(Ljava/lang/String;)Ljava/lang/String;'),
    withUnsureLookup,
  ),
  changed(
    'stub-lookup',
    'takes a JndiLookup that was replaced by a class which calls nothing for removed',
    lookupThatCalls(),
    noLookup,
  ),
  changed(
    'stub-and-own-lookup',
    'takes no JndiLookup of a program for one that was put in the place of the one that was removed',
    (files, fixed) => [
      ...without(/JndiLookup\.class$/)(files),
      ...lookupThatCalls('org/acme/Names.find(Ljava/lang/String;)Ljava/lang/String;')(fixed)
        .filter(({ name }) => name === `${lookupName}.class`)
        .map((file) => ({ ...file, name: 'org/acme/lookup/JndiLookup.class' })),
    ],
    noLookup,
  ),
  changed(
    'patched',
    'believes the classes of 2.17.1, not the metadata of 2.14.1',
    (files, fixed) => [...without(said)(fixed), ...files.filter(({ name }) => said.test(name))],
    asIn2171,
  ),
  changed(
    'lying',
    'believes the classes of 2.14.1, not the metadata of 2.17.1',
    (files, fixed) => [...without(said)(files), ...fixed.filter(({ name }) => said.test(name))],
    asIn2141,
  ),
  changed('backport-lookup', 'sees the back-ported JNDI classes of 2.17.1 in 2.14.1', overlaid(jndiParts), noLookup),
  changed('backport-all', 'sees all decisive classes of 2.17.1 in 2.14.1', overlaid(/\.class$/), asIn2171),
  changed(
    'few-classes',
    'finds JndiLookup and JndiManager among few classes',
    (files) => files.filter(({ name }) => jndiParts.test(name)),
    { affected: ['CVE-2021-44228', 'CVE-2021-45046'], components: 1 },
  ),
  changed(
    'only-lookup',
    'finds JndiLookup where nothing else of Log4j is',
    (files) => files.filter(({ name }) => name.endsWith('/JndiLookup.class')),
    { affected: ['CVE-2021-44228', 'CVE-2021-45046'], components: 1 },
  ),
  changed('corrupt-class', 'finds it where another class is corrupt', cut(/\/HtmlLayout\.class$/, 5), asIn2141),
  changed('half-class', 'finds it where JndiManager is cut off', cut(/\/JndiManager\.class$/, 900), asIn2141),
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
    (files) => files.filter(({ name }) => said.test(name)),
    { affected: [] },
  ),
  changed(
    'two-versions',
    'finds a vulnerable copy beside a fixed one',
    (files, fixed) => [...fixed, ...renamedTo(/^/, 'old/')(without(/^META-INF/)(files))],
    { affected: flawsOf2141, components: 2 },
  ),
  changed(
    'two-names',
    'finds a vulnerable copy of which each entry is there twice, the fixed one first',
    (files, fixed) => [...fixed, ...files],
    { affected: flawsOf2141 },
  ),
]
