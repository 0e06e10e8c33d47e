import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { contentsOf, openArchive } from '../../../test/kit/archives/open-archive.ts'
import { recorded, recordedNames, tree } from '../../../test/kit/archives/recorded.ts'
import { archiveFormats } from './index.ts'
import { shell } from './shell.ts'
import { tar } from './tar.ts'

const script = '#!/bin/sh\ntail -n +4 "$0" | tar xz\nexit 0\n'
const behind = (payload: Uint8Array, before = script): Uint8Array => Buffer.concat([Buffer.from(before), payload])

/** What lies in what lies in it, as a scan opens it. */
function unpackedTree(installer: Uint8Array): Readonly<Record<string, Uint8Array | string>> {
  const [payload] = openArchive(shell, installer).entries
  const packed = payload?.content as Uint8Array
  const format = archiveFormats.find((each) => each.claims(packed))
  const tarred = openArchive(format!, packed).entries[0]?.content as Uint8Array
  return contentsOf(openArchive(tar, tarred))
}

test.each(recordedNames.filter((name) => /^makeself-(?!base64)/.test(name)))('%s holds what was packed', (name) => {
  const expected = Object.fromEntries(Object.entries(tree).map(([path, bytes]) => [`./${path}`, bytes]))

  expect(unpackedTree(recorded(name))).toEqual(expected)
})

describe('behind a script', () => {
  test.each([
    ['payload.gz', gzipSync('x')],
    ['payload.bz2', recorded('content.bz2')],
    ['payload.xz', recorded('content.xz')],
    ['payload.lzma', recorded('content.lzma')],
    ['payload.zst', recorded('content.zst')],
    ['payload.lz4', recorded('content.lz4')],
    ['payload.7z', recorded('solid.7z')],
    ['payload.rar', recorded('rar5-crc.rar')],
    ['payload.tar', recorded('gnu.tar')],
    ['payload.cpio', recorded('newc.cpio')],
  ])('%s is found', (name, payload) => {
    const bytes = behind(payload)

    expect(shell.claims(bytes.subarray(0, shell.headBytes))).toBe(true)
    expect(contentsOf(openArchive(shell, bytes))).toEqual({ [name]: Uint8Array.from(payload) })
  })

  test('of half a megabyte it is found as well', () => {
    const long = `${script}${`# ${'licence '.repeat(9)}\n`.repeat(7_000)}`

    expect(Object.keys(contentsOf(openArchive(shell, behind(gzipSync('x'), long))))).toEqual(['payload.gz'])
  })

  test.each([['#!/bin/bash -e\n'], ['#!/usr/bin/env sh\n'], ['#! /bin/ksh\n'], ['#!/usr/local/bin/zsh\n']])(
    'of any shell: %s',
    (first) => {
      expect(shell.claims(Buffer.from(first))).toBe(true)
    },
  )
})

test('a script with nothing behind it holds nothing, and is no gap', () => {
  expect(openArchive(shell, Buffer.from(script))).toEqual({ entries: [], gap: null })
  expect(openArchive(shell, Buffer.from('#!/bin/sh\necho BZh9 is not it, nor is 7z or PK\n'))).toEqual({
    entries: [],
    gap: null,
  })
})

describe('what must have something behind it, but nothing known, is a gap', () => {
  test.each([
    ['an installer of makeself in letters', recorded('makeself-base64.run')],
    ['two megabytes without an archive', behind(Buffer.alloc(2_000_000, 'no archive here '))],
    ['lines without end', behind(Buffer.alloc(1_000_000, '\n'))],
  ])('%s', (_case, bytes) => {
    const started = performance.now()
    const { entries, gap } = openArchive(shell, bytes)

    expect(entries).toEqual([])
    expect(['unsupported', 'too-many']).toContain(gap?.because)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

test.each([['#!/usr/bin/python3\n'], ['#!/usr/bin/perl\n'], ['echo sh\n'], ['#!/bin/fish\n']])(
  '%s is no script of a shell',
  (first) => {
    expect(shell.claims(Buffer.from(first))).toBe(false)
  },
)
