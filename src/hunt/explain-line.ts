import type { Instant } from '../core/index.ts'
import { traces } from './evidence/index.ts'
import { type Shown } from './evidence/trace.ts'
import type { ReadRecord } from './formats/format.ts'
import { FormatChooser } from './formats/format-chooser.ts'
import { layers } from './layers/index.ts'
import { PayloadFinder } from './payload-finder.ts'
import type { Reading } from './reading.ts'
import { RecentlyRead } from './recently-read.ts'

/** What a line of a log says, and what is in it. */
export interface LineExplanation {
  /** Id of the format that it was read by. */
  readonly format: string
  readonly record: Omit<ReadRecord, 'fields'>
  /** Attacks, each peeled; empty if there is none. */
  readonly payloads: readonly ExplainedPayload[]
  /** What it shows of a lookup that was evaluated; `null`: nothing. */
  readonly trace: Shown | null
}

/** An attack in a line, layer by layer. */
export interface ExplainedPayload {
  /** The part of the record that it is in; `null`: the line as a whole. */
  readonly field: string | null
  readonly written: string
  /** What was undone, the outermost first, and the text after each. */
  readonly peeled: readonly { readonly layer: string; readonly text: string }[]
  /** What Log4j sees, from its first `${` on. */
  readonly text: string
  readonly reading: Reading
}

/** Reads one line of a log as a hunt does, and shows every step; `around`: roughly when it was written. */
export function explainLine(line: string, around: Instant): LineExplanation {
  const { format, record } = new FormatChooser().read(line, { around, columns: null })
  const { fields, ...said } = record
  const found = new PayloadFinder(new RecentlyRead(), around).inRecord(line, record)
  const payloads = found.map(({ field, peeled: { layers: ids, text, reading } }): ExplainedPayload => {
    const written = writtenIn(field, fields, line, ids, text)
    return { field, written, peeled: steps(written, ids), text, reading }
  })
  const trace = traces.map((each) => each.shownBy(line)).find((shown) => shown !== null) ?? null
  return { format, record: said, payloads, trace }
}

/** The field of that name whose layers, undone, give the text: names come more than once. */
function writtenIn(
  field: string | null,
  fields: ReadRecord['fields'],
  line: string,
  ids: readonly string[],
  text: string,
): string {
  const named = fields.filter(({ name }) => name === field).map(({ value }) => value)
  const gives = (value: string): boolean => (steps(value, ids).at(-1)?.text ?? value).endsWith(text)
  return [...named, line].find(gives) ?? line
}

function steps(written: string, ids: readonly string[]): ExplainedPayload['peeled'] {
  let text = written
  return ids.map((layer) => {
    text = layers.find(({ id }) => id === layer)?.undo(text) ?? text
    return { layer, text }
  })
}
