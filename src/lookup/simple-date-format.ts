/**
 * `java.text.SimpleDateFormat` in the locale en_US, as `${date:…}` uses it: pattern letters of its class
 * documentation (Java SE 17), text in single quotes, `''` for a quote.
 */

/** Formats `at` (milliseconds since the epoch). `null` if the pattern is invalid, as Java would throw. */
export function formatDate(pattern: string, at: number, zone: string): string | null {
  const tokens = readPattern(pattern)
  if (tokens === null) return null
  const offsetMinutes = offsetOf(zone)
  const fields = fieldsOf(at + offsetMinutes * 60_000)
  return tokens
    .map((token) => ('text' in token ? token.text : field(token.letter, token.count, fields, offsetMinutes)))
    .join('')
}

/** What Log4j falls back to for an invalid pattern: the short date and time of the locale. */
export function shortDate(at: number, zone: string): string {
  return formatDate('M/d/yy, h:mm a', at, zone) ?? ''
}

/** Whether a zone is understood: UTC by one of its names, or an offset such as `+02:00`. Others are taken for UTC. */
export function isKnownZone(zone: string): boolean {
  return /^(UTC|GMT|Z|Etc\/UTC)$/.test(zone) || offsetPattern.test(zone)
}

type PatternToken = { readonly text: string } | { readonly letter: string; readonly count: number }

const letters = 'GyYMLwWDdFEuaHkKhmsSzZX'

function readPattern(pattern: string): readonly PatternToken[] | null {
  const tokens: PatternToken[] = []
  let quoted = false
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern.charAt(i)
    if (char === "'") {
      if (pattern.charAt(i + 1) === "'") {
        tokens.push({ text: "'" })
        i++
      } else quoted = !quoted
    } else if (quoted || !/[A-Za-z]/.test(char)) {
      tokens.push({ text: char })
    } else if (letters.includes(char)) {
      let end = i
      while (pattern.charAt(end) === char) end++
      // ISO 8601 zones have at most three letters.
      if (char === 'X' && end - i > 3) return null
      tokens.push({ letter: char, count: end - i })
      i = end - 1
    } else return null
  }
  return quoted ? null : tokens
}

interface DateFields {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly weekday: number
  readonly dayOfYear: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly ms: number
  readonly weekOfYear: number
  readonly weekYear: number
  readonly weekOfMonth: number
}

const dayMs = 86_400_000

function fieldsOf(local: number): DateFields {
  const date = new Date(local)
  const year = date.getUTCFullYear()
  const dayOfYear =
    Math.floor((Date.UTC(year, date.getUTCMonth(), date.getUTCDate()) - Date.UTC(year, 0, 1)) / dayMs) + 1
  const day = date.getUTCDate()
  const weekday = date.getUTCDay()
  const { week, weekYear } = weekOf(year, dayOfYear)
  const firstOfMonth = (((weekday - (day - 1)) % 7) + 7) % 7
  return {
    year,
    month: date.getUTCMonth(),
    day,
    weekday,
    dayOfYear,
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    ms: date.getUTCMilliseconds(),
    weekOfYear: week,
    weekYear,
    weekOfMonth: Math.floor((day - 1 + firstOfMonth) / 7) + 1,
  }
}

/** Week numbers of en_US: weeks begin on Sunday, and the one with 1 January is the first of its year. */
function weekOf(year: number, dayOfYear: number): { week: number; weekYear: number } {
  const weekdayOfFirst = new Date(Date.UTC(year, 0, 1)).getUTCDay()
  const week = Math.floor((dayOfYear - 1 + weekdayOfFirst) / 7) + 1
  const days = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / dayMs
  const firstOfNext = new Date(Date.UTC(year + 1, 0, 1)).getUTCDay()
  return dayOfYear > days - firstOfNext ? { week: 1, weekYear: year + 1 } : { week, weekYear: year }
}

const months = 'January February March April May June July August September October November December'.split(' ')
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

function field(letter: string, count: number, date: DateFields, offsetMinutes: number): string {
  const pad = (n: number): string => String(n).padStart(count, '0')
  const word = (full: string): string => (count >= 4 ? full : full.slice(0, 3))
  const yearText = (year: number): string => (count === 2 ? String(year % 100).padStart(2, '0') : pad(year))
  switch (letter) {
    case 'G':
      return 'AD'
    case 'y':
      return yearText(date.year)
    case 'Y':
      return yearText(date.weekYear)
    case 'M':
    case 'L':
      return count >= 3 ? word(months[date.month] ?? '') : pad(date.month + 1)
    case 'w':
      return pad(date.weekOfYear)
    case 'W':
      return pad(date.weekOfMonth)
    case 'D':
      return pad(date.dayOfYear)
    case 'd':
      return pad(date.day)
    case 'F':
      return pad(Math.floor((date.day - 1) / 7) + 1)
    case 'E':
      return word(weekdays[date.weekday] ?? '')
    case 'u':
      return pad(date.weekday === 0 ? 7 : date.weekday)
    case 'a':
      return date.hour < 12 ? 'AM' : 'PM'
    case 'H':
      return pad(date.hour)
    case 'k':
      return pad(date.hour === 0 ? 24 : date.hour)
    case 'K':
      return pad(date.hour % 12)
    case 'h':
      return pad(date.hour % 12 === 0 ? 12 : date.hour % 12)
    case 'm':
      return pad(date.minute)
    case 's':
      return pad(date.second)
    case 'S':
      return pad(date.ms)
    case 'z':
      return offsetMinutes === 0
        ? count >= 4
          ? 'Coordinated Universal Time'
          : 'UTC'
        : `GMT${clock(offsetMinutes, ':')}`
    case 'Z':
      return clock(offsetMinutes, '')
    default:
      return isoZone(count, offsetMinutes)
  }
}

function isoZone(count: number, offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'Z'
  const text = clock(offsetMinutes, count === 3 ? ':' : '')
  return count === 1 ? text.slice(0, 3) : text
}

function clock(offsetMinutes: number, separator: string): string {
  const minutes = Math.abs(offsetMinutes)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${separator}${two(minutes % 60)}`
}

const offsetPattern = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})$/

function offsetOf(zone: string): number {
  const match = offsetPattern.exec(zone)
  if (match === null) return 0
  const [, sign, hours, minutes] = match
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
