import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  anyFinding,
  anyGap,
  documentOf,
  huntHeader,
  sampleAttacks,
  sampleComponents,
  sampleExposures,
  sampleGaps,
  scanHeader,
} from '../../../test/kit/generated-results.ts'
import { type AttackFinding, type ComponentFinding, type Gap, instant } from '../../core/index.ts'
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
  const document = documentOf(html, [...sampleExposures(5), ...sampleComponents(5), ...sampleAttacks(5)], sampleGaps(5))

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
  expect(document).toContain(row('CVE-2021-44228', '2 affected'))
  expect(document).toContain(row('log4j-core 2.14.1', '2 vulnerable'))
  expect(document).toContain(row('/srv', '2 vulnerable'))
  expect(document).toContain(row('encrypted', '1 place'))
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

test('a scan that found nothing new says what the baseline has, and a counter of nothing takes no place', () => {
  const document = documentOf(html, [], [], {
    header: scanHeader,
    stats: { files: 0, links: 0, vulnerable: 0, known: 2 },
  })

  expect(document).toContain(
    'Nothing vulnerable was found beyond the baseline, which has 2 components of what is there.',
  )
  expect(document).toContain('There was no file to examine.')
  expect(document).toContain('vulnerable</')
  expect(document).not.toContain('links</')
})

test('of more remedies than fit it says how many more there are', () => {
  const findings = ['a', 'b', 'c', 'd', 'e', 'f'].map((remedy) => ({ ...core, remedy }))

  expect(documentOf(html, findings, [], { header: scanHeader })).toContain('<p>and 2 more, all in the table below</p>')
})

test('each id is there once, and what names an id names one that is there', () => {
  const document = documentOf(html, [...sampleExposures(2), core, ...sampleAttacks(2)], sampleGaps(2), {
    header: scanHeader,
  })
  const ids = [...document.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
  const named = [...document.matchAll(/\s(?:aria-labelledby|for)="([^"]+)"/g)].map(([, id]) => id)

  expect(new Set(ids).size).toBe(ids.length)
  expect(named.filter((id) => !ids.includes(id))).toEqual([])
})

const [anyAttack] = sampleAttacks(1)
const spray = (i: number): AttackFinding => ({
  ...anyAttack!,
  at: { source: '/var/log/access.log', line: i, byteOffset: 100 * i },
  when: instant(`2021-12-${10 + (i % 3)}T0${i % 10}:00:00Z`),
  from: `198.51.100.${i % 50}`,
  verdict: 'fires',
  severity: 'high',
  scanner: null,
  cves: [{ id: 'CVE-2021-44228', status: 'under_investigation', because: 'the log does not say' }],
  leaks: [{ read: 'env:AWS_SECRET_ACCESS_KEY', into: 'x', secret: true }],
  lookup: {
    ...anyAttack!.lookup,
    meaning: `jndi:ldap://a1b2c3d4${i}.evil.example/a`,
    scheme: 'ldap',
    host: `a1b2c3d4${i}.evil.example`,
    port: 389,
    path: 'a',
    domain: null,
  },
})

test('a spray is one row of the table with every record of it, and stands in the plots by host and by source', () => {
  const document = documentOf(
    html,
    Array.from({ length: 300 }, (_, i) => spray(i + 1)),
    [],
    { header: huntHeader },
  )

  expect(document).toContain('<title>Fireline hunt: 300 attacks in 1 log</title>')
  expect(document.match(/<tr><th scope="row"/g)).toHaveLength(1)
  for (let i = 1; i <= 300; i++) expect(document).toContain(`>/var/log/access.log:${i} <`)
  expect(document).toContain(row('*.evil.example:389', '300 attacks'))
  expect(document).toContain(row('198.51.100.1', '6 attacks'))
  expect(document).toContain('Rotate, wherever it could have fired: <code>env:AWS_SECRET_ACCESS_KEY</code>')
  expect(document).toContain('2021-12-10')
})

test('one record with a wrong clock does not squeeze the others into one bar, and is counted', () => {
  const lost = { ...spray(1), when: instant('1971-01-01T00:00:00Z') }
  const document = documentOf(html, [...Array.from({ length: 300 }, (_, i) => spray(i + 1)), lost], [], {
    header: huntHeader,
  })

  expect(document).toContain('Not drawn: 1 long before or after.')
  expect(document).toContain('2021-12-11 0')
})

test('a trace of an evaluated lookup is marked on the timeline, and is the first thing said', () => {
  const document = documentOf(html, [spray(1), { ...spray(2), verdict: 'evidence' }], [], { header: huntHeader })

  expect(document).toContain('<path class="evidence"')
  expect(document).toContain('<strong>1 record of lookups that were evaluated.</strong>')
})

test('a hunt that found nothing says what that means', () => {
  const document = documentOf(html, [], [], { header: huntHeader })

  expect(document).toContain('No attack was found in what was read.')
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

/** A row of a plot, in the words that stand above its bar. */
function row(label: string, said: string): string {
  return `<span>${label}</span> <span class="soft">${said}</span>`
}
