import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type ArchiveTools, archiveFormats, type Bytes } from '../../src/archive/index.ts'
import type { Gap } from '../../src/core/index.ts'
import { readClassFile, readConfiguration, recogniseClass } from '../../src/log4j/index.ts'
import { archiveTools } from '../../src/node/archive/index.ts'
import { scanDoors } from '../../src/node/scan/doors.ts'
import {
  contentOf,
  defaultScanLimits,
  EmptyContents,
  Examination,
  judgeSbom,
  partsByZero,
  readEnvironment,
  readLaunch,
  recogniseSbom,
} from '../../src/scan/index.ts'
import { damaged, type Hot, withTarChecksums } from '../kit/archives/damaged.ts'
import { iso9660Of } from '../kit/archives/iso9660.ts'
import { zipQuine } from '../kit/archives/quine.ts'
import { rar5Of } from '../kit/archives/rar5.ts'
import { recorded } from '../kit/archives/recorded.ts'
import { rpmOf } from '../kit/archives/rpm.ts'
import { vulnerableClasses, vulnerableJar } from '../kit/archives/vulnerable-jar.ts'
import { wrappers } from '../kit/archives/wrap.ts'
import { type ZipMember, zipOf } from '../kit/archives/zip.ts'
import { zstdFrame } from '../kit/archives/zstd-frame.ts'
import { chance } from '../kit/chance.ts'
import { classFile } from '../kit/class-file.ts'
import { tarOf } from '../kit/tar.ts'

/** What engines keep of their own is below. */
const growthAllowed = 8_000_000
/** Tight, so that what swells is stopped early. A file that comes near to this time hangs. */
const limits = {
  ...defaultScanLimits,
  ...{ depth: 8, entries: 20_000, inflatedBytes: 2 ** 21, ratioFloorBytes: 2 ** 21 },
  ...{ memoryBytes: 2 ** 20, spoolBytes: 2 ** 21, millis: 20_000 },
}
/** Of one file of at most 128 KiB: an honest reader asks for each of its parts a few times. */
const mostReads = 50_000

/** Reads one file and says in a word what became of it; throws where it should not. */
type Read = (bytes: Uint8Array) => string
interface Family {
  readonly name: string
  readonly count: number
  readonly seeds: readonly Uint8Array[]
  /** What must each be the answer to at least one in a thousand: of what has checksums little is read in full. */
  readonly outcomes: readonly string[]
  /** Where its headers lie. */
  readonly hot?: Hot
  /** Undoes part of the damage, so that the rest is reached: for every second file. */
  readonly mend?: (bytes: Uint8Array) => Uint8Array
}

const ours = 'Lorg/apache/logging/log4j/core/config/plugins/Plugin;'
const annotated = classFile({
  name: 'org/x/A',
  literals: ['java:comp/env/'],
  calls: ['java/net/URI.getScheme()Ljava/lang/String;'],
  annotations: [
    { type: ours, values: { name: 'jndi', nested: ['a', ['b'], { type: ours, values: { x: 'c', y: 7 } }] } },
  ],
  methods: [{ name: 'a', descriptor: '(I)V', parameterAnnotations: [[{ type: ours, values: { v: 'd' } }], []] }],
})

const jar = zipOf([
  { name: 'a/B.class', content: classFile({ name: 'a/B', literals: ['java:comp/env/', 'x'.repeat(200)] }) },
  { name: 'a.txt', content: 'nothing '.repeat(40) },
])
const classes = Object.values(vulnerableClasses)
const members = Object.entries(vulnerableClasses).map(([name, content]) => ({ name, content }))
const texts = [
  { name: 'META-INF/MANIFEST.MF', content: 'Manifest-Version: 1.0\r\nImplementation-Title: Apache Log4j Core\r\n\r\n' },
  {
    name: 'META-INF/maven/org.apache.logging.log4j/log4j-core/pom.properties',
    content: 'groupId=org.apache.logging.log4j\nartifactId=log4j-core\nversion=2.14.1\n',
  },
  {
    name: 'log4j2.xml',
    content:
      '<Configuration><Appenders><JDBC name="a"/><PatternLayout pattern="$${ctx:a} %m"/></Appenders></Configuration>',
  },
]
const files = [...texts, { name: 'lib/a.jar', content: jar }]
/** In every form that a zip may have. */
const zips = (content: readonly ZipMember[]): readonly Uint8Array[] => [
  ...[zipOf(content), zipOf(content, { zip64: true }), zipOf(content, { stub: 'MZ stub' })],
  ...[zipOf(content, { directory: false }), zipOf(content, { disk: 1 }), zipOf(content, { comment: 'c'.repeat(99) })],
  ...[{ descriptor: true }, { flags: 1 }].map((form) => zipOf(content.map((member) => ({ ...member, ...form })))),
]
const recordedAs = (...names: readonly string[]): readonly Uint8Array[] => names.map(recorded)
const packed = (wrapper: string): Buffer => wrappers[wrapper]!('lib/a.jar', jar)
const cpio = packed('cpio')

