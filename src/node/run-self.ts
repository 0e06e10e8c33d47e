import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { packageRoot } from './package-root.ts'

/**
 * Runs this very command line with other words, on the same terminal, and returns its exit code. Ctrl-C reaches both,
 * being of one process group; if a signal ends it, that counts as 130.
 */
export async function runSelf(words: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(packageRoot, 'dist', 'cli', 'main.js'), ...words], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code] = (await once(child, 'close')) as [number | null] // as documented for the event
  return code ?? 130
}
