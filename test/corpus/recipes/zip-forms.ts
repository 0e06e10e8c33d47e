import { readZip, type ZipContent } from '../../kit/archives/read-zip.ts'
import { type ZipForm, type ZipMember, zipOf } from '../../kit/archives/zip.ts'
import { asIn2141, core, type Expected, type Recipe } from '../recipe.ts'

/** The jar of 2.14.1, written again in another form. */
const rewritten = (
  id: string,
  says: string,
  form: ZipForm | ((bytes: Buffer) => Buffer),
  { member = (file) => file, expected = asIn2141, path = 'app.jar' }: Rewriting = {},
): Recipe => ({
  id,
  says,
  build: (releases) => {
    const jar = releases.jar(core('2.14.1'))
    if (typeof form === 'function') return [{ path, content: form(jar) }]
    return [{ path, content: zipOf(readZip(jar).map(member), form) }]
  },
  expected,
})

interface Rewriting {
  readonly member?: (file: ZipContent) => ZipMember
  readonly expected?: Expected
  readonly path?: string
}

const script = '#!/bin/sh\nexec java -jar "$0" "$@"\n'
const isLookup = ({ name }: ZipContent): boolean => name.endsWith('/JndiLookup.class')

/** The zip format in its legal and illegal variety. */
export const zipForms: readonly Recipe[] = [
  rewritten(
    'zip-stored',
    'finds it where nothing is compressed',
    {},
    { member: (file) => ({ ...file, method: 'store' }) },
  ),
  rewritten(
    'zip-descriptor',
    'finds it where sizes follow the content',
    {},
    {
      member: (file) => ({ ...file, descriptor: true }),
    },
  ),
  rewritten('zip-64', 'finds it where sizes are those of ZIP64', { zip64: true }),
  rewritten('zip-comment', 'finds it behind a comment of the greatest length', { comment: 'c'.repeat(65_535) }),
  rewritten('zip-prefix', 'finds it in a self-executing jar', { prefix: script }),
  rewritten(
    'zip-prefix-bare',
    'finds it in a self-executing jar without extension',
    { prefix: script },
    { path: 'app' },
  ),
  rewritten('zip-stub', 'finds it behind a stub that its offsets do not count', { stub: script }),
  rewritten(
    'zip-stub-elf',
    'finds it behind a program of 200 kB without extension',
    {
      stub: Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46]), Buffer.alloc(200_000, 0x90)]),
    },
    { path: 'launcher' },
  ),
  rewritten('zip-suffix', 'finds it where something follows the end', { suffix: 'x'.repeat(1_000) }),
  rewritten(
    'zip-no-directory',
    'finds it without a central directory, and says so',
    { directory: false },
    {
      expected: { ...asIn2141, gaps: ['truncated'] },
    },
  ),
  rewritten(
    'zip-half',
    'says of half a jar what its classes show, and leaves open what the lost half decides',
    (jar) => jar.subarray(0, jar.length / 2),
    {
      expected: {
        affected: ['CVE-2021-45105', 'CVE-2021-44832'],
        open: ['CVE-2021-44228', 'CVE-2021-45046'],
        components: 1,
        gaps: ['truncated'],
      },
    },
  ),
  rewritten('zip-cut-directory', 'finds it where the last 100 bytes are gone', (jar) => jar.subarray(0, -100), {
    expected: { ...asIn2141, gaps: ['truncated'] },
  }),
  rewritten(
    'zip-encrypted',
    'knows encrypted classes by their checksums, and says that they are encrypted',
    {},
    {
      member: (file) => ({ ...file, flags: 1 }),
      expected: { ...asIn2141, gaps: ['encrypted'] },
    },
  ),
  rewritten(
    'zip-dirs',
    'finds it where names begin with ./',
    {},
    {
      member: (file) => ({ ...file, name: `./${file.name}` }),
    },
  ),
  rewritten(
    'zip-backslash',
    'finds it where names have backslashes',
    {},
    {
      member: (file) => ({ ...file, name: file.name.replaceAll('/', '\\') }),
    },
  ),
  rewritten(
    'zip-parent',
    'finds it where names lead out of the archive',
    {},
    {
      member: (file) => ({ ...file, name: `../../../${file.name}` }),
    },
  ),
  rewritten(
    'zip-nul',
    'finds it beside a name with NUL',
    {},
    {
      member: (file) => (file.name.endsWith('.dtd') ? { ...file, name: 'a\0b' } : file),
    },
  ),
  rewritten(
    'zip-method',
    'finds it where one other entry is packed by an unknown method',
    {},
    {
      member: (file) => (file.name.endsWith('.xsd') ? { ...file, method: 97 } : file),
      expected: { ...asIn2141, gaps: ['unsupported'] },
    },
  ),
  rewritten(
    'zip-bad-stream',
    'knows a class by its checksum where its stream is corrupt, and says so',
    {},
    {
      member: (file) => (file.name.endsWith('/JndiManager.class') ? { ...file, raw: Buffer.alloc(500, 0xff) } : file),
      expected: { ...asIn2141, gaps: ['malformed'] },
    },
  ),
  rewritten(
    'zip-lookup-unknown-method',
    'knows the lookup by its checksum where its method is unknown',
    {},
    {
      member: (file) => (isLookup(file) ? { ...file, method: 97 } : file),
      expected: { ...asIn2141, gaps: ['unsupported'] },
    },
  ),
]
