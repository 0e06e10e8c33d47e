import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  anyFinding,
  anyGap,
  documentOf,
  sampleComponents,
  sampleExposures,
  sampleGaps,
  scanHeader,
} from '../../../test/kit/generated-results.ts'
import type { ComponentFinding, Gap } from '../../core/index.ts'
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
  const document = documentOf(html, [...sampleExposures(5), ...sampleComponents(5)], sampleGaps(5))

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

const [sample] = sampleComponents(1)
const core: ComponentFinding = {
  ...sample!,
  at: { path: '/srv/shop.war!WEB-INF/lib/log4j-core-2.14.1.jar' },
  severity: 'critical',
  cves: [
    { id: 'CVE-2021-44228', status: 'affected', because: 'JndiLookup is there' },
    { id: 'CVE-2020-9488', status: 'fixed', because: 'fixed in 2.13.2' },
  ],
  component: { ...sample!.component, product: 'log4j-core', version: '2.14.1', mitigations: [] },
  remedy: 'Update to 2.17.1',
}

test('a page of a scan says what is vulnerable, in how many files, what to do, and what is not known', () => {
  const gap: Gap = { at: '/srv/b.zip', because: 'encrypted', detail: '' }
  const document = documentOf(html, [core, core], [gap], { header: scanHeader })

  expect(document).toContain('<title>Fireline scan: 2 vulnerable components in 1 file</title>')
  expect(document).toContain('2 × Update to 2.17.1')
  expect(document).toContain('1 place could not be examined. Nothing is known of it.')
  expect(document).toContain('CVE-2021-44228: 2 affected')
  expect(document).toContain('log4j-core 2.14.1: 2 vulnerable')
  expect(document).toContain('/srv: 2 vulnerable')
  expect(document).toContain('encrypted: 1 place')
})

test('nesting is shown level by level, and what is settled stands behind what is open', () => {
  const document = documentOf(html, [core], [], { header: scanHeader })

  expect(document).toContain('<span>/srv/shop.war</span><span class="level">! WEB-INF/lib/log4j-core-2.14.1.jar</span>')
  expect(document).toContain('<span class="cve alarm">CVE-2021-44228</span><details><summary>why, and 1 settled')
})

test('a scan that found nothing says what that means', () => {
  const document = documentOf(html, [], [], { header: scanHeader })

  expect(document).toContain('Nothing vulnerable was found in what was examined.')
  expect(document).not.toContain('<script>')
})

test('each id is there once, and what names an id names one that is there', () => {
  const document = documentOf(html, [...sampleExposures(2), core], sampleGaps(2), { header: scanHeader })
  const ids = [...document.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
  const named = [...document.matchAll(/\s(?:aria-labelledby|for)="([^"]+)"/g)].map(([, id]) => id)

  expect(new Set(ids).size).toBe(ids.length)
  expect(named.filter((id) => !ids.includes(id))).toEqual([])
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