const readOrGap = ['read', 'gap']
const archives: readonly Family[] = [
  {
    name: 'zip',
    count: 36_000,
    seeds: [
      ...zips([{ name: 'a/B.class', content: annotated }, ...texts.slice(2)]),
      zipQuine(),
      zipOf([{ name: 'BOOT-INF/lib/a.jar', content: jar, method: 'store' }]),
      zipOf([{ name: 'a', content: '', method: 93, raw: zstdFrame(jar) }]),
    ],
    outcomes: readOrGap,
  },
  {
    name: 'zips packed otherwise',
    count: 2_000,
    seeds: recordedAs('lzma.zip', 'xz.zip', 'deflate64.zip', 'ppmd.zip', 'encrypted-aes.zip', 'zip64.zip'),
    outcomes: readOrGap,
  },
  { name: 'jars of Log4j', count: 300, seeds: [vulnerableJar(), zipOf([...texts, ...members])], outcomes: readOrGap },
  {
    name: 'tar',
    count: 20_000,
    seeds: [
      tarOf([{ name: 'a/B.class', content: annotated }]),
      tarOf(files.slice(2)),
      ...recordedAs('gnu.tar', 'pax.tar', 'v7.tar', 'sparse-pax.tar'),
    ],
    outcomes: readOrGap,
    mend: withTarChecksums,
  },
  { name: 'ar', count: 12_000, seeds: [packed('ar'), ...recordedAs('gnu.ar', 'bsd.ar')], outcomes: readOrGap },
  { name: 'deb', count: 300, seeds: recordedAs('gzip.deb', 'xz.deb'), outcomes: readOrGap },
  { name: 'cpio', count: 12_000, seeds: [cpio, ...recordedAs('odc.cpio', 'crc.cpio')], outcomes: readOrGap },
  {
    name: 'rpm',
    count: 3_000,
    seeds: [rpmOf('a', 'gzip', gzipSync(cpio)), rpmOf('a', 'none', cpio)],
    outcomes: readOrGap,
  },
  {
    name: 'iso9660',
    count: 1_500,
    // Smaller ones are not asked for.
    seeds: [
      iso9660Of([
        { name: 'A.JAR', content: jar },
        { name: 'B', content: new Uint8Array(24_000) },
      ]),
    ],
    hot: [32_768, 45_056],
    outcomes: readOrGap,
  },
  {
    name: 'gzip',
    count: 6_000,
    seeds: [gzipSync(jar), gzipSync(tarOf(files)), ...recordedAs('content.gz')],
    outcomes: readOrGap,
  },
  {
    name: 'xz',
    count: 8_000,
    seeds: [packed('xz'), ...recordedAs('content.xz', 'content-x86.xz', 'content-sha256.xz')],
    outcomes: readOrGap,
  },
  { name: 'lzma', count: 2_000, seeds: recordedAs('content.lzma', 'content-stream.lzma'), outcomes: readOrGap },
  {
    name: 'zstd',
    count: 3_000,
    seeds: [packed('zstd'), ...recordedAs('content.zst', 'content-dictionary.zst', 'content-window2g.zst')],
    outcomes: readOrGap,
  },
  {
    name: 'lz4',
    count: 12_000,
    seeds: [packed('lz4'), ...recordedAs('content-legacy.lz4', 'content-linked.lz4')],
    outcomes: readOrGap,
  },
  { name: 'bzip2', count: 300, seeds: recordedAs('content.bz2'), outcomes: readOrGap },
  { name: 'shell', count: 4_000, seeds: [packed('shell')], outcomes: readOrGap },
  {
    name: '7z',
    count: 3_000,
    seeds: recordedAs('copy.7z', 'ppmd.7z', 'bcj.7z', 'solid.7z', 'encrypted.7z', 'encrypted-names.7z'),
    outcomes: readOrGap,
  },
  {
    name: 'rar',
    count: 2_000,
    seeds: [
      rar5Of([{ name: 'a.jar', content: jar }]),
      ...recordedAs('rar5-solid.rar', 'rar5-subdirs.rar', 'rar5-psw.rar', 'rar3-subdirs.rar', 'rar3-solid.rar'),
    ],
    outcomes: readOrGap,
  },
  { name: 'cab', count: 1_500, seeds: recordedAs('square.cab'), outcomes: readOrGap },
  {
    name: 'jimage',
    count: 12_000,
    seeds: recordedAs('plain.jimage', 'compact-cp.jimage', 'zip.jimage', 'big-endian.jimage'),
    outcomes: readOrGap,
  },
  { name: 'pack200', count: 500, seeds: [Uint8Array.of(0xca, 0xfe, 0xd0, 0x0d, 7, 0xa8, 1, 2)], outcomes: ['gap'] },
]

