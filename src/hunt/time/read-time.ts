import { type Instant, instantOfEpoch, remembering } from '../../core/index.ts'

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/**
 * A moment at the beginning of a text, in the ways that logs write one; `null` if there is none. Where the zone is left out
 * it is taken for UTC, as it is where a zone goes by a name that several have; where the year is, it is the one that lies closest to `around`.
 *
 * Read: ISO 8601 (also with a blank, a comma, or no zone), `12/Dec/2021:04:25:41 +0000` (Apache), `12-Dec-2021 04:25:41.123` (Tomcat), `Dec 12 04:25:41` (RFC
 * 3164), `Dec 12 2021 04:25:41.123 GMT+01:00` (CEF, LEEF), `Sun Dec 12 04:25:41 2021`, `2021/12/12 04:25:41` (nginx), `Sun Dec 12 04:25:41 CET 2021` (Java), seconds, milliseconds, micro- and nanoseconds of Unix.
 */
export function readTime(written: string, around: Instant): Instant | null {
  const text = /^["[]/.test(written) ? written.slice(1) : written
  const code = text.charCodeAt(0)
  const isDigit = code >= 0x30 && code <= 0x39
  const read = isDigit
    ? (ofIso(text) ?? ofApache(text) ?? ofUnix(text))
    : (ofSyslog(text, around) ?? ofMonthFirst(text) ?? ofAsctime(text))
  return read === null || Number.isNaN(read) ? null : instantOfEpoch(read)
}

function ofIso(text: string): number | null {
  const match =
    /^(\d{4})[-/.](\d{2})[-/.](\d{2})[Tt _](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?([+-][01]\d(?![\d:])|\s?(?:[Zz]|[+-]\d{2}:?\d{2}| ?[A-Z]{3,4}(?![\w:])))?/.exec(
      text,
    )
  if (match === null) return null
  const [, year, month, day, hour, minute, second = '0', fraction = '0', zone = 'Z'] = match
  const ms = Math.floor(Number(`0.${fraction}`) * 1_000)
  return (
    utc(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), ms) -
    (offsetOf(zone) ?? 0)
  )
}

function ofApache(text: string): number | null {
  // Access logs are the most of what is read: each part is taken where it stands, and what lines have in common is remembered.
  if (!/^\d{1,2}[/-][A-Za-z]{3}[/-]\d{4}[: ]\d{2}:\d{2}:\d{2}/.test(text)) return null
  const dateLength = isDigitAt(text, 1) ? 11 : 10
  const date = startOfDate(text.slice(0, dateLength))
  const clock = dateLength + 1
  const [hour, minute, second] = [twoAt(text, clock), twoAt(text, clock + 3), twoAt(text, clock + 6)]
  if (date === null || hour > 24 || minute > 59 || second > 60) return null
  const [, digits = ''] = text.charCodeAt(clock + 8) === 0x2e ? (/^\.(\d{1,9})/.exec(text.slice(clock + 8)) ?? []) : []
  const zone = clock + 8 + (digits === '' ? 0 : digits.length + 1)
  const ms = Math.floor(Number(`0.${digits}`) * 1_000)
  return date + (hour * 60 + minute) * 60_000 + second * 1_000 + ms - offsetBehind(text.slice(zone, zone + 6))
}

/** Of `12/Dec/2021`, in UTC. */
const startOfDate = remembering((date: string): number | null => {
  const [day = '', month = '', year] = date.split(/[/-]/)
  const index = months.indexOf(month.toLowerCase())
  const start = Date.UTC(Number(year), index, Number(day))
  return index < 0 || Number(day) > 31 || Number.isNaN(start) ? null : start
})

/** Of ` +0100`. */
const offsetBehind = remembering((zone: string): number =>
  /^ [+-]\d{4}$/.test(zone) ? (offsetOf(zone.slice(1)) ?? 0) : 0,
)

function isDigitAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 0x30 && code <= 0x39
}

/** The number of two digits. */
function twoAt(text: string, at: number): number {
  return 10 * (text.charCodeAt(at) - 0x30) + text.charCodeAt(at + 1) - 0x30
}

