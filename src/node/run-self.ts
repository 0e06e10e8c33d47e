import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { entryFile } from './entry-file.ts'

/**
 * Runs this very command line with other words, on the same terminal, and returns its exit code. Ctrl-C reaches both,
 * being of one process group; if a signal ends it, that counts as 130.
 */
export async function runSelf(words: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [fileURLToPath(entryFile('fireline')), ...words], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code] = (await once(child, 'close')) as [number | null] // as documented for the event
  return code ?? 130
}
