import { type Instant, instantOfEpoch } from '../../core/index.ts'
import { optionInvalid, type RawOptions, textOption } from '../options.ts'

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }
const day = 86_400_000

/**
 * A moment as an operator writes it: ISO 8601, UTC where no zone is given, or how long ago it was. A day alone is its
 * beginning, or with `endOfDay` its end. `null` if it was not given. Throws OPTION_INVALID.
 */
export function timeOption(options: RawOptions, name: string, now: Instant, endOfDay = false): Instant | null {
  const text = textOption(options, name)
  if (text === null) return null
  const read = ago(text, now) ?? ofDay(text, endOfDay) ?? ofMoment(text)
  if (read === null) throw optionInvalid(name, text, 'a time, such as 2021-12-10, 2021-12-10T12:00Z, 24h or 7d')
  return read
}

/** How long something is, in milliseconds: `30s`, `10m`, `2h`, `1d`, or `0`. Throws OPTION_INVALID. */
export function durationOption(options: RawOptions, name: string): number {
  const text = textOption(options, name) ?? '0'
  const [, count, unit] = /^(\d{1,6}(?:\.\d{1,3})?)([smhdw])$/.exec(text) ?? []
  const ms = unit === 's' ? 1_000 : units[unit ?? '']
  if (text === '0') return 0
  if (count === undefined || ms === undefined)
    throw optionInvalid(name, text, 'a length of time, such as 30s, 10m or 2h')
  return Number(count) * ms
}

function ago(text: string, now: Instant): Instant | null {
  const [, count, unit] = /^(\d{1,6}(?:\.\d{1,3})?)([mhdw])$/.exec(text) ?? []
  const ms = units[unit ?? '']
  return count === undefined || ms === undefined ? null : instantOfEpoch(now - Number(count) * ms)
}

function ofDay(text: string, endOfDay: boolean): Instant | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const start = realTime(`${text}T00:00:00Z`)
  return start === null ? null : instantOfEpoch(endOfDay ? start + day - 1 : start)
}

function ofMoment(text: string): Instant | null {
  const [, date, time, zone] =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?$/.exec(text) ?? []
  return date === undefined || time === undefined ? null : realTime(`${date}T${time}${zone ?? 'Z'}`)
}

/** Dates that no month has are refused, also where the platform would count on into the next month. */
function realTime(iso: string): Instant | null {
  const ms = Date.parse(iso)
  const start = Date.parse(`${iso.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(ms) || Number.isNaN(start)) return null
  return new Date(start).toISOString().startsWith(iso.slice(0, 10)) ? instantOfEpoch(ms) : null
}
