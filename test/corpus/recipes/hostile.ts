import { constants, deflateRawSync } from 'node:zlib'
import { zipQuine } from '../../kit/archives/quine.ts'
import { zipOf } from '../../kit/archives/zip.ts'
import { asIn2141, flawsOf2141, type Recipe } from '../recipe.ts'
import { holding, vulnerable } from '../vulnerable.ts'

/** Zeros by the gibibyte in a few megabytes: a piece of deflate that ends at a whole byte, over and over. */
function manyZeros(mebibytes: number): Buffer {
  const piece = deflateRawSync(Buffer.alloc(2 ** 20), { finishFlush: constants.Z_FULL_FLUSH })
  return Buffer.concat([...Array.from({ length: mebibytes }, () => piece), deflateRawSync('')])
}

/** Files that want to end the run, each with something to find behind it. */
export const hostile: readonly Recipe[] = [
  {
    id: 'holds-itself',
    says: 'refuses an archive that holds itself to any depth, and finds what lies beside it',
    build: async (workshop) => [
      { path: 'a/r.zip', content: zipQuine() },
      { path: 'b/app.jar', content: await vulnerable(workshop) },
    ],
    expected: { ...asIn2141, gaps: ['holds-itself'] },
  },
  {
    id: 'bomb',
    says: 'gives up a bomb of 3 GiB, and finds what lies beside it',
    build: async (workshop) => {
      const size = 3 * 2 ** 30
      const inner = zipOf([{ name: 'a.jar', raw: manyZeros(3 * 1024), claims: { size, crc32: 1 } }])
      return [
        { path: 'a/bomb.jar', content: zipOf([{ name: 'inner.jar', content: inner }]) },
        { path: 'b/app.jar', content: await vulnerable(workshop) },
      ]
    },
    expected: { ...asIn2141, gaps: ['too-large'] },
  },
  {
    id: 'long-names',
    says: 'finds the jar behind names of 65,535 bytes and of nothing',
    build: async (workshop) => {
      const long = Array.from({ length: 20 }, (_, i) => ({ name: `${i}`.padEnd(65_535, 'n'), content: 'x' }))
      return [
        {
          path: 'app.zip',
          content: zipOf([
            ...long,
            { name: '', content: 'x' },
            { name: 'log4j.jar', content: await vulnerable(workshop) },
          ]),
        },
      ]
    },
    expected: asIn2141,
  },
  holding(
    'zip-64-claims',
    'finds the jar beside an entry that claims to be of 2 GiB and is not',
    'app.zip',
    (jar) =>
      zipOf([
        { name: 'huge.jar', content: 'PK', claims: { size: 2 ** 31, packed: 2 ** 31 } },
        { name: 'log4j.jar', content: jar },
      ]),
    { affected: flawsOf2141, components: 1, gaps: ['truncated'] },
  ),
]
