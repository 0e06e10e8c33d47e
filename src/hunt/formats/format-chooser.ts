import type { FormatContext, LogFormat, ReadRecord, Span } from './format.ts'
import { logFormats } from './index.ts'
import { RecordText } from './record-text.ts'

/** A record as it was read, and by what. */
export interface ChosenRecord {
  /** The ids of the formats, the outermost first: `kubernetes > json-lines`. */
  readonly format: string
  /** Whether it was read by a format that reads much of what is others'. */
  readonly general: boolean
  readonly record: ReadRecord
}

/** How deep records are looked for in records: a line of a program, in a container's, in a collector's. */
const deepest = 4

const spanning = logFormats.filter(({ around }) => around !== undefined)

/** Finds the format of each record of one source; the one that read the last record is asked first. */
export class FormatChooser {
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
   * The record that `place` is in, of a format whose records are not lines, and where it lies in `piece`: a piece of the
   * log, one character a byte. `textOf` gives the text of a span as it is to be read.
   */
  readAround(
    piece: string,
    place: number,
    textOf: (span: Span) => string,
    context: FormatContext,
  ): (ChosenRecord & { readonly span: Span; readonly text: string }) | null {
    for (const format of spanning) {
      const span = format.around?.(piece, place) ?? null
      if (span === null || place < span.start || place >= span.end) continue
      const text = textOf(span)
      const read = format.read(new RecordText(text), context)
      if (read !== null) return { ...unwrapped(format, read, context, 0), span, text }
    }
    return null
  }
}

/** With the records in its fields read too; what the inner one says of a request counts, since it is closer to it. */
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
        from: inner.record.from ?? record.from,
        request: inner.record.request ?? record.request,
        userAgent: inner.record.userAgent ?? record.userAgent,
        ...(saw === undefined ? {} : { saw }),
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
