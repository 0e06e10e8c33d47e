import { execFileSync } from 'node:child_process'
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { rar5Of } from '../../../test/kit/archives/rar5.ts'
import { content, recorded } from '../../../test/kit/archives/recorded.ts'
import { chance } from '../../../test/kit/chance.ts'
import { ArchiveGap, type ArchiveInput, archiveFormats, bytesOf, type Compression } from '../../archive/index.ts'
import { archiveTools } from './index.ts'
import { loadLibarchive } from './libarchive.ts'

const tools = archiveTools()

function undone(compression: Compression, ...pieces: readonly Uint8Array[]): Buffer {
  // What comes is valid until the next is asked for.
  return Buffer.concat(Array.from(tools.decompress(compression, pieces), (piece) => Buffer.from(piece)))
}

/** Half of it repeats at distances from near to far, half is like nothing before. */
const large = ((): Buffer => {
  const luck = chance(11)
  const bytes = Buffer.alloc(3_000_000)
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + luck.below(3_000)
    if (at > 0 && luck.below(2) === 0)
      at += bytes.copy(bytes, at, luck.below(at), Math.min(at, bytes.length - size) + size)
    else for (let i = 0; i < size && at < bytes.length; i++) bytes[at++] = luck.below(256)
  }
  return bytes
})()

/** What the system's own tool makes of it; `null` where it is not installed. */
function packedBy(command: string, args: readonly string[]): Buffer | null {
  try {
    return execFileSync(command, args, { input: large, stdio: ['pipe', 'pipe', 'ignore'], maxBuffer: 2 ** 26 })
  } catch {
    return null
  }
}

describe("what the system's tools pack is undone byte for byte", () => {
  test.for<[Compression, string, readonly string[]]>([
    ['gzip', 'gzip', ['-c1']],
    ['gzip', 'gzip', ['-c9']],
    ['bzip2', 'bzip2', ['-c1']],
    ['bzip2', 'bzip2', ['-c9']],
    ['xz', 'xz', ['-c1']],
    ['xz', 'xz', ['-c6', '--check=sha256']],
    ['xz', 'xz', ['-c6', '-T2', '--block-size=500000']],
    ['lzma', 'xz', ['-c', '--format=lzma']],
    ['zstd', 'zstd', ['-c1q']],
    ['zstd', 'zstd', ['-c19q', '--long=24']],
    ['lz4', 'lz4', ['-c1q']],
    ['lz4', 'lz4', ['-c9q', '-BD', '-B4']],
  ])('%s by %s %j', ([compression, command, args], { skip }) => {
    const packed = packedBy(command, args)
    if (packed === null) return skip(`${command} is not installed here`)

    const pieces = Array.from({ length: Math.ceil(packed.length / 40_000) }, (_, i) =>
      packed.subarray(i * 40_000, (i + 1) * 40_000),
    )
    expect(undone(compression, ...pieces).equals(large)).toBe(true)
    expect(() => undone(compression, packed.subarray(0, packed.length / 2))).toThrow(ArchiveGap)
  })
})

describe('nothing is left of what was undone, though the thread never waits', () => {
  const zipped = gzipSync('nothing '.repeat(200))

  test.each([
    ['whole', zipped],
    ['cut off', zipped.subarray(0, -12)],
    ['left off', zipped],
  ])('%s', (how, bytes) => {
    const before = memory()
    for (let i = 0; i < 1_000; i++) {
      try {
        for (const piece of tools.decompress('gzip', [bytes])) if (how === 'left off' && piece.length > 0) break
      } catch (error) {
        expect(error).toMatchObject({ because: 'truncated' })
      }
    }

    // A buffer of 64 KiB for each would be 65 MB.
    expect(memory() - before).toBeLessThan(6_000_000)
  })

  test('and one that is used again gives what a new one gives', () => {
    const raw = deflateRawSync('first '.repeat(100))
    const [begun] = tools.decompress('deflate-raw', [deflateRawSync(large)])

    expect(begun?.length).toBeGreaterThan(0)
    expect(() => undone('deflate-raw', raw.subarray(0, -2))).toThrow(ArchiveGap)
    expect(() => undone('deflate-raw', Buffer.from([0xff, 0xff]))).toThrow(ArchiveGap)
    expect(undone('deflate-raw', raw).toString()).toBe('first '.repeat(100))
    expect(undone('deflate-raw', ...Array.from(raw, (byte) => Uint8Array.of(byte))).toString()).toBe(
      'first '.repeat(100),
    )
  })
})

test('a dictionary of 1.5 GiB takes no more memory than is used of it', () => {
  const before = memory()
  const pieces = tools.decompress('xz', [recorded('content-dict1536m.xz')])[Symbol.iterator]()
  const first = pieces.next()
  const during = memory() - before

  expect(first.done).toBe(false)
  expect(during).toBeLessThan(20_000_000)
  expect(undone('xz', recorded('content-dict1536m.xz')).equals(content)).toBe(true)
})

describe('without libarchive', () => {
  const seven = recorded('solid.7z')
  const rar = rar5Of([{ name: 'a.txt', content: Buffer.from('a') }])
  const entriesOf = (bytes: Uint8Array, manifest: () => string) => {
    const library = loadLibarchive(manifest)
    const format = archiveFormats.find((each) => each.claims(bytes))
    if (format === undefined) throw new Error('nobody claims it')
    return [...library.entries(format.id, inputOf(bytes))]
  }

  test.each([
    ['7z', seven],
    ['RAR 5', rar],
  ])('%s is a gap that says what to install', (_name, bytes) => {
    const missing = (): string => {
      throw new Error('Cannot find module')
    }

    expect(() => entriesOf(bytes, missing)).toThrow(
      expect.objectContaining({
        because: 'unsupported',
        message: expect.stringMatching(/not installed: npm install libarchive-wasm@1\.2\.0$/) as string,
      }) as Error,
    )
  })
})

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Of objects and of what lies beside them, in bytes. */
function memory(): number {
  collect()
  collect()
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics()
  return heap + external
}

function inputOf(bytes: Uint8Array): ArchiveInput {
  return { name: null, stream: () => [bytes], bytes: () => bytesOf(bytes), passed: () => undefined }
}
