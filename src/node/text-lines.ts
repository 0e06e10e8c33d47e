import { createReadStream } from 'node:fs'
import { problem } from '../core/index.ts'

export const listUnreadable = problem('LIST_UNREADABLE', (path: string, why: string) => ({
  message: `the list ${path} cannot be read: ${why}`,
  hint: 'Check its name and that you may read it; - stands for standard input.',
}))

/** A longer line is no target, header or name; what is beyond is dropped, so memory stays bounded. */
const maxLineBytes = 16_384

/** The lines of a file, or of `input` for `-`, as UTF-8, with where each stands. Throws LIST_UNREADABLE. */
export async function* readListLines(
  path: string,
  input: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly text: string; readonly where: string }> {
  const name = path === '-' ? 'standard input' : path
  const chunks: AsyncIterable<Uint8Array> = path === '-' ? input : createReadStream(path)
  let rest = Buffer.alloc(0)
  let number = 0
  try {
    for await (const chunk of chunks) {
      rest = Buffer.concat([rest, chunk])
      for (let newline = rest.indexOf(10); newline >= 0; newline = rest.indexOf(10)) {
        yield { text: rest.subarray(0, Math.min(newline, maxLineBytes)).toString('utf8'), where: `${name}:${++number}` }
        rest = rest.subarray(newline + 1)
      }
      if (rest.length > maxLineBytes * 2) rest = rest.subarray(0, maxLineBytes * 2)
    }
  } catch (error) {
    throw listUnreadable(name, error instanceof Error ? error.message : String(error))
  }
  if (rest.length > 0) yield { text: rest.subarray(0, maxLineBytes).toString('utf8'), where: `${name}:${++number}` }
}
