import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyFinding, anyGap, documentOf } from '../../../test/kit/generated-results.ts'
import { csv } from './csv.ts'

/** RFC 4180 section 2, read by its grammar. */
function records(text: string): string[][] {
  const rows: string[][] = [[]]
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y
  while (field.lastIndex < text.length) {
    const at = field.lastIndex
    const match = field.exec(text)
    if (match === null) throw new Error(`no field at ${at}: ${text.slice(at, at + 40)}`)
    const [, quoted, plain = '', end] = match
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

const results = [fc.array(anyFinding, { maxLength: 5 }), fc.array(anyGap, { maxLength: 5 })] as const

test('is a table: one header, and a row of as many cells for each finding and gap', () => {
  fc.assert(
    fc.property(...results, (findings, gaps) => {
      const [head, ...rows] = records(documentOf(csv, findings, gaps))
      expect(rows).toHaveLength(findings.length + gaps.length)
      for (const row of rows) expect(row).toHaveLength(head?.length ?? 0)
    }),
  )
})

test('no cell is a formula, split at commas or at semicolons', () => {
  fc.assert(
    fc.property(...results, (findings, gaps) => {
      for (const row of records(documentOf(csv, findings, gaps)))
        for (const cell of row) expect(cell).not.toMatch(/(^|;)\s*[=+\-@]/)
    }),
  )
})

test('without anything to tell, the header tells so', () => {
  expect(records(documentOf(csv, [], []))).toHaveLength(1)
})
