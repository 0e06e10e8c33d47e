import type { Span } from './format.ts'

/** One line of a container's log, which may hold a part of what the container wrote as one. */
export interface Part {
  readonly text: string
  /** `stdout`, `stderr`: parts of one may stand between those of the other. */
  readonly stream: string
  readonly time: string
  /** Whether the next line of the same stream is the next part. */
  readonly goesOn: boolean
}

/** Bounds of one record: in lines that are looked at on either side. */
const mostParts = 64

/** From the first to the last of the lines that hold parts of what the line at `place` is a part of. In linear time. */
export function joinedParts(piece: string, place: number, partOf: (line: string) => Part | null): Span | null {
  const own = lineAt(piece, place)
  const part = partOf(piece.slice(own.start, own.end))
  if (part === null) return null
  return { start: firstOf(piece, own.start, part.stream, partOf), end: lastOf(piece, own, part, partOf) }
}

/** Where the first part begins; a part that another stands before goes on from it. */
function firstOf(piece: string, from: number, stream: string, partOf: (line: string) => Part | null): number {
  let start = from
  for (let at = from, lines = 0; at > 0 && lines < mostParts; lines++) {
    const line = lineAt(piece, at - 1)
    const part = partOf(piece.slice(line.start, line.end))
    if (part === null || (part.stream === stream && !part.goesOn)) break
    if (part.stream === stream) start = line.start
    at = line.start
  }
  return start
}

function lastOf(piece: string, own: Span, first: Part, partOf: (line: string) => Part | null): number {
  let { end } = own
  let { goesOn } = first
  for (let at = own.end + 1, lines = 0; goesOn && at < piece.length && lines < mostParts; lines++) {
    const line = lineAt(piece, at)
    const part = partOf(piece.slice(line.start, line.end))
    if (part === null) break
    if (part.stream === first.stream) [end, goesOn] = [line.end, part.goesOn]
    at = line.end + 1
  }
  return end
}

/** The line that a place is in, without its end. */
export function lineAt(piece: string, place: number): Span {
  const start = piece.lastIndexOf('\n', place - 1) + 1
  const end = piece.indexOf('\n', place)
  return { start: place === 0 ? 0 : start, end: end < 0 ? piece.length : end }
}
