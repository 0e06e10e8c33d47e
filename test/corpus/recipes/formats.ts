import { iso9660Of } from '../../kit/archives/iso9660.ts'
import { rar5Of } from '../../kit/archives/rar5.ts'
import { rpmOf } from '../../kit/archives/rpm.ts'
import { zipOf } from '../../kit/archives/zip.ts'
import { tarOf } from '../../kit/tar.ts'
import { asIn2141, type Expected, type Recipe } from '../recipe.ts'
import { holding } from '../vulnerable.ts'
import { archived, compressed, type Workshop } from '../workshop.ts'

const text = { name: 'README', content: Buffer.from('nothing to see here\n'.repeat(50)) }
const jarIn = (name: string, jar: Uint8Array) => [text, { name, content: jar }]

/** Archives by another hand than ours: Apache Commons Compress. */
const archives = [
  ['tar', 'tar', 'opt/app/lib/log4j-core-2.14.1.jar'],
  ['tar gnu', 'tar', 'opt/app/lib/log4j-core-2.14.1.jar'],
  ['tar', 'TAR', `${'a-folder-with-a-long-name/'.repeat(12)}log4j.jar`],
  ['tar gnu', 'tar', `${'a-folder-with-a-long-name/'.repeat(12)}log4j.jar`],
  ['cpio', 'cpio', 'lib/log4j.jar'],
  ['cpio crc', 'cpio', 'lib/log4j.jar'],
  ['cpio odc', 'cpio', 'lib/log4j.jar'],
  ['ar', 'a', 'log4j.jar'],
  ['ar bsd', 'a', 'log4j-core-2.14.1-with-a-long-name.jar'],
  ['zip', 'zip', 'lib/log4j.jar'],
  ['zip zip64', 'zip', 'lib/log4j.jar'],
  ['7z LZMA2', '7z', 'lib/log4j.jar'],
  ['7z LZMA', '7z', 'lib/log4j.jar'],
  ['7z BZIP2', '7z', 'lib/log4j.jar'],
  ['7z DEFLATE', '7z', 'lib/log4j.jar'],
  ['7z COPY', '7z', 'lib/log4j.jar'],
] as const

const compressions = ['gz', 'bz2', 'xz', 'lzma', 'zst', 'lz4']

const inTar = (jar: Buffer, workshop: Workshop): Promise<Buffer> =>
  archived(workshop, 'tar gnu', jarIn('lib/log4j.jar', jar))

/** A Debian package (deb(5)): an ar of three. */
async function debOf(jar: Buffer, workshop: Workshop, compression: string): Promise<Buffer> {
  const control = await compressed(workshop, 'gz', tarOf([{ name: './control', content: 'Package: app\n' }]))
  const data = tarOf([{ name: './usr/share/java/log4j-core.jar', content: jar }])
  return archived(workshop, 'ar', [
    { name: 'debian-binary', content: Buffer.from('2.0\n') },
    { name: 'control.tar.gz', content: control },
    { name: `data.tar.${compression}`, content: await compressed(workshop, compression, data) },
  ])
}

async function rpmWith(jar: Buffer, workshop: Workshop, compression: string, compressor: string): Promise<Buffer> {
  const payload = await archived(workshop, 'cpio', [{ name: './usr/share/java/log4j.jar', content: jar }])
  return rpmOf('app', compressor, await compressed(workshop, compression, payload))
}

/** The beginning of what makeself 2.5 writes, shortened; `skip` is the number of its lines. */
const installer = (payload: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(
      '#!/bin/sh\n# This script was generated using Makeself 2.5.0\numask 077\nskip="7"\nlabel="App"\n' +
        'tail -n +"$skip" "$0" | gzip -cd | tar xf -\nexit 0\n',
    ),
    payload,
  ])

const unread: Expected = { affected: [], components: 0, gaps: ['encrypted'] }

