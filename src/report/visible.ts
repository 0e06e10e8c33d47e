/**
 * A text that came from outside, safe to print: control characters, which could move the cursor or hide what was
 * written, and bidirectional marks, which could turn it around, are shown as escapes.
 */
export function visible(text: string): string {
  let shown = ''
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    const control = code < 0x20 || (code >= 0x7f && code < 0xa0)
    const turning =
      (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code === 0x2028 || code === 0x2029
    shown += control || turning ? `\\u${code.toString(16).padStart(4, '0')}` : char
  }
  return shown
}
