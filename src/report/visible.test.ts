import { expect, test } from 'vitest'
import { jsonText, visible } from './visible.ts'

/** Control characters, marks of direction, what is not seen, halves of pairs; by their names in Unicode. */
function acts(char: string): boolean {
  return (
    /\p{Cc}|\p{Surrogate}|\p{Bidi_Control}|[\u2028\u2029]|[\ufff9-\ufffb]/u.test(char) ||
    /[\u00ad\u200b-\u200d\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/u.test(char)
  )
}

test('each character of Unicode is shown as it is, or, if it acts, as an escape', () => {
  const wrong: string[] = []
  for (let code = 0; code <= 0x10ffff; code++) {
    const char = String.fromCodePoint(code)
    const text = `a${char}…`
    const isEscaped = visible(text) !== text
    if (isEscaped !== acts(char)) wrong.push(code.toString(16))
  }

  expect(wrong).toEqual([])
})

test.each([
  ['a\u001b[2Jb', '"a\\u001b[2Jb"'],
  ['…\u202e', '"…\\u202e"'],
  ['\ud83d\ude00…', '"\ud83d\ude00…"'],
  ['\ud83d…', '"\\ud83d…"'],
  ['\u{e0041}', '"\\udb40\\udc41"'],
  ['Zürich…', '"Zürich…"'],
])('JSON of %j means the same, and cannot act', (text, json) => {
  expect(jsonText(text)).toBe(json)
  expect(JSON.parse(jsonText(text))).toBe(text)
})

test('line feeds of an indent stay', () => {
  expect(jsonText({ a: 'é' }, 1)).toBe('{\n "a": "é"\n}')
})
