import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMounts } from './mounts.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fireline-mounts-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('pseudo and network file systems are told from local disks, and spaces in names are read', async () => {
  const path = join(folder, 'mountinfo')
  const lines = [
    '22 1 0:21 / /proc rw,nosuid shared:13 - proc proc rw',
    '30 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
    '44 30 0:40 / /mnt/two\\040words rw master:3 shared:9 - nfs4 server:/x rw',
    '45 30 0:41 / /home rw - fuse.sshfs me@host: rw',
    'a line that is none',
  ]
  await writeFile(path, lines.join('\n'))

  expect(Object.fromEntries(readMounts(path))).toEqual({
    '/proc': { kind: 'pseudo', type: 'proc' },
    '/': { kind: 'local', type: 'ext4' },
    '/mnt/two words': { kind: 'network', type: 'nfs4' },
    '/home': { kind: 'network', type: 'fuse.sshfs' },
  })
})

test('a system without such a table has no mounts to heed', () => {
  expect(readMounts(join(folder, 'nothing')).size).toBe(0)
})