const text = (content: string): Uint8Array => new TextEncoder().encode(content)
const configurations: Readonly<Record<string, string>> = {
  'log4j2.xml': texts[2]?.content ?? '',
  'log4j2.json': '{"configuration":{"appenders":{"JDBC":{"name":"a"},"PatternLayout":{"pattern":"$${ctx:a} %m"}}}}',
  'log4j2.yaml':
    'Configuration:\n  Appenders:\n    JDBC:\n      name: a\n    PatternLayout:\n      pattern: "$${ctx:a} %m"\n',
  'log4j2.properties': 'appender.a.type = JDBC\nappender.a.layout.pattern = $${ctx:a} \\\n  %m\n',
  'log4j.properties': 'log4j.appender.a=org.apache.log4j.net.JMSAppender\nlog4j.appender.a.layout=x\n',
  'log4j.xml':
    '<log4j:configuration><appender name="a" class="org.apache.log4j.net.JMSAppender"/></log4j:configuration>',
  'logback.xml': '<configuration><insertFromJNDI env-entry-name="java:comp/env/a" as="a"/></configuration>',
  'application.yml': 'logging:\n  config: "https://a.test/log4j2.xml"\nlog4j2.formatMsgNoLookups: true\n',
}

const purl = 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1'
const lists = [
  JSON.stringify({ bomFormat: 'CycloneDX', components: [{ name: 'log4j-core', purl, components: [{ purl }] }] }),
  `<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component><purl>${purl}</purl></component></components></bom>`,
  `{"spdxVersion":"SPDX-2.3","packages":[{"name":"x","externalRefs":[{"referenceType":"purl","referenceLocator":"${purl}"}]}]}`,
  `SPDXVersion: SPDX-2.3\nPackageName: x\nExternalRef: PACKAGE-MANAGER purl ${purl}\n`,
]

const commandLines = [
  'java\0-cp\0lib/*:app.jar\0-Dlog4j2.formatMsgNoLookups=true\0-javaagent:a.jar=x\0com.acme.Main\0--secret\0',
  "java\0@args\0--module-path=mods\0-m\0a/b.C\0\0JAVA_TOOL_OPTIONS=\"-Dlog4j.x='a b'\" -cp 'c d'\0LOG4J_X=1\0",
  '/usr/bin/java\0-Xbootclasspath/a:b.jar\0-jar\0app.jar\0',
]

/** Everything that is read beside archives. */
const others: readonly (Family & { readonly read: Read })[] = [
  {
    name: 'class files',
    count: 75_000,
    seeds: [...classes, annotated],
    outcomes: ['class', 'corrupt'],
    read(bytes) {
      recogniseClass('A.class', bytes, null)
      return readClassFile(bytes).is
    },
  },
  ...Object.entries(configurations).map(([name, content]) => ({
    name,
    count: 2_000,
    seeds: [text(content)],
    outcomes: ['settings', 'nothing'],
    read: (bytes: Uint8Array) => (readConfiguration(name, bytes).length > 0 ? 'settings' : 'nothing'),
  })),
  {
    name: 'lists of parts',
    count: 3_000,
    seeds: lists.map(text),
    outcomes: ['judged', 'gap', 'nothing'],
    read(bytes) {
      const kind = recogniseSbom(bytes)
      const results = kind === null ? [] : [...judgeSbom(kind, 'bom', bytes)]
      refuseDefects(results.flatMap((result) => (result.is === 'gap' ? [result.gap] : [])))
      return results[0]?.is ?? 'nothing'
    },
  },
  {
    name: 'command lines of JVMs',
    count: 20_000,
    seeds: commandLines.map(text),
    outcomes: ['class path', 'none'],
    read(bytes) {
      const whole = new TextDecoder('latin1').decode(bytes)
      const { classPath } = readLaunch(partsByZero(bytes), readEnvironment(bytes), () => whole)
      return classPath.length > 0 ? 'class path' : 'none'
    },
  },
]

