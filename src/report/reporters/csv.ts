import { gapReasons, rungMeanings, showInstant } from '../../core/index.ts'
import type { Reporter } from '../reporter.ts'
import { visible } from '../visible.ts'

const columns = [
  'kind',
  'url',
  'point',
  'result',
  'meaning',
  'band',
  'callback',
  'from',
  'cves',
  'detail',
  'seen at',
] as const

/** A row for each finding and gap (RFC 4180), for spreadsheets: no cell begins as a formula. */
export const csv: Reporter = {
  id: 'csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  summary: 'a row for each finding and gap, for spreadsheets',

  begin() {
    let begun = false
    const row = (cells: readonly string[]): string => {
      const head = begun ? '' : `${columns.join(',')}\r\n`
      begun = true
      return `${head}${cells.map(cell).join(',')}\r\n`
    }
    return {
      finding: ({ at, proof, band, callback, cves, seenAt, title }) =>
        row([
          'exposure',
          at.url,
          `${at.point.kind} ${at.point.name}`,
          proof,
          rungMeanings[proof],
          band ?? '',
          callback.channel,
          callback.from.address,
          cves.map(({ id, status }) => `${id} ${status}`).join('; '),
          title,
          showInstant(seenAt),
        ]),
      gap: ({ at, because, detail }) => row(['gap', at, '', because, gapReasons[because], '', '', '', '', detail, '']),
      end: () => (begun ? '' : `${columns.join(',')}\r\n`),
    }
  },
}

/** Spreadsheets run a cell that begins with one of these; an apostrophe makes it a text (OWASP, CSV injection). */
function cell(text: string): string {
  const shown = visible(text)
  const harmless = /^[=+\-@]/.test(shown) ? `'${shown}` : shown
  return /[",]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
