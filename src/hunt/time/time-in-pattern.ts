/** What each letter takes up, of those that time stamps are made of. */
const letters: Readonly<Record<string, RegExp>> = {
  y: /\d{1,4}/y,
  M: /[A-Za-z]{3,9}|\d{1,2}/y,
  d: /\d{1,2}/y,
  H: /\d{1,2}/y,
  h: /\d{1,2}/y,
  m: /\d{1,2}/y,
  s: /\d{1,2}/y,
  S: /\d{1,9}/y,
  a: /[AaPp][Mm]/y,
  E: /[A-Za-z]{3,9}/y,
  z: /(?:GMT|UTC)?[+-]\d{2}:?\d{2}|[A-Z]{3,4}/y,
  Z: /[+-]\d{4}/y,
  X: /Z|[+-]\d{2}(?::?\d{2})?/y,
}

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const mostPattern = 64

/**
 * A time that was written in a pattern of Java's `SimpleDateFormat` (`dd/MM/yyyy HH:mm:ss z`) in ISO 8601; `null` where it
 * was not, or where the pattern has letters that are of no use for the time of an event. Whatever follows it is left alone.
 *
 * @see https://docs.oracle.com/javase/8/docs/api/java/text/SimpleDateFormat.html
 */
export function timeInPattern(text: string, pattern: string): string | null {
  if (pattern.length > mostPattern) return null
  const read = new Map<string, string>()
  let at = 0
  for (const [piece] of pattern.matchAll(/'[^']*'|([A-Za-z])\1*|[^]/g)) {
    const [letter = ''] = piece
    if (!/[A-Za-z]/.test(letter)) {
      const literal = piece.length > 1 ? piece.slice(1, -1) : piece
      if (!text.startsWith(literal, at)) return null
      at += literal.length
      continue
    }
    const part = letters[letter]
    if (part === undefined) return null
    part.lastIndex = at
    const matched = part.exec(text)?.[0]
    if (matched === undefined) return null
    // Numbers that nothing stands between have as many digits as letters: `yyyyMMddHHmmss`.
    const taken =
      /^\d/.test(matched) && letter !== 'S'
        ? matched.slice(0, Math.max(piece.length, piece.length === 1 ? 4 : 2))
        : matched
    read.set(letter, taken)
    at += taken.length
  }
  return isoOf(read)
}

function isoOf(read: ReadonlyMap<string, string>): string | null {
  const year = read.get('y') ?? ''
  const month = monthOf(read.get('M') ?? '')
  const day = read.get('d')
  const hour = hourOf(read)
  const minute = read.get('m')
  if (year === '' || month === null || day === undefined || hour === null || minute === undefined) return null
  const fullYear = year.length <= 2 ? `20${year.padStart(2, '0')}` : year
  const clock = [hour, minute, read.get('s') ?? '0'].map((each) => each.padStart(2, '0')).join(':')
  const fraction = read.has('S') ? `.${read.get('S') ?? ''}` : ''
  const zone = (read.get('X') ?? read.get('Z') ?? read.get('z') ?? '').replace(/^(?:GMT|UTC)(?=[+-])/, '')
  return `${fullYear}-${month}-${day.padStart(2, '0')}T${clock}${fraction}${/^[A-Y]/.test(zone) ? ' ' : ''}${zone}`
}

function monthOf(written: string): string | null {
  if (/^\d/.test(written)) return written.padStart(2, '0')
  const index = months.indexOf(written.slice(0, 3).toLowerCase())
  return index < 0 ? null : String(index + 1).padStart(2, '0')
}

/** Of twenty-four; `h` counts to twelve, twice. */
function hourOf(read: ReadonlyMap<string, string>): string | null {
  const hour = read.get('H')
  if (hour !== undefined) return hour
  const half = read.get('h')
  const isAfternoon = read.get('a')?.toLowerCase() === 'pm'
  return half === undefined || !read.has('a') ? null : String((Number(half) % 12) + (isAfternoon ? 12 : 0))
}
