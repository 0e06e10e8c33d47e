import type { WorkEvent } from './hunt-event.ts'

/** Events that came together, in their order. */
export interface Batch {
  readonly length: number
  /** Made when it is asked for: until then they take little memory. `beginning`: of what their lines are counted in. */
  events(beginning?: Beginning | null): readonly WorkEvent[]
}

/** Where a part of a log begins: a part counts from its own beginning, while nobody has counted the lines before it. */
export interface Beginning {
  /** The log as it is shown. */
  readonly shown: string
  /** How many lines end before it. */
  readonly lines: number
}

export function batchOf(...events: readonly WorkEvent[]): Batch {
  return {
    length: events.length,
    events: (beginning = null) => (beginning === null ? events : events.map((event) => inWhole(event, beginning))),
  }
}

/** The same event, with the numbers that lines have in the whole log. */
export function inWhole(event: WorkEvent, beginning: Beginning): WorkEvent {
  // What is told again comes of logs that are read in order.
  if (event.is === 'note' || event.is === 'outcome') return event
  if (event.is === 'gap') return { is: 'gap', gap: { ...event.gap, at: placeInWhole(event.gap.at, beginning) } }
  if (event.is === 'witness') {
    const { witness } = event
    return { is: 'witness', witness: { ...witness, line: lineInWhole(witness.line, beginning) } }
  }
  const { finding } = event
  const { at, evidence } = finding
  const [first, ...rest] = evidence.map((each) =>
    each.kind === 'log' ? { ...each, line: lineInWhole(each.line, beginning) } : each,
  )
  if (first === undefined) return event
  return {
    is: 'finding',
    finding: { ...finding, at: { ...at, line: lineInWhole(at.line, beginning) }, evidence: [first, ...rest] },
  }
}

export function lineInWhole(line: number | null, { lines }: Beginning): number | null {
  return line === null ? null : line + lines
}

/** `a.log:12`, if it names a line. */
function placeInWhole(at: string, { shown, lines }: Beginning): string {
  const line = at.startsWith(`${shown}:`) ? Number(at.slice(shown.length + 1)) : Number.NaN
  return Number.isInteger(line) ? `${shown}:${line + lines}` : at
}
