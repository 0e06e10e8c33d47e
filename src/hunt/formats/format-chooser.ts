import { oneAByte } from '../one-a-byte.ts'
import { textOf } from '../text-of.ts'
import type { FormatContext, LogFormat, ReadRecord, Span } from './format.ts'
import { logFormats } from './index.ts'
import { Marks } from './marks.ts'
import { RecordText } from './record-text.ts'

/** A record as it was read, and by what. */
export interface ChosenRecord {
  /** The ids of the formats, the outermost first: `kubernetes > json-lines`. */
  readonly format: string
  /** Whether it was read by a format that reads much of what is others'. */
  readonly general: boolean
  readonly record: ReadRecord
}

/** A record that was found in a piece of a source. */
export interface SpannedRecord extends ChosenRecord {
  readonly span: Span
  readonly text: string
}

/** Where a record is looked for. */
interface Piece {
  readonly bytes: Uint8Array
  readonly offset: number
  readonly place: number
  readonly line: string
}

/** How deep records are looked for in records: a line of a program, in a container's, in a collector's. */
const deepest = 4

const spanning = logFormats.flatMap((format) => (format.spans === undefined ? [] : [{ format, spans: format.spans }]))

/** Finds the format of each record of one source; the one that read the last record is asked first. */
export class FormatChooser {
  readonly #marks = new Marks(spanning.flatMap(({ spans: { mark } }) => (mark === undefined ? [] : [mark])))
  #last: LogFormat | null = null

  read(text: string, context: FormatContext): ChosenRecord {
    const record = new RecordText(text)
    const read = this.#last?.read(record, context) ?? null
    if (this.#last !== null && read !== null) return unwrapped(this.#last, read, context, 0)
    for (const format of logFormats) {
      const first = format.read(record, context)
      if (first === null) continue
      // What reads anything would keep the others from being asked.
      if (format.general !== true) this.#last = format
      return unwrapped(format, first, context, 0)
    }
    throw new Error('plain reads any line')
  }

  /**
   * The record that `place` is in, of a format whose records are not lines, and where it lies in `bytes`, a piece of the
   * source that begins at `offset`. `line`: the line that the place is in.
   */
  readAround({ bytes, offset, place, line }: Piece, context: FormatContext): SpannedRecord | null {
    this.#marks.look(bytes, offset, place)
    const asked = spanning.filter(
      ({ spans: { mark, mayHold } }) => (mark === undefined || this.#marks.isNear(mark, offset)) && mayHold(line),
    )
    if (asked.length === 0) return null
    const piece = oneAByte(bytes)
    for (const { format, spans } of asked) {
      const span = spans.around(piece, place)
      if (span === null || place < span.start || place >= span.end) continue
      const text = textOf(bytes.subarray(span.start, span.end))
      const read = format.read(new RecordText(text), context)
      if (read !== null) return { ...unwrapped(format, read, context, 0), span, text }
    }
    return null
  }
}

/**
 * With the records in its fields read too. What the inner one says of a request counts, since it is closer to it, unless the
 * outer one says itself who sent it: then the inner one may be a text that was sent.
 */
function unwrapped(outer: LogFormat, record: ReadRecord, context: FormatContext, depth: number): ChosenRecord {
  const itself = { format: outer.id, general: outer.general === true, record }
  const holder = record.fields.find(({ holdsRecord }) => holdsRecord === true)
  if (holder === undefined || depth >= deepest) return itself
  const text = new RecordText(holder.value.replace(/\r?\n$/, ''))
  for (const format of logFormats) {
    const read = format.read(text, context)
    if (read === null) continue
    const inner = unwrapped(format, read, context, depth + 1)
    const name = holder.name ?? outer.id
    const saw = inner.record.saw ?? record.saw
    return {
      format: format.id === 'plain' ? outer.id : `${outer.id} > ${inner.format}`,
      general: itself.general,
      record: {
        when: record.when ?? inner.record.when,
        ...(record.from === null ? senderOf(inner.record, record) : senderOf(record, inner.record)),
        ...(saw === undefined ? {} : { saw }),
        ...(record.isPart === undefined ? {} : { isPart: record.isPart }),
        fields: [
          ...record.fields.filter((each) => each !== holder),
          ...inner.record.fields.map((each) => ({
            ...each,
            name: each.name === null ? name : `${name} > ${each.name}`,
          })),
        ],
      },
    }
  }
  return itself
}

function senderOf(first: ReadRecord, other: ReadRecord): Pick<ReadRecord, 'from' | 'request' | 'userAgent'> {
  return {
    from: first.from ?? other.from,
    request: first.request ?? other.request,
    userAgent: first.userAgent ?? other.userAgent,
  }
}
