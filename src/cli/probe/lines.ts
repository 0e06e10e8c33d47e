import { readListLines } from '../../node/index.ts'
import type { TargetLine } from '../../probe/index.ts'

/** Arguments first, then every list, one line at a time. */
export async function* targetLines(
  args: readonly string[],
  files: readonly string[],
  input: AsyncIterable<Uint8Array>,
): AsyncGenerator<TargetLine> {
  for (const [i, text] of args.entries()) yield { text, where: `argument ${i + 1}` }
  for (const file of files) yield* readListLines(file, input)
}

/** Names from a file, one a line, `#` starts a comment; `null` for no file. */
export async function namesFrom(
  file: string | null,
  input: AsyncIterable<Uint8Array>,
): Promise<readonly string[] | null> {
  if (file === null) return null
  const names: string[] = []
  for await (const { text } of readListLines(file, input)) {
    const name = text.replace(/#.*$/, '').trim()
    if (name !== '') names.push(name)
  }
  return names
}
