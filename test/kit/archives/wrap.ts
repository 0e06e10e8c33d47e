import { crc32, gzipSync } from 'node:zlib'
import { tarOf } from '../tar.ts'
import { zipOf } from './zip.ts'
import { zstdFrame } from './zstd-frame.ts'

/** Ways to pack one file that need no other tool, each as small as can be. */
export const wrappers: Readonly<Record<string, (name: string, content: Uint8Array) => Buffer>> = {
  zip: (name, content) => zipOf([{ name, content }]),
  'zip, stored': (name, content) => zipOf([{ name, content, method: 'store' }]),
  'zip in Zstandard': (name, content) => zipOf([{ name, content, method: 93, raw: zstdFrame(content) }]),
  tar: (name, content) => tarOf([{ name, content }]),
  gzip: (_name, content) => gzipSync(content),
  zstd: (_name, content) => zstdFrame(content),
  xz: (_name, content) => xzOf(content),
  lz4: (_name, content) => lz4Of(content),
  cpio: (name, content) => cpioOf(name, content),
  ar: (name, content) => arOf(name, content),
  shell: (_name, content) => Buffer.concat([Buffer.from('#!/bin/sh\nexit\n'), gzipSync(content)]),
}

/** A .xz whose blocks are stored, as LZMA2 can; without checksums of the content. */
export function xzOf(content: Uint8Array): Buffer {
  return xzOfChunks(storedChunks(content))
}

/** A .xz of one block that holds these chunks of LZMA2. */
export function xzOfChunks(chunks: readonly Uint8Array[], { dictionary = 22 } = {}): Buffer {
  const flags = Buffer.from([0, 0])
  const start = Buffer.concat([Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), flags, sum(flags)])
  const header = Buffer.from([2, 0, 0x21, 1, dictionary, 0, 0, 0])
  const data = Buffer.concat([...chunks, Buffer.from([0])])
  const index = Buffer.from([0, 0, 0, 0])
  const backward = Buffer.from([1, 0, 0, 0, 0, 0])
  return Buffer.concat([
    ...[start, header, sum(header), data, Buffer.alloc((4 - (data.length % 4)) % 4)],
    ...[index, sum(index), sum(backward), backward, Buffer.from('YZ')],
  ])
}

export function storedChunks(content: Uint8Array): readonly Buffer[] {
  const chunks: Buffer[] = []
  for (let at = 0; at < content.length; at += 65_536) {
    const piece = content.subarray(at, at + 65_536)
    const head = Buffer.from([at === 0 ? 1 : 2, 0, 0])
    head.writeUInt16BE(piece.length - 1, 1)
    chunks.push(Buffer.concat([head, piece]))
  }
  return chunks
}

function lz4Of(content: Uint8Array): Buffer {
  const blocks: Buffer[] = []
  for (let at = 0; at < content.length; at += 65_536) {
    const piece = content.subarray(at, at + 65_536)
    const size = Buffer.alloc(4)
    size.writeUInt32LE((piece.length | 0x80000000) >>> 0)
    blocks.push(size, Buffer.from(piece))
  }
  return Buffer.concat([Buffer.from([4, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82]), ...blocks, Buffer.alloc(4)])
}

function cpioOf(name: string, content: Uint8Array): Buffer {
  const member = (path: string, bytes: Uint8Array): Buffer => {
    const hex = (value: number): string => value.toString(16).padStart(8, '0')
    const length = Buffer.byteLength(path) + 1
    const fields = [1, 0o100644, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, length, 0]
    const head = Buffer.from(`070701${fields.map(hex).join('')}${path}\0`)
    const padding = (size: number): Buffer => Buffer.alloc((4 - (size % 4)) % 4)
    return Buffer.concat([head, padding(head.length), bytes, padding(bytes.length)])
  }
  return Buffer.concat([member(name, content), member('TRAILER!!!', Buffer.alloc(0))])
}

function arOf(name: string, content: Uint8Array): Buffer {
  const fields: readonly (readonly [string, number])[] = [
    ['#1/64', 16],
    ['0', 12],
    ['0', 6],
    ['0', 6],
    ['644', 8],
    [String(64 + content.length), 10],
  ]
  const head = fields.map(([text, width]) => text.padEnd(width)).join('')
  return Buffer.concat([Buffer.from(`!<arch>\n${head}\`\n`), Buffer.from(name.slice(-64).padEnd(64, '\0')), content])
}

function sum(bytes: Uint8Array): Buffer {
  const made = Buffer.alloc(4)
  made.writeUInt32LE(crc32(bytes))
  return made
}
