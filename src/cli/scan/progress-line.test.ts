import { expect, test } from 'vitest'
import { FetchProgress, type FileProgress, fileProgressLine } from './progress-line.ts'

const halfway: FileProgress = {
  elapsedMs: 60_000,
  files: 12_000,
  bytes: 2_500_000_000,
  found: 3,
  gaps: 2,
  share: 0.5,
  at: null,
}

test('shows how much is done, what was found, and how long it may take', () => {
  expect(fileProgressLine(halfway, 200)).toBe(
    '[##########----------] 50 %, 3 found, 2 gaps, about 60 s left, 12000 files, 200 files/s, 2.5 GB',
  )
})

test('names a file that takes long, if there is room', () => {
  const line = { ...halfway, at: '/srv/large.tar' }

  expect(fileProgressLine(line, 200)).toContain(', /srv/large.tar')
  expect(fileProgressLine(line, 60)).toBe('[##########----------] 50 %, 3 found, 2 gaps')
})

test('guesses no time before there is something to guess from', () => {
  expect(fileProgressLine({ ...halfway, share: 0.01 }, 200)).not.toContain('left')
  expect(fileProgressLine({ ...halfway, elapsedMs: 0, share: 0 }, 200)).toContain('0 files/s')
})

test('while an image comes, shows how much of it has', () => {
  const fetches = new FetchProgress()
  const image = { what: 'registry.example/app:1', received: 0, total: 80_000_000 }

  expect(fetches.line(image, 1_000, 200)).toBe(
    '[--------------------]  0 % of registry.example/app:1, 0 kB of 80 MB, 0 kB/s',
  )
  expect(fetches.line({ ...image, received: 20_000_000 }, 3_000, 200)).toBe(
    '[#####---------------] 25 % of registry.example/app:1, about 6 s left, 20 MB of 80 MB, 10 MB/s',
  )
  expect(fetches.line({ ...image, what: 'another', received: 40_000_000 }, 9_000, 40)).toBe(
    '[##########----------] 50 % of another',
  )
})

test('while a pipe is read, shows how much has come', () => {
  const fetches = new FetchProgress()
  fetches.line({ what: 'standard input', received: 0, total: null }, 0, 80)

  expect(fetches.line({ what: 'standard input', received: 3_000_000, total: null }, 1_000, 80)).toBe(
    'reading standard input: 3 MB, 3 MB/s',
  )
})
