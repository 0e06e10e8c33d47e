import type { FormatContext, LogFormat, ReadRecord } from './format.ts'
import { logFormats } from './index.ts'

/** A record as it was read, and by what. */
export interface ChosenRecord {
  readonly format: string
  readonly record: ReadRecord
}

/** How deep records are looked for in records: a line of a program, in a container's, in a collector's. */
const deepest = 4

/** Finds the format of each record of one source; the one that read the last record is asked first. */
export class FormatChooser {
  #last: LogFormat | null = null

  read(text: string, context: FormatContext): ChosenRecord {
    const record = this.#last === null || this.#last.id === 'plain' ? null : this.#last.read(text, context)
    if (this.#last !== null && record !== null) return unwrapped(this.#last.id, record, context, 0)
    for (const format of logFormats) {
      if (format === this.#last && format.id !== 'plain') continue
      const read = format.read(text, context)
      if (read === null) continue
      this.#last = format
      return unwrapped(format.id, read, context, 0)
    }
    return {
      format: 'plain',
      record: { when: null, from: null, request: null, userAgent: null, fields: [{ name: null, value: text }] },
    }
  }
}

/** With the records in its fields read too; what the inner one says of a request counts, since it is closer to it. */
function unwrapped(format: string, record: ReadRecord, context: FormatContext, depth: number): ChosenRecord {
  const holder = record.fields.find(({ holdsRecord }) => holdsRecord === true)
  if (holder === undefined || depth >= deepest) return { format, record }
  const text = holder.value.replace(/\r?\n$/, '')
  for (const inner of logFormats) {
    const read = inner.read(text, context)
    if (read === null) continue
    const chosen = unwrapped(inner.id, read, context, depth + 1)
    const name = holder.name ?? format
    return {
      format: inner.id === 'plain' ? format : `${format} > ${chosen.format}`,
      record: {
        when: record.when ?? chosen.record.when,
        from: chosen.record.from ?? record.from,
        request: chosen.record.request ?? record.request,
        userAgent: chosen.record.userAgent ?? record.userAgent,
        fields: [
          ...record.fields.filter((each) => each !== holder),
          ...chosen.record.fields.map((each) => ({
            ...each,
            name: each.name === null ? name : `${name} > ${each.name}`,
          })),
        ],
      },
    }
  }
  return { format, record }
}