/** Everything that is no zip, in which a jar may lie. */
export const formats: readonly Recipe[] = [
  ...archives.map(([format, ending, name], index) =>
    holding(
      `format-${index}-${format.replace(' ', '-').toLowerCase()}`,
      `finds a jar in ${format}${name.length > 100 ? ', under a long name' : ''}`,
      `app.${ending}`,
      (jar, workshop) => archived(workshop, format, jarIn(name, jar)),
    ),
  ),
  ...compressions.flatMap((compression) => [
    holding(
      `tar-${compression}`,
      `finds a jar in a tar in ${compression}`,
      `app.tar.${compression}`,
      async (jar, workshop) => compressed(workshop, compression, await inTar(jar, workshop)),
    ),
    holding(
      `bare-${compression}`,
      `finds a jar that is compressed by ${compression} and nothing else`,
      `log4j-core.jar.${compression}`,
      (jar, workshop) => compressed(workshop, compression, jar),
    ),
    holding(
      `unnamed-${compression}`,
      `finds a jar in a tar in ${compression}, under a name that says nothing`,
      'backup',
      async (jar, workshop) => compressed(workshop, compression, await inTar(jar, workshop)),
    ),
  ]),
  holding('tgz', 'finds a jar in a .tgz', 'app.tgz', async (jar, workshop) =>
    compressed(workshop, 'gz', await inTar(jar, workshop)),
  ),
  ...['gz', 'bz2', 'xz', 'zst', 'lz4'].map((compression) =>
    holding(
      `members-${compression}`,
      `finds a jar that begins in one member of a ${compression} and ends in the next`,
      `log4j.jar.${compression}`,
      (jar, workshop) => compressed(workshop, compression, jar.subarray(0, 100_000), jar.subarray(100_000)),
    ),
  ),
  holding(
    'sevenz-password',
    'says that an encrypted 7z could not be read',
    'app.7z',
    (jar, workshop) => archived(workshop, '7z password', jarIn('lib/log4j.jar', jar)),
    unread,
  ),
  holding('rar5', 'finds a jar in a RAR 5', 'app.rar', (jar) => rar5Of(jarIn('lib/log4j.jar', jar))),
  holding('iso', 'finds a jar on a disc image', 'app.iso', (jar) => iso9660Of(jarIn('LOG4J.JAR', jar))),
  holding('iso-unnamed', 'finds a jar on a disc image, under a name that says nothing', 'disc', (jar) =>
    iso9660Of(jarIn('LOG4J.JAR', jar)),
  ),
  ...['gz', 'xz', 'zst', 'bz2'].map((compression) =>
    holding(`deb-${compression}`, `finds a jar in a deb (${compression})`, 'app.deb', (jar, workshop) =>
      debOf(jar, workshop, compression),
    ),
  ),
  ...Object.entries({ gz: 'gzip', bz2: 'bzip2', xz: 'xz', lzma: 'lzma', zst: 'zstd' }).map(([ending, compressor]) =>
    holding(`rpm-${ending}`, `finds a jar in an rpm (${compressor})`, 'app.rpm', (jar, workshop) =>
      rpmWith(jar, workshop, ending, compressor),
    ),
  ),
  ...['gz', 'bz2', 'xz', 'zst'].map((compression) =>
    holding(
      `run-${compression}`,
      `finds a jar in a shell installer (${compression})`,
      'app.run',
      async (jar, workshop) => installer(await compressed(workshop, compression, await inTar(jar, workshop))),
    ),
  ),
  holding('run-unnamed', 'finds a jar in a shell installer without extension', 'setup', async (jar, workshop) =>
    installer(await compressed(workshop, 'gz', await inTar(jar, workshop))),
  ),
  holding('run-tar', 'finds a jar in a shell installer that is not compressed', 'app.bin', async (jar, workshop) =>
    installer(await inTar(jar, workshop)),
  ),
  holding('odd-7z-in-zip-in-cpio', 'finds a jar in a 7z in a zip in a cpio', 'app.cpio', async (jar, workshop) => {
    const seven = await archived(workshop, '7z LZMA2', jarIn('lib/log4j.jar', jar))
    return archived(workshop, 'cpio', jarIn('dist.zip', zipOf([{ name: 'app.7z', content: seven }])))
  }),
  holding('odd-deb-in-iso', 'finds a jar in a deb on a disc image', 'disc.iso', async (jar, workshop) =>
    iso9660Of([{ name: 'APP.DEB', content: await debOf(jar, workshop, 'xz') }]),
  ),
  holding('odd-rpm-in-war', 'finds a jar in an rpm in a war', 'app.war', async (jar, workshop) =>
    zipOf([{ name: 'WEB-INF/agent.rpm', content: await rpmWith(jar, workshop, 'zst', 'zstd') }]),
  ),
  holding('odd-tars', 'finds a jar in a tar in a tar.zst in a tar.xz', 'app.tar.xz', async (jar, workshop) => {
    const inner = await compressed(workshop, 'zst', tarOf(jarIn('app.tar', await inTar(jar, workshop))))
    return compressed(workshop, 'xz', tarOf(jarIn('app.tar.zst', inner)))
  }),
  holding('odd-rar-in-7z', 'finds a jar in a RAR in a 7z', 'app.7z', (jar, workshop) =>
    archived(workshop, '7z COPY', jarIn('app.rar', rar5Of(jarIn('log4j.jar', jar)))),
  ),
  holding('odd-run-in-tgz', 'finds a jar in an installer in a tgz', 'app.tgz', async (jar, workshop) =>
    compressed(
      workshop,
      'gz',
      tarOf(jarIn('setup', installer(await compressed(workshop, 'xz', await inTar(jar, workshop))))),
    ),
  ),
  holding('odd-gz-in-gz', 'finds a jar in a gzip in a gzip in a zip', 'app.zip', async (jar, workshop) =>
    zipOf([{ name: 'a', content: await compressed(workshop, 'gz', await compressed(workshop, 'gz', jar)) }]),
  ),
  holding(
    'cut-tgz',
    'finds what came before the end of a tgz that was cut off',
    'app.tgz',
    async (jar, workshop) => {
      const whole = await compressed(workshop, 'gz', tarOf([{ name: 'a.jar', content: jar }, text]))
      return whole.subarray(0, -60)
    },
    { ...asIn2141, gaps: ['truncated'] },
  ),
]
