/**
 * What could act on whoever reads a text instead of being read: control characters (C0, DEL, C1) move a terminal's
 * cursor, marks of direction turn text around (Unicode UAX #9), invisible ones hide a difference, halves of surrogate
 * pairs are no text at all.
 */
const acting =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu

/** A text that came from outside, safe to print: what could act is shown as an escape. */
export function visible(text: string): string {
  return isPlain(text) ? text : text.replace(acting, escaped)
}

/** A value as JSON that means the same to a program, and cannot act on a terminal that shows it. */
export function jsonText(value: unknown, indent = 0): string {
  const json = JSON.stringify(value, null, indent)
  // Outside of texts, JSON has no such character but the line feeds of an indent.
  return isPlain(json) ? json : json.replace(acting, (char) => (char === '\n' ? char : escaped(char)))
}

/** The same, and halves of every pair of surrogates: a search by units takes an eighth of the time of one by characters. */
const mayAct =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]/

/** Nearly every text is of ASCII, which is told in a third of that time again; most others hold nothing that acts. */
function isPlain(text: string): boolean {
  return !/[^ -~]/.test(text) || !mayAct.test(text)
}

/** Each of its UTF-16 units, as JSON writes them. */
function escaped(char: string): string {
  return char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
