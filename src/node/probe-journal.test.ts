import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Interaction, instantOfEpoch, millis, type Token } from '../core/index.ts'
import type { Outcome, TargetResult } from '../probe/index.ts'
import { createProbeJournal, reopenProbeJournal, type ScanRecord } from './probe-journal.ts'

const scan: ScanRecord = { t: 'scan', scan: 7, startedAt: instantOfEpoch(1), plan: 'digest', listener: null }
const answered: Outcome = {
  is: 'answered',
  status: 200,
  location: null,
  sentAt: instantOfEpoch(2),
  tookMs: millis(3),
  peer: { address: '127.0.0.1', port: 80 },
  certificate: null,
}
const interaction: Interaction = {
  seq: 1,
  channel: 'dns',
  transport: 'udp',
  at: instantOfEpoch(4),
  peer: { address: '127.0.0.1', port: 5 },
  local: { address: '127.0.0.1', port: 53 },
  did: 'TXT',
  asked: 'token',
  token: 'abcdefghijklmnopqrst' as Token,
  // As sockets give it: a Buffer would become something else by way of its toJSON.
  raw: Buffer.from([0, 10, 255]),
}
const result: TargetResult = {
  findings: [],
  gaps: [],
  notes: [],
  tally: {
    requests: 1,
    pointsDelivered: 1,
    pointsNotDelivered: 0,
    pointsProven: 0,
    callbacks: 0,
    targetsProven: 0,
    targetsUnknown: 1,
    targetsNotReached: 0,
  },
}

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fireline-journal-'))
  path = join(folder, 'probe.journal')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('what was appended is recalled, by target, also after the journal was opened again', async () => {
  const journal = createProbeJournal(path, scan)
  for (const i of [0, 5000]) journal.append({ t: 'target', i, url: `http://127.0.0.1:${i}/` })
  journal.append({ t: 'answer', i: 5000, request: '0.0', outcome: answered })
  journal.append({ t: 'callback', i: 5000, interaction })
  await journal.close()

  const again = reopenProbeJournal(path)

  expect(again.scan).toEqual(scan)
  expect(again.recall(0)).toEqual({ url: 'http://127.0.0.1:0/', answers: new Map(), callbacks: [], result: null })
  expect(again.recall(5000)).toEqual({
    url: 'http://127.0.0.1:5000/',
    answers: new Map([['0.0', answered]]),
    callbacks: [{ ...interaction, raw: Uint8Array.of(0, 10, 255) }],
    result: null,
  })
  expect(again.recall(1)).toBeNull()
  await again.close()
})

test('a result stands until a callback comes after it', async () => {
  const journal = createProbeJournal(path, scan)
  journal.append({ t: 'target', i: 0, url: 'http://127.0.0.1/' })
  journal.append({ t: 'done', i: 0, result })
  expect(journal.recall(0)?.result).toEqual(result)

  journal.append({ t: 'callback', i: 0, interaction })
  expect(journal.recall(0)?.result).toBeNull()
  await journal.close()
})

test('whatever byte a killed process wrote last, the records before it are recalled and the torn one is cut off', async () => {
  const journal = createProbeJournal(path, scan)
  journal.append({ t: 'target', i: 0, url: 'http://127.0.0.1/' })
  const whole = readFileSync(path).length
  journal.append({ t: 'answer', i: 0, request: '0.0', outcome: answered })
  await journal.close()
  const bytes = readFileSync(path)

  for (let length = whole; length < bytes.length; length++) {
    writeFileSync(path, bytes)
    truncateSync(path, length)
    const again = reopenProbeJournal(path)
    expect(again.tornBytes).toBe(length - whole)
    expect(again.recall(0)?.answers.size).toBe(0)
    again.append({ t: 'answer', i: 0, request: '0.1', outcome: answered })
    expect([...(again.recall(0)?.answers.keys() ?? [])]).toEqual(['0.1'])
    await again.close()
  }
})

test.each([
  ['a file that is no journal', 'hello\n', 'JOURNAL_DAMAGED'],
  ['an empty file', '', 'JOURNAL_UNUSABLE'],
])('%s is refused', (_case, content, code) => {
  writeFileSync(path, content)

  expect(() => reopenProbeJournal(path)).toThrow(expect.objectContaining({ code }))
})

test('a journal that was changed before its last record is refused, naming the byte', async () => {
  const journal = createProbeJournal(path, scan)
  await journal.close()
  appendFileSync(path, '00000000 -1 {"t":"target","i":0,"url":"x"}\n')

  expect(() => reopenProbeJournal(path)).toThrow(/damaged at byte \d+/)
})

test('an existing file is never overwritten', async () => {
  await createProbeJournal(path, scan).close()

  expect(() => createProbeJournal(path, scan)).toThrow(/--resume/)
})
