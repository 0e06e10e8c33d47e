import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyFinding, anyGap, documentOf, sampleExposures, sampleGaps } from '../../../test/kit/generated-results.ts'
import { script, scriptHash } from '../html/script.ts'
import { html } from './html.ts'

test('the policy lets our script run, by its digest, and no other', () => {
  expect(scriptHash).toBe(`sha256-${createHash('sha256').update(script).digest('base64')}`)
  expect(documentOf(html, sampleExposures(1), [])).toContain(`script-src '${scriptHash}';`)
})

test('nothing of a target becomes markup', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 4 }), fc.array(anyGap, { maxLength: 4 }), (findings, gaps) => {
      const document = documentOf(html, findings, gaps).replace(`<script>${script}</script>`, '')
      expect(document).not.toMatch(/<\/?script|<img|<iframe|<a[ >]|\son\w+=(?!alert\(3\)&gt;)/)
    }),
  )
})

test('fetches nothing: no address of another file stands where a browser would load it', () => {
  const document = documentOf(html, sampleExposures(5), sampleGaps(5))

  expect(document).not.toMatch(/\s(src|href|srcset|action|poster|data)=["']|url\(|@import/)
  expect(document).toContain("default-src 'none'")
})

test('elements that are opened are closed, whatever was found', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 4 }), fc.array(anyGap, { maxLength: 4 }), (findings, gaps) => {
      expect(unclosed(documentOf(html, findings, gaps).replace(script, ''))).toEqual([])
    }),
    { numRuns: 50 },
  )
})

/** Elements without an end tag (HTML Standard section 13.1.2), of those that the page uses; self-closed SVG aside. */
const empty = new Set(['meta', 'input', 'br', '!doctype'])

function unclosed(document: string): string[] {
  const open: string[] = []
  for (const [, slash, name = '', self] of document.matchAll(/<(\/?)([!a-z][a-z0-9]*)[^>]*?(\/?)>/g)) {
    if (empty.has(name) || self === '/') continue
    if (slash === '') open.push(name)
    else if (open.pop() !== name) return [name]
  }
  return open
}
