import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { entryFile } from './entry-file.ts'

/** What tells this build from any other, also from one of the same version: a digest of all that its threads run. */
export function buildDigest(): string {
  const folder = new URL('.', entryFile('scan-worker'))
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith('.js')) hash.update(`${name}\0`).update(readFileSync(new URL(name, folder)))
  }
  return hash.digest('hex')
}
