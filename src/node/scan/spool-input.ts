import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { problem } from '../../core/index.ts'

const scanInputLost = problem('SCAN_INPUT_LOST', (why: string) => ({
  message: `what came on standard input could not be kept: ${why}`,
  hint: 'Make room in the folder for temporary files, or set TMPDIR to another.',
}))

/** Keeps a stream in a temporary file, because archives are read from their end. Throws SCAN_INPUT_LOST. */
export async function spoolInput(
  input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  signal: AbortSignal | undefined,
  onBytes: (received: number) => void = () => undefined,
): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'fireline-input-'))
  const path = join(folder, 'stdin')
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const sink = createWriteStream(path, { mode: 0o600 })
    await pipeline(
      Readable.from(counted(input, onBytes), { objectMode: false }),
      sink,
      signal === undefined ? {} : { signal },
    )
    return { path, remove }
  } catch (error) {
    await remove()
    throw scanInputLost(error instanceof Error ? error.message : String(error))
  }
}

async function* counted(
  input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  onBytes: (received: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let received = 0
  for await (const piece of input) {
    yield piece
    received += piece.length
    onBytes(received)
  }
}
