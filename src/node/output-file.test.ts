import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openOutputFile } from './output-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fireline-output-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the file has its old content until the new one is whole', async () => {
  const path = join(folder, 'report.json')
  writeFileSync(path, 'old')
  const output = await openOutputFile(path)
  await output.write('ne')
  expect(readFileSync(path, 'utf8')).toBe('old')
  await output.write('w')
  await output.finish()

  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(readdirSync(folder)).toEqual(['report.json'])
})

test('what is given up leaves nothing behind', async () => {
  const output = await openOutputFile(join(folder, 'report.json'))
  await output.write('half')
  await output.discard()

  expect(readdirSync(folder)).toEqual([])
})

test('a report that only its owner may read stays so, also behind a link', async () => {
  const path = join(folder, 'secret.json')
  writeFileSync(path, 'old')
  chmodSync(path, 0o600)
  symlinkSync(path, join(folder, 'link.json'))
  const output = await openOutputFile(join(folder, 'link.json'))
  await output.write('new')
  await output.finish()

  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder).sort()).toEqual(['link.json', 'secret.json'])
})

test('a device is written through, never replaced', async () => {
  const output = await openOutputFile('/dev/null')
  await output.write('gone')
  await output.finish()

  expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
})

test.each([
  ['a directory', (at: string) => at, 'it is a directory'],
  ['a folder that is not there', (at: string) => join(at, 'no', 'report.json'), 'ENOENT'],
  ['a place below a file', (at: string) => join(at, 'file', 'report.json'), 'ENOTDIR'],
])('%s is refused before any work is done', async (_case, place, why) => {
  writeFileSync(join(folder, 'file'), '')

  await expect(openOutputFile(place(folder))).rejects.toMatchObject({
    code: 'OUTPUT_UNWRITABLE',
    message: expect.stringContaining(why) as string,
  })
})
