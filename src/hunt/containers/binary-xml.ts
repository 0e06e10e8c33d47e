/** Types of values (libevtx, "Value types"); an array has the high bit set. */
const textType = 0x01
const latin1Type = 0x02
const nestedType = 0x21
const arrayBit = 0x80

const mostValues = 1_024
const deepest = 8
/** Shorter runs say nothing. */
const shortestRun = 6

/**
 * Texts in a record of binary XML, in order: the values of its template, nested ones too. Where it has no template that can
 * be followed, every run of UTF-16 in it. Bounded, whatever the bytes are.
 *
 * @see https://github.com/libyal/libevtx/blob/main/documentation/Windows%20XML%20Event%20Log%20(EVTX).asciidoc
 */
export function valuesIn(chunk: Uint8Array, start: number, end: number): readonly string[] {
  const texts: string[] = []
  return ofFragment(chunk, start, end, 0, texts) && texts.length > 0 ? texts : runsIn(chunk, start, end)
}

/** A fragment header, then an instance of a template with its values. Gives whether it could be followed. */
function ofFragment(chunk: Uint8Array, start: number, end: number, depth: number, texts: string[]): boolean {
  if (depth > deepest) return false
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length)
  let at = start
  if (chunk[at] === 0x0f) at += 4
  if (chunk[at] !== 0x0c || at + 10 > end) return false
  const definition = view.getUint32(at + 6, true)
  at += 10
  // The definition stands here where it is used for the first time; else it lies before.
  if (definition === at) {
    if (at + 24 > end) return false
    at += 24 + view.getUint32(at + 20, true)
  }
  return ofValues(chunk, at, end, depth, texts, view)
}

function ofValues(
  chunk: Uint8Array,
  start: number,
  end: number,
  depth: number,
  texts: string[],
  view: DataView,
): boolean {
  if (start + 4 > end) return false
  const count = view.getUint32(start, true)
  if (count > mostValues || start + 4 + 4 * count > end) return false
  let at = start + 4 + 4 * count
  for (let i = 0; i < count; i++) {
    const size = view.getUint16(start + 4 + 4 * i, true)
    const type = chunk[start + 6 + 4 * i] ?? 0
    if (at + size > end) return false
    if (type === nestedType) {
      if (!ofFragment(chunk, at, at + size, depth + 1, texts)) texts.push(...runsIn(chunk, at, at + size))
    } else if ((type & ~arrayBit) === textType)
      texts.push(
        ...utf16(chunk.subarray(at, at + size))
          .split('\0')
          .filter(Boolean),
      )
    else if ((type & ~arrayBit) === latin1Type) texts.push(latin1(chunk.subarray(at, at + size)))
    at += size
  }
  return true
}

/** Runs of plain letters in UTF-16, at any offset. */
function runsIn(chunk: Uint8Array, start: number, end: number): readonly string[] {
  const runs: string[] = []
  for (let at = start; at + 1 < end && runs.length < mostValues; ) {
    const from = at
    while (at + 1 < end && isLetter(chunk[at] ?? 0, chunk[at + 1] ?? 0)) at += 2
    if (at - from >= 2 * shortestRun) runs.push(utf16(chunk.subarray(from, at)))
    else at = from + 1
  }
  return runs
}

/** A character of Basic Latin, Latin-1 or Latin Extended-A. */
function isLetter(low: number, high: number): boolean {
  return high === 0 ? low >= 0x20 || low === 0x09 || low === 0x0a || low === 0x0d : high === 1
}

function utf16(bytes: Uint8Array): string {
  return new TextDecoder('utf-16le').decode(bytes)
}

function latin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}
