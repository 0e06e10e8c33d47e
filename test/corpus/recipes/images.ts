import { dockerArchiveOf, type ImageRecipe, ociLayoutOf, tarOfFiles } from '../../kit/image.ts'
import { asIn2141, asIn2171, core, type Expected, type Planted, type Recipe } from '../recipe.ts'
import { vulnerable } from '../vulnerable.ts'
import { compressed, type Workshop } from '../workshop.ts'

const jarPath = 'opt/app/lib/log4j-core.jar'
const base = { createdBy: 'COPY base', files: [{ name: 'etc/os-release', content: 'NAME=Fireline\n' }] }

const image = (...layers: ImageRecipe['layers']): ImageRecipe => ({
  reference: 'registry.example/app:1.2',
  layers: [base, ...layers],
})

const withJar = async (workshop: Workshop): Promise<ImageRecipe> =>
  image({ createdBy: 'COPY app', files: [{ name: jarPath, content: await vulnerable(workshop) }] })

const recipe = (
  id: string,
  says: string,
  build: (workshop: Workshop) => Promise<readonly Planted[]>,
  expected: Expected = asIn2141,
): Recipe => ({ id, says, build, expected })

const planted = (files: ReadonlyMap<string, Buffer>): readonly Planted[] =>
  [...files].map(([path, content]) => ({ path: `layout/${path}`, content }))

/** Container images, as files and as folders. */
export const images: readonly Recipe[] = [
  recipe('image-docker', 'finds a jar in what docker save writes', async (workshop) => [
    { path: 'image.tar', content: dockerArchiveOf([await withJar(workshop)]) },
  ]),
  recipe('image-docker-gz', 'finds a jar in what docker save writes, gzipped', async (workshop) => [
    { path: 'image.tar.gz', content: await compressed(workshop, 'gz', dockerArchiveOf([await withJar(workshop)])) },
  ]),
  recipe('image-oci-folder', 'finds a jar in an OCI layout whose blobs have no extension', async (workshop) =>
    planted(ociLayoutOf([await withJar(workshop)])),
  ),
  recipe('image-oci-tar', 'finds a jar in a tar of an OCI layout', async (workshop) => [
    { path: 'image.tar', content: tarOfFiles(ociLayoutOf([await withJar(workshop)])) },
  ]),
  recipe(
    'image-replaced',
    'accuses no image in which a layer above has 2.17.1 in the place of 2.14.1, and tells of both',
    async (workshop) => {
      const fixed = await workshop.jar(core('2.17.1'))
      const old = await withJar(workshop)
      const above = { createdBy: 'COPY fix', files: [{ name: jarPath, content: fixed }] }
      return [{ path: 'image.tar', content: dockerArchiveOf([{ ...old, layers: [...old.layers, above] }]) }]
    },
    { ...asIn2171, components: 2 },
  ),
  recipe(
    'image-fixed',
    'accuses no image that has 2.17.1',
    async (workshop) => {
      const fixed = await workshop.jar(core('2.17.1'))
      const layer = { createdBy: 'COPY app', files: [{ name: jarPath, content: fixed }] }
      return [{ path: 'image.tar', content: dockerArchiveOf([image(layer)]) }]
    },
    asIn2171,
  ),
]
