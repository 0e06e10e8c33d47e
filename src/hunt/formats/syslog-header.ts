import type { Instant } from '../../core/index.ts'
import { readTime } from '../time/read-time.ts'

/** What stands before a record that names its own format behind a header of syslog. */
export interface SyslogHeader {
  /** As it is written; `null` where there is none. */
  readonly time: string | null
  /** Whether the time has its year and its zone, which those of RFC 3164 have not. */
  readonly isExact: boolean
  /** Behind the header, where the record begins. */
  readonly end: number
}

/** Priority, time, host and what more senders put there; longer ones are none. */
const mostHeader = 512

/**
 * The header of a record that begins with `tag` (`CEF:`) and a number: of RFC 3164, of RFC 5424 without its data, as IBM
 * has it, or nothing. `null` where the tag stands nowhere, or behind anything else: then it is a part of some text. Where
 * there is a program or structured data before it, it is the message of that format.
 */
export function syslogHeader(text: string, tag: string): SyslogHeader | null {
  const at = text.slice(0, mostHeader).indexOf(tag)
  if (at < 0 || !/^ ?\d/.test(text.slice(at + tag.length, at + tag.length + 2))) return null
  const match = header.exec(text.slice(0, at))
  if (match === null) return null
  const [, syslog, iso] = match
  return { time: iso ?? syslog ?? null, isExact: iso !== undefined && /(?:Z|[+-]\d\d:?\d\d)$/.test(iso), end: at }
}

/** Behind the time a host and other words, none of which ends as the name of a program does; containers have streams there. */
const header =
  /^(?:<\d{1,3}>)?(?:1 )?(?:(?:([A-Z][a-z]{2} [ \d]?\d (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d{1,9})?)|(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?))(?! std(?:out|err) )(?: [^\s|=]{0,254}[^\s|=:]){0,4} )?$/

/**
 * When a record was made: `sure` are times in it that a device alone can have written, `others` those that may be a client's,
 * who has no say where the header gives the time with its zone, and no more than a difference of zones where it does not.
 */
export function toldTime(
  { time, isExact }: SyslogHeader,
  sure: readonly (string | null)[],
  others: readonly (string | null)[],
  around: Instant,
): Instant | null {
  const own = firstTime(sure, around)
  const outer = firstTime([time], around)
  if (own !== null || (isExact && outer !== null)) return own ?? outer
  const inner = firstTime(others, around)
  if (time === null || inner === null) return inner ?? outer
  // Which year a header means that names none depends on when the file was written last, which copying changes.
  const near = readTime(time, inner)
  return near !== null && Math.abs(inner - near) <= dayMs ? inner : outer
}

const dayMs = 86_400_000

function firstTime(written: readonly (string | null)[], around: Instant): Instant | null {
  for (const each of written) {
    const read = each === null ? null : readTime(each, around)
    if (read !== null) return read
  }
  return null
}