const tools = archiveTools()
/** Those of a scan, which stop at what they undo beyond all limits. */
const watchedTools: ArchiveTools = {
  libarchive: (format, input) => tools.libarchive(format, input),
  *decompress(compression, pieces) {
    let came = 0
    for (const piece of tools.decompress(compression, pieces)) {
      came += piece.length
      if (came > limits.inflatedBytes + 2 ** 24) throw new Error(`${compression} gave ${came} bytes and went on`)
      yield piece
    }
  },
}
const doors = scanDoors(archiveFormats, watchedTools)
const options = { limits, deep: false, quick: false }

/** As a thread of a scan reads a file without a telling name. */
function examined(bytes: Uint8Array): string {
  const gaps: Gap[] = []
  const sink = {
    judged: () => undefined,
    gap: (gap: Gap) => void gaps.push(gap),
    archive: () => undefined,
    leftClosed: () => undefined,
  }
  const wasArchive = new Examination(doors, options, sink, EmptyContents.alone(), bytes.length).run(
    'file',
    contentOf('file', watched(bytes)),
  )
  refuseDefects(gaps)
  if (!wasArchive) return 'no archive'
  return gaps.length > 0 ? 'gap' : 'read'
}

function watched(bytes: Uint8Array): Bytes {
  let reads = 0
  return {
    size: bytes.length,
    read(offset, length) {
      if (++reads > mostReads) throw new Error(`it was read ${reads} times`)
      return bytes.subarray(offset, offset + length)
    },
  }
}

/** What broke inside of us is told as a gap too, so that a scan goes on; here it is a failure. */
function refuseDefects(gaps: readonly Gap[]): void {
  for (const { because, detail } of gaps) {
    if (because === 'too-slow' || detail.includes('unexpected: ')) throw new Error(`${because}: ${detail}`)
  }
}

/** How often each answer was given, and by how many bytes the heap grew in the second half. */
async function fuzz({ name, count, seeds, hot, mend }: Family, read: Read) {
  const luck = chance(name.length)
  const answers = new Map<string, number>()
  let before = 0
  for (let i = 0; i < count; i++) {
    if (i === Math.floor(count / 2)) before = await heapAfterTurns()
    // As a thread of a scan does, so that Node lets go of streams that broke off.
    if (i % 500 === 0) await new Promise((resolve) => setImmediate(resolve))
    const bytes = damaged(seeds, luck, hot)
    const answer = read(mend !== undefined && i % 2 === 0 ? mend(bytes) : bytes)
    answers.set(answer, (answers.get(answer) ?? 0) + 1)
  }
  return { answers, growth: (await heapAfterTurns()) - before }
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** What is let go of is gone after a few turns of the loop. */
async function heapAfterTurns(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    collect()
  }
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics()
  return heap + external
}

function expectAnswers({ outcomes, count }: Family, answers: ReadonlyMap<string, number>): void {
  for (const outcome of outcomes) expect(answers.get(outcome) ?? 0, outcome).toBeGreaterThan(count / 1_000)
}

describe('damaged files are each read as far as they go, and nothing is kept of them', () => {
  test.for(archives)('$count of $name', { timeout: 120_000 }, async (family) => {
    const { answers, growth } = await fuzz(family, examined)

    expectAnswers(family, answers)
    expect(growth).toBeLessThan(growthAllowed)
  })

  test.each(others)(
    '$count of $name',
    async (family) => {
      const { answers, growth } = await fuzz(family, family.read)

      expectAnswers(family, answers)
      expect(growth).toBeLessThan(growthAllowed)
    },
    120_000,
  )

  test('at least 200,000 archives and classes, and archives of every format', () => {
    const counted = [...archives, ...others.filter(({ name }) => name === 'class files')]
    const claimed = archives.flatMap(({ seeds }) =>
      seeds.flatMap(
        (seed) => archiveFormats.find((format) => format.claims(seed.subarray(0, format.headBytes)))?.id ?? [],
      ),
    )

    expect(counted.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(200_000)
    expect(archiveFormats.map(({ id }) => id).filter((id) => !claimed.includes(id))).toEqual([])
  })
})
