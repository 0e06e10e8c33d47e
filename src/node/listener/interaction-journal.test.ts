import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Interaction, instantOfEpoch } from '../../core/index.ts'
import {
  decodeInteraction,
  encodeInteraction,
  openInteractionJournal,
  readInteractions,
} from './interaction-journal.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fireline-catch-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const interaction = (seq: number): Interaction => ({
  seq,
  channel: 'dns',
  transport: 'udp',
  at: instantOfEpoch(1_639_094_400_123),
  peer: { address: '2001:db8::7', port: 5_353 },
  local: { address: '127.0.0.1', port: 53 },
  did: 'TXT',
  asked: 'a\u0000b',
  token: null,
  raw: Uint8Array.of(0, 1, 254, 255),
})

async function all(after = 0): Promise<Interaction[]> {
  const list: Interaction[] = []
  for await (const each of readInteractions(folder, after)) list.push(each)
  return list
}

const quiet = (): void => undefined

test('what was recorded is read again, from any number on, and numbers go on after a restart', async () => {
  const first = openInteractionJournal(folder, quiet)
  expect(first.nextSeq).toBe(1)
  first.record([interaction(1), interaction(2)])
  first.close()
  const second = openInteractionJournal(folder, quiet)
  expect(second.nextSeq).toBe(3)
  second.record([interaction(3)])
  second.close()

  expect(await all()).toEqual([interaction(1), interaction(2), interaction(3)])
  expect((await all(2)).map(({ seq }) => seq)).toEqual([3])
})

test('a torn last record is cut off, told, and the numbers go on without a hole', () => {
  const first = openInteractionJournal(folder, quiet)
  first.record([interaction(1)])
  first.close()
  const [name = ''] = readdirSync(folder)
  appendFileSync(join(folder, name), encodeInteraction(interaction(2)).slice(0, 40))
  const again = openInteractionJournal(folder, quiet)

  expect([again.tornBytes, again.nextSeq]).toEqual([40, 2])
  again.close()
  expect(readFileSync(join(folder, name), 'utf8')).toBe(encodeInteraction(interaction(1)))
})

test('while the disk is full, records are held and the trouble is told once; then they are written in order', () => {
  let full = true
  const written: string[] = []
  const told: string[] = []
  const journal = openInteractionJournal(folder, (text) => told.push(text), {
    write(bytes) {
      if (full) throw new Error('ENOSPC: no space left on device')
      written.push(Buffer.from(bytes).toString())
    },
  })
  journal.record([interaction(1)])
  journal.record([interaction(2)])
  expect(journal.stats()).toMatchObject({ held: 2, lost: 0, trouble: 'ENOSPC: no space left on device' })
  full = false
  journal.close()

  expect(written.join('')).toBe(encodeInteraction(interaction(1)) + encodeInteraction(interaction(2)))
  expect(told).toHaveLength(2)
  expect(told[0]).toContain('ENOSPC')
})

test('a folder that cannot be written is a problem that names it', () => {
  expect(() => openInteractionJournal('/dev/null/x', quiet)).toThrow(
    expect.objectContaining({ code: 'CALLBACK_JOURNAL_UNUSABLE' }),
  )
})

test.each([
  '',
  '{}',
  '[]',
  'null',
  '{"seq":1}',
  '{"seq":"1"}',
  encodeInteraction(interaction(1)).replace('"dns"', '"smtp"'),
])('a line that is no interaction is none: %s', (line) => {
  expect(decodeInteraction(line)).toBeNull()
})
