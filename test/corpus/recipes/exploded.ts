import { zipOf } from '../../kit/archives/zip.ts'
import { tarOf } from '../../kit/tar.ts'
import { asIn2141, asIn2171, type Expected, type Recipe, withUnsureLookup } from '../recipe.ts'
import { decisiveOf } from '../vulnerable.ts'
import { archived } from '../workshop.ts'

const zeroed = (files: Awaited<ReturnType<typeof decisiveOf>>): typeof files =>
  files.map((file) => (file.name.endsWith('/JndiLookup.class') ? { ...file, content: Buffer.alloc(3_000) } : file))

const exploded = (
  id: string,
  says: string,
  path: (name: string) => string,
  expected: Expected = asIn2141,
  version = '2.14.1',
): Recipe => ({
  id,
  says,
  build: async (workshop) =>
    (await decisiveOf(workshop, version)).map(({ name, content }) => ({ path: path(name), content })),
  expected,
})

/** Classes that lie openly, in folders and in archives that have no class path. */
export const explodedTrees: readonly Recipe[] = [
  exploded('exploded', 'finds an exploded 2.14.1', (name) => name),
  exploded('exploded-webapp', 'finds an exploded 2.14.1 in a web application', (name) => `WEB-INF/classes/${name}`),
  exploded('exploded-fixed', 'accuses no exploded 2.17.1', (name) => name, asIn2171, '2.17.1'),
  exploded('exploded-classdata', 'finds exploded classes named .classdata', (name) =>
    name.replace(/\.class$/, '.classdata'),
  ),
  exploded('exploded-no-ending', 'finds exploded classes without an ending', (name) => name.replace(/\.class$/, '')),
  exploded('exploded-flat', 'finds classes that somebody put into one folder', (name) =>
    name.endsWith('.class') ? name.slice(name.lastIndexOf('/') + 1) : `other/${name}`,
  ),
  {
    id: 'exploded-in-tar',
    says: 'finds an exploded web application in a tar',
    build: async (workshop) => {
      const files = (await decisiveOf(workshop, '2.14.1')).map((file) => ({
        ...file,
        name: `webapps/ROOT/WEB-INF/classes/${file.name}`,
      }))
      return [{ path: 'app.tar', content: await archived(workshop, 'tar', files) }]
    },
    expected: asIn2141,
  },
  {
    id: 'exploded-zeroed',
    says: 'calls an exploded JndiLookup that was overwritten with zeros neither there nor removed',
    build: async (workshop) =>
      zeroed(await decisiveOf(workshop, '2.14.1')).map(({ name, content }) => ({ path: `classes/${name}`, content })),
    expected: withUnsureLookup,
  },
  {
    id: 'exploded-zeroed-in-tar',
    says: 'says the same of one in a tar',
    build: async (workshop) => {
      const files = zeroed(await decisiveOf(workshop, '2.14.1'))
      const named = files.map((file) => ({ ...file, name: `classes/${file.name}` }))
      return [{ path: 'app.tar', content: await archived(workshop, 'tar', named) }]
    },
    expected: withUnsureLookup,
  },
  {
    id: 'exploded-halved',
    says: 'finds the two halves of an exploded 2.14.1 in two folders',
    build: async (workshop) =>
      (await decisiveOf(workshop, '2.14.1')).map(({ name, content }) => ({
        path: `${name.includes('/lookup/') ? 'one' : 'two'}/${name}`,
        content,
      })),
    expected: { ...asIn2141, components: 2 },
  },
  {
    id: 'exploded-beside',
    says: 'finds a jar that lies beside exploded classes of 2.17.1',
    build: async (workshop) => [
      ...(await decisiveOf(workshop, '2.17.1')).map(({ name, content }) => ({ path: `classes/${name}`, content })),
      { path: 'lib/app.jar', content: zipOf(await decisiveOf(workshop, '2.14.1')) },
      { path: 'notes.tar', content: tarOf([{ name: 'notes.txt', content: 'log4j' }]) },
    ],
    expected: { ...asIn2141, components: 2 },
  },
]