function ofUnix(text: string): number | null {
  const match = /^(\d{9,19})(?:\.(\d{1,9}))?(?!\d)/.exec(text)
  if (match === null) return null
  const [, whole = '', fraction = '0'] = match
  const value = Number(whole)
  if (whole.length <= 10) return value * 1_000 + Math.floor(Number(`0.${fraction}`) * 1_000)
  if (whole.length <= 13) return value
  return whole.length <= 16 ? Math.floor(value / 1_000) : Math.floor(value / 1_000_000)
}

function ofSyslog(text: string, around: Instant): number | null {
  const match = /^([A-Za-z]{3}) {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2})(?! \d{4})/.exec(text)
  if (match === null) return null
  const [, month = '', day, hour, minute, second] = match
  const index = months.indexOf(month.toLowerCase())
  if (index < 0) return null
  const year = new Date(around).getUTCFullYear()
  const candidates = [year - 1, year, year + 1].map((each) =>
    utc(each, index, Number(day), Number(hour), Number(minute), Number(second), 0),
  )
  return candidates.sort((a, b) => Math.abs(a - around) - Math.abs(b - around))[0] ?? null
}

function ofMonthFirst(text: string): number | null {
  const match =
    /^([A-Za-z]{3}) {1,2}(\d{1,2}),? (\d{4}),? (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?( ?[+-]\d{2}:?\d{2}| (?:GMT|UTC)[+-]\d{2}:?\d{2}| [A-Z]{3,4}(?![\w:]))?/.exec(
      text,
    )
  if (match === null) return null
  const [, month = '', day, year, hour, minute, second, fraction = '0', zone = 'UTC'] = match
  const index = months.indexOf(month.toLowerCase())
  const offset = offsetOf(zone.replace(/^ ?(?:GMT|UTC)(?=[+-])/, '')) ?? 0
  const ms = Math.floor(Number(`0.${fraction}`) * 1_000)
  return index < 0
    ? null
    : utc(Number(year), index, Number(day), Number(hour), Number(minute), Number(second), ms) - offset
}

function ofAsctime(text: string): number | null {
  const match =
    /^(?:[A-Za-z]{3},? )?([A-Za-z]{3}) {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?: ([A-Z]{3,4}))? (\d{4})/.exec(
      text,
    )
  if (match === null) return null
  const [, month = '', day, hour, minute, second, zone = 'UTC', year] = match
  const index = months.indexOf(month.toLowerCase())
  const offset = offsetOf(zone)
  return index < 0 || offset === null
    ? null
    : utc(Number(year), index, Number(day), Number(hour), Number(minute), Number(second), 0) - offset
}

/** NaN for a day that no month has. */
function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  ms: number,
): number {
  const value = Date.UTC(year, month, day, hour, minute, second, ms)
  return month > 11 || day > 31 || hour > 24 || minute > 59 || second > 60 ? Number.NaN : value
}

/** Milliseconds east of Greenwich; `null` for a word that is no zone, or one of several. */
function offsetOf(zone: string): number | null {
  const match = /^\s?([+-])(\d{2}):?(\d{2})?$/.exec(zone)
  if (match === null) {
    const named = zones.get(zone.trim())
    return named === undefined ? null : named * 3_600_000
  }
  const [, sign, hours, minutes = '0'] = match
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

/** Hours east of Greenwich: those of RFC 5322 §4.3, and others whose name no other zone has. */
const zones: ReadonlyMap<string, number> = new Map([
  ['UTC', 0],
  ['GMT', 0],
  ['WET', 0],
  ['EST', -5],
  ['EDT', -4],
  ['CST', -6],
  ['CDT', -5],
  ['MST', -7],
  ['MDT', -6],
  ['PST', -8],
  ['PDT', -7],
  ['WEST', 1],
  ['CET', 1],
  ['CEST', 2],
  ['EET', 2],
  ['EEST', 3],
  ['MSK', 3],
  ['JST', 9],
  ['KST', 9],
  ['AEST', 10],
  ['AEDT', 11],
  ['NZST', 12],
  ['NZDT', 13],
])
