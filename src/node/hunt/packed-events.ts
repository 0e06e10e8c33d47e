import { type AttackFinding, type FindingId, type Instant, isAlike, type LogEvidence } from '../../core/index.ts'
import type { WorkEvent } from './hunt-event.ts'

/**
 * Events on their way from one thread to another. What the findings of a spray have in common goes once: to copy it for
 * each of them cost more than to find them.
 */
export interface PackedEvents {
  /** For each event in order: `alone` or `first`, then it is the next of `whole`; `anew`; or a number and what {@link ownOf} has. */
  readonly cells: readonly Cell[]
  readonly whole: readonly WorkEvent[]
}

type Cell = string | number | null

/** An event that no other refers to. */
const alone = -1
/** A finding that others refer to, by a number: how many such came before it. */
const first = -2
/** No event: numbers begin again. */
const anew = -3
/** Findings that a thread refers to; both sides keep as many. */
const mostFirst = 4_096

/** Packs what one thread tells. */
export class EventPacker {
  /** By an object that the findings of one text share. */
  readonly #firsts = new Map<unknown, { readonly number: number; readonly finding: AttackFinding }>()

  pack(events: readonly WorkEvent[]): PackedEvents {
    const cells: Cell[] = []
    const whole: WorkEvent[] = []
    for (const event of events) {
      if (event.is === 'finding' && this.#again(event.finding, cells)) continue
      whole.push(event)
      if (event.is === 'finding' && event.finding.evidence[0].kind === 'log') this.#first(event.finding, cells)
      else cells.push(alone)
    }
    return { cells, whole }
  }

  #again(finding: AttackFinding, cells: Cell[]): boolean {
    const known = this.#firsts.get(finding.cves)
    const own = known !== undefined && isAlike(known.finding, finding) ? ownOf(finding) : null
    if (known === undefined || own === null) return false
    cells.push(known.number, ...own)
    return true
  }

  #first(finding: AttackFinding, cells: Cell[]): void {
    if (this.#firsts.size >= mostFirst) {
      this.#firsts.clear()
      cells.push(anew)
    }
    // One that has the place of another, which it is not like, keeps its number from being given twice.
    if (this.#firsts.has(finding.cves)) {
      cells.push(alone)
      return
    }
    this.#firsts.set(finding.cves, { number: this.#firsts.size, finding })
    cells.push(first)
  }
}

/** Unpacks what the packer of one thread packed, in the same order. */
export class EventUnpacker {
  #firsts: AttackFinding[] = []

  unpack({ cells, whole }: PackedEvents): readonly WorkEvent[] {
    const events: WorkEvent[] = []
    let next = 0
    for (let at = 0; at < cells.length; ) {
      const code = cells[at++]
      if (code === anew) this.#firsts = []
      else if (code === alone || code === first) {
        const event = whole[next++]
        if (event === undefined) throw new Error('an event is missing')
        if (code === first && event.is === 'finding') this.#firsts.push(event.finding)
        events.push(event)
      } else {
        const known = this.#firsts[Number(code)]
        if (known === undefined) throw new Error(`finding ${code} is not known`)
        events.push({ is: 'finding', finding: withOwn(known, cells, at) })
        at += ownCells
      }
    }
    return events
  }
}

const ownCells = 14

/** What each finding has for itself; `null` where there is more. */
function ownOf({ id, at, when, from, request, userAgent, field, format, lookup, evidence, seenAt }: AttackFinding) {
  const [log] = evidence
  if (log.kind !== 'log') return null
  const { source, line, byteOffset } = at
  return [
    ...[id, source, line, byteOffset, when, from, request, userAgent, field, format, lookup.raw, seenAt],
    ...[log.says, log.text],
  ] as const
}

/** The types are those that {@link ownOf} put there. */
function withOwn(known: AttackFinding, cells: readonly Cell[], start: number): AttackFinding {
  const source = cells[start + 1] as string // as ownOf put it
  const line = cells[start + 2] as number | null // as ownOf put it
  const byteOffset = cells[start + 3] as number // as ownOf put it
  const says = cells[start + 12] as string // as ownOf put it
  const log: LogEvidence = { kind: 'log', source, line, byteOffset, says, text: cells[start + 13] as string } // as ownOf put it
  const [, decoding] = known.evidence
  return {
    ...known,
    id: cells[start] as FindingId, // as ownOf put it
    at: { source, line, byteOffset },
    when: cells[start + 4] as Instant | null, // as ownOf put it
    from: cells[start + 5] as string | null, // as ownOf put it
    request: cells[start + 6] as string | null, // as ownOf put it
    userAgent: cells[start + 7] as string | null, // as ownOf put it
    field: cells[start + 8] as string | null, // as ownOf put it
    format: cells[start + 9] as string, // as ownOf put it
    lookup: { ...known.lookup, raw: cells[start + 10] as string }, // as ownOf put it
    seenAt: cells[start + 11] as Instant, // as ownOf put it
    evidence: decoding === undefined ? [log] : [log, decoding],
  }
}
