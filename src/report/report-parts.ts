import { problem } from '../core/index.ts'

export const reportUnreadable = problem('REPORT_UNREADABLE', (path: string, flaw: string) => ({
  message: `${JSON.stringify(path)} is no report that can be read: ${flaw}`,
  hint: 'Give a report that was written with --format json or --format jsonl; of the latter any size can be read.',
}))

/** In characters; engines make no texts of more than 536,870,888 (V8). */
const longestText = 500_000_000

/**
 * What a report of ours has, given as pieces of its text: one value if it was written as `json`, one for each line of
 * `jsonl`, of which one is held at a time. Throws REPORT_UNREADABLE; `path` is only named.
 */
export function* reportParts(path: string, pieces: Iterable<string>): Generator<unknown, void, undefined> {
  const unreadable = (flaw: string): Error => reportUnreadable(path, flaw)
  const lines = linesOf(pieces, unreadable)
  let number = 0
  for (const line of lines) {
    number++
    if (line.trim() === '') continue
    const value = parsed(line)
    if (value !== undefined) yield value
    else if (number > 1) throw unreadable(`line ${number} is not JSON`)
    else return yield whole(line, lines, unreadable)
  }
}

/** A document that goes on over all lines. */
function whole(first: string, rest: Iterable<string>, unreadable: (flaw: string) => Error): unknown {
  const lines = [first]
  let length = first.length
  for (const line of rest) {
    length += line.length + 1
    if (length > longestText) throw unreadable(tooLong)
    lines.push(line)
  }
  const value = parsed(lines.join('\n'))
  if (value === undefined) throw unreadable('it is not JSON')
  return value
}

const tooLong = 'it is longer than 500 million characters and is not written in lines'

function* linesOf(pieces: Iterable<string>, unreadable: (flaw: string) => Error): Generator<string, void, undefined> {
  let parts: string[] = []
  let length = 0
  for (const piece of pieces) {
    let from = 0
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      yield [...parts, piece.slice(from, end)].join('')
      parts = []
      length = 0
      from = end + 1
    }
    length += piece.length - from
    if (length > longestText) throw unreadable(tooLong)
    if (from < piece.length) parts.push(piece.slice(from))
  }
  if (parts.length > 0) yield parts.join('')
}

/** `undefined`, which no JSON means, if it is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown // checked by who asks
  } catch {
    return undefined
  }
}
