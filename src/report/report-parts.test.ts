import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reportParts } from './report-parts.ts'

const partsOf = (...pieces: readonly string[]): readonly unknown[] => [...reportParts('a.json', pieces)]

test('a document is one part, and lines are a part each, however their text is cut', () => {
  const json = fc.jsonValue().filter((value) => typeof value === 'object')
  fc.assert(
    fc.property(fc.array(json, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 20 }), (values, size) => {
      const cut = (text: string): string[] => text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
      const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

      expect(partsOf(...cut(values.map((value) => `${JSON.stringify(value)}\n`).join('')))).toEqual(asJson(values))
      expect(partsOf(...cut(JSON.stringify(values[0], null, 2)))).toEqual([asJson(values[0])])
    }),
  )
})

test('a last line without an end counts, and empty lines do not', () => {
  expect(partsOf('{"a":1}\n', '\n{"b"', ':2}')).toEqual([{ a: 1 }, { b: 2 }])
  expect(partsOf('')).toEqual([])
})

test.each([
  ['no JSON', 'PK\u0003\u0004', 'it is not JSON'],
  ['no JSON in lines', 'a\nb\n', 'it is not JSON'],
  ['a torn line', '{"schema":"fireline.gap/1"}\n{"schema":"firel', 'line 2 is not JSON'],
])('%s is a problem that names the file and what is wrong', (_case, text, flaw) => {
  expect(() => partsOf(text)).toThrow(
    expect.objectContaining({ code: 'REPORT_UNREADABLE', message: `"a.json" is no report that can be read: ${flaw}` }),
  )
})

test('a document that is longer than a text can be is refused with the way out, before it is held', () => {
  const piece = `"${'x'.repeat(10_000_000)}"`
  const endless = function* (): Generator<string> {
    yield '{\n'
    for (;;) yield piece
  }
  expect(() => [...reportParts('a.json', endless())]).toThrow(
    expect.objectContaining({ code: 'REPORT_UNREADABLE', hint: expect.stringContaining('jsonl') as string }),
  )
})
