import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Ajv from 'ajv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reportLineSchema, reportSchema } from '../../src/contract/index.ts'
import { reportersFor } from '../../src/report/index.ts'
import { zipOf } from '../kit/archives/zip.ts'
import { readCsv } from '../kit/documents/csv.ts'
import { validateCyclonedx } from '../kit/documents/cyclonedx.ts'
import { readPrometheus } from '../kit/documents/prometheus.ts'
import { validateSarif } from '../kit/documents/sarif.ts'
import { syslogMessage } from '../kit/documents/syslog.ts'
import { fireline } from '../kit/fireline.ts'
import { dockerArchiveOf } from '../kit/image.ts'
import { describeWithLab } from '../kit/lab.ts'
import { log4jCore } from '../kit/log4j-jars.ts'
import { openVexSchema } from '../kit/openvex-schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-scan-formats-'))
afterAll(() => rmSync(folder, { recursive: true }))

function put(path: string, content: Uint8Array | string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content)
}

describeWithLab('a scan of jars, an image, an SBOM and what cannot be read, told in each format', () => {
  /** The same scan in each format. */
  let told: ReadonlyMap<string, string>
  beforeAll(async () => {
    const jar = await log4jCore('2.14.1')
    const layer = { createdBy: 'COPY', files: [{ name: 'opt/a.jar', content: jar }] }
    put('tree/späce & "quotes"/shop.war', zipOf([{ name: 'WEB-INF/lib/log4j.jar', content: jar }]))
    put('tree/fixed.jar', await log4jCore('2.26.1'))
    put(
      'tree/image.tar',
      dockerArchiveOf([
        { reference: 'a/b:1', layers: [layer, { createdBy: 'RM', files: [{ name: 'opt/.wh.a.jar' }] }] },
      ]),
    )
    put(
      'tree/bom.json',
      JSON.stringify({ bomFormat: 'CycloneDX', components: [{ name: 'x', purl: 'pkg:maven/log4j/log4j@1.2.17' }] }),
    )
    put('tree/fake.jar', 'no archive')
    const run = async (format: string) => {
      const { code, stdout } = await fireline(['scan', 'tree', '--all', '--format', format], { cwd: folder })
      expect(code).toBe(1)
      return [format, stdout] as const
    }
    const results: (readonly [string, string])[] = []
    for (const { id } of reportersFor('scan')) results.push(await run(id))
    told = new Map(results)
  }, 180_000)
  const document = (format: string): string => told.get(format) ?? ''
  const json = (format: string): object => JSON.parse(document(format)) as object

  test('each format was tried, and names each place', () => {
    expect([...told.keys()]).toEqual(reportersFor('scan').map(({ id }) => id))
    const named = ['shop.war', 'fixed.jar', 'image.tar', 'bom.json']
    for (const [format, text] of told) {
      if (format === 'prometheus') continue
      for (const name of named) expect(text, format).toContain(name)
    }
  })

  describe('keeps to what defines it', () => {
    test('json', () => {
      expect(reportSchema.safeParse(json('json')).error).toBeUndefined()
      expect(json('json')).toMatchObject({ verb: 'scan', complete: true, gaps: [{ because: 'malformed' }] })
    })

    test('jsonl', () => {
      const lines = document('jsonl').trimEnd().split('\n')
      for (const line of lines) expect(reportLineSchema.safeParse(JSON.parse(line)).error).toBeUndefined()
      expect(lines.map((line) => (JSON.parse(line) as { schema: string }).schema.replace(/\W1$/, '')).at(-1)).toBe(
        'fireline.summary',
      )
    })

    test('csv', () => {
      const [head, ...rows] = readCsv(document('csv'))
      expect(rows.every((row) => row.length === head?.length)).toBe(true)
      expect(rows.length).toBe(5)
    })

    test('sarif', () => {
      validateSarif(json('sarif'))
      expect(validateSarif.errors).toBeNull()
    })

    test('cyclonedx', () => {
      validateCyclonedx(json('cyclonedx'))
      expect(validateCyclonedx.errors).toBeNull()
    })

    test('openvex', () => {
      const validate = new Ajv({ allErrors: true }).compile(openVexSchema)
      validate(json('openvex'))
      expect(validate.errors ?? []).toEqual([])
    })

    test('syslog', () => {
      for (const line of document('syslog').trimEnd().split('\n')) expect(line).toMatch(syslogMessage)
    })

    test('prometheus', () => {
      const families = readPrometheus(document('prometheus'))
      expect([...(families.get('fireline_gaps')?.samples.values() ?? [])]).toEqual([1])
      expect(families.get('fireline_vulnerable')).toBeDefined()
    })

    test('html', () => {
      const page = document('html')
      expect(page).toMatch(/^<!doctype html>[^]*<\/html>\n$/)
      expect(page).not.toMatch(/(?:src|href)=/)
      expect(page).toContain('späce &amp; &quot;quotes&quot;')
    })
  })

  test('what cyclonedx tells can be scanned in turn, and says the same of each component', async () => {
    put('out/told.cdx.json', document('cyclonedx'))
    const { stdout } = await fireline(['scan', 'out/told.cdx.json', '--format', 'json', '--all'], { cwd: folder })
    const purls = (text: string): readonly string[] =>
      [
        ...new Set(
          (JSON.parse(text) as { findings: { component: { purl: string } }[] }).findings.map(
            ({ component }) => component.purl,
          ),
        ),
      ].toSorted()

    expect(purls(stdout)).toEqual(purls(document('json')))
  })

  test('a baseline in json and --output work beside every format', async () => {
    put('last.json', document('json'))
    const args = ['scan', 'tree', '--baseline', 'last.json', '--format', 'sarif', '--output', 'new.sarif']
    const { code } = await fireline(args, { cwd: folder })
    const log = JSON.parse(readFileSync(join(folder, 'new.sarif'), 'utf8')) as { runs: { results: unknown[] }[] }

    expect(log.runs.flatMap(({ results }) => results)).toEqual([])
    // The gap is still there.
    expect(code).toBe(2)
  })
})
