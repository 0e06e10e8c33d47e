import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BarRow, bars } from './bars.ts'

const row = fc.record({
  label: fc.string({ unit: 'binary', maxLength: 200 }),
  parts: fc.array(
    fc.record({
      count: fc.oneof(fc.nat(3), fc.nat(1_000_000)),
      tone: fc.constantFrom('alarm', 'warn', 'calm', 'mute'),
      word: fc.constant('x'),
    } as const),
    { maxLength: 5 },
  ),
})

/** `[x, width]` of each coloured bar, row by row. */
function drawn(svg: string): (readonly [number, number])[][] {
  return svg
    .split('<li>')
    .slice(1)
    .map((group) =>
      [...group.matchAll(/<rect class="bar \w+" x="(\d+)" width="(\d+)"/g)].map(
        ([, x, width]) => [Number(x), Number(width)] as const,
      ),
    )
}

test('each number that is not zero is seen, parts do not overlap, and no bar leaves the picture', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (rows: readonly BarRow[]) => {
      const all = drawn(bars(rows, 'spoken'))
      expect(all.map((each) => each.length)).toEqual(
        rows.map(({ parts }) => parts.filter(({ count }) => count > 0).length),
      )
      for (const parts of all) {
        for (const [i, [x, width]] of parts.entries()) {
          expect(width).toBeGreaterThanOrEqual(4)
          if (i > 0) expect(x).toBeGreaterThan((parts[i - 1]?.[0] ?? 0) + (parts[i - 1]?.[1] ?? 0) - 1)
          expect(x + width).toBeLessThanOrEqual(580 + 4 * parts.length)
        }
      }
    }),
  )
})

test('bars of one tone are as long as their numbers are to each other', () => {
  const part = (count: number): BarRow => ({ label: '', parts: [{ count, tone: 'calm', word: '' }] })
  const [[full], [half]] = drawn(bars([part(1_000), part(500)], '')) as [[[number, number]], [[number, number]]]

  expect(full[1]).toBe(2 * half[1])
})

test('says in words what it draws', () => {
  const list = bars(
    [{ label: 'CVE-2021-44228', parts: [{ count: 1_200, tone: 'alarm', word: 'affected' }] }],
    'By advisory',
  )

  expect(list).toContain('aria-label="By advisory"')
  expect(list).toContain('<span>CVE-2021-44228</span> <span class="soft">1,200 affected</span>')
})
