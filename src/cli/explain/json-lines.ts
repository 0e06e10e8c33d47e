import { type EvaluationOptions, evaluate } from '../../lookup/index.ts'
import type { Io } from '../io.ts'

/** A longer line is not evaluated, and said so. */
const maxLineBytes = 8 << 20

/** One JSON string a line in, one JSON object a line out, in order. Memory holds one line and what it makes. */
export async function explainLines(io: Io, options: EvaluationOptions): Promise<void> {
  let rest = Buffer.alloc(0)
  let tooLong = false
  for await (const chunk of io.input) {
    let from = 0
    for (let newline = chunk.indexOf(10); newline >= 0; newline = chunk.indexOf(10, from)) {
      rest = Buffer.concat([rest, chunk.subarray(from, newline)])
      await io.print(answer(rest, tooLong, options))
      rest = Buffer.alloc(0)
      tooLong = false
      from = newline + 1
    }
    if (rest.length + chunk.length - from > maxLineBytes) {
      rest = Buffer.alloc(0)
      tooLong = true
    } else if (!tooLong) rest = Buffer.concat([rest, chunk.subarray(from)])
  }
  if (rest.length > 0 || tooLong) await io.print(answer(rest, tooLong, options))
}

function answer(line: Uint8Array, tooLong: boolean, options: EvaluationOptions): string {
  const input = tooLong ? undefined : parse(line)
  if (typeof input !== 'string') {
    const error = tooLong ? `line-too-long: more than ${maxLineBytes} bytes` : 'not-a-json-string'
    return `${JSON.stringify({ input: null, output: null, jndi: [], reads: [], error })}\n`
  }
  const { output, jndi, reads, error } = evaluate(input, options)
  return `${JSON.stringify({ input, output, jndi, reads, error })}\n`
}

/** `undefined` for what is no JSON, or no UTF-8. */
function parse(line: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line))
  } catch {
    return undefined
  }
}
