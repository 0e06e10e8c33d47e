import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { signedText } from '../contract/index.ts'
import { readScope } from './scope-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-scope-'))
afterAll(() => rmSync(folder, { recursive: true }))

const leave = {
  grantedBy: 'ACME CISO',
  hosts: ['*.example.com'],
  cidrs: ['203.0.113.0/24'],
  until: '2030-01-01T00:00:00Z',
}

function written(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

test('a scope file says who granted what until when', async () => {
  expect(await readScope(written('a.json', JSON.stringify(leave)), null)).toMatchObject({
    is: 'granted',
    by: { grantedBy: 'ACME CISO', hosts: ['*.example.com'], ports: null },
  })
})

test.each([
  ['not JSON', '{', /cannot be used/],
  ['no name', JSON.stringify({ ...leave, grantedBy: undefined }), /grantedBy/],
  ['a bad range', JSON.stringify({ ...leave, cidrs: ['203.0.113.0/64'] }), /cidrs\.0/],
  ['no end', JSON.stringify({ ...leave, until: 'tomorrow' }), /until/],
  ['a field that nobody knows', JSON.stringify({ ...leave, host: 'x' }), /host/],
])('a scope file with %s is refused, naming what is wrong', async (_case, content, message) => {
  await expect(readScope(written('b.json', content), null)).rejects.toThrow(message)
})

test('a signature is checked over all but itself, whatever the order of members', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = written('key.pem', publicKey.export({ type: 'spki', format: 'pem' }).toString())
  const signature = sign(null, Buffer.from(signedText(JSON.stringify(leave))), privateKey).toString('base64')
  const { grantedBy, ...rest } = leave

  const reordered = written('c.json', JSON.stringify({ signature, ...rest, grantedBy }))
  await expect(readScope(reordered, key)).resolves.toMatchObject({ is: 'granted' })
  const widened = written('d.json', JSON.stringify({ ...leave, hosts: ['*.example.org'], signature }))
  await expect(readScope(widened, key)).rejects.toThrow(/does not match/)
  await expect(readScope(written('e.json', JSON.stringify(leave)), key)).rejects.toThrow(/has no signature/)
})
