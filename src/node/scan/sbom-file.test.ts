import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { headBytes, OpenFile } from './open-file.ts'
import { examineSbom, sbomOf } from './sbom-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-sbom-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What is said of a file of that name and content: places and reasons; `null` if it is taken for no list of parts. */
function told(name: string, content: string | Uint8Array, follow: boolean): readonly string[] | null {
  const path = join(folder, name)
  writeFileSync(path, content)
  const file = new OpenFile(path, Buffer.alloc(headBytes))
  const unit = {
    kind: 'file',
    path,
    shown: name,
    relative: name,
    origin: { identity: '', launch: null },
    follow,
    share: 0,
    ignores: [],
  } as const
  try {
    const sbom = sbomOf(unit, file)
    if (sbom === null) return null
    return [...examineSbom(unit, file, sbom)].map((each) => (each.is === 'gap' ? each.gap.detail : each.place))
  } finally {
    file.close()
  }
}

const log4j = { purl: 'pkg:maven/log4j/log4j@1.2.17' }
const place = (name: string) => [`${name}!pkg:maven/log4j/log4j@1.2.17`]
const cyclonedx = JSON.stringify({ bomFormat: 'CycloneDX', components: [log4j] })
const yaml = 'spdxVersion: "SPDX-2.3"\nSPDXID: "SPDXRef-DOCUMENT"\n'

test('what the operator named is read whatever it is called, and in folders where its name says what it is', () => {
  expect(told('parts.dat', cyclonedx, true)).toEqual(place('parts.dat'))
  expect(told('parts.dat', cyclonedx, false)).toBeNull()
  expect(told('app.cdx.json', cyclonedx, false)).toEqual(place('app.cdx.json'))
  expect(told('sbom.json', Buffer.from(`\ufeff${cyclonedx}`, 'utf16le'), false)).toEqual(place('sbom.json'))
})

test('one that says only at its end what it is is read', () => {
  const document = JSON.stringify({ components: [{ name: 'x'.repeat(9_000) }, log4j], bomFormat: 'CycloneDX' })

  expect(told('bom.json', document, false)).toEqual(place('bom.json'))
})

test('one of a kind that is not read is a gap if the operator named it', () => {
  expect(told('parts.dat', yaml, true)).toEqual([expect.stringContaining('SPDX as YAML')])
  expect(told('parts.dat', yaml, false)).toBeNull()
})

test('one that is none though its name says so is a gap if the operator named it', () => {
  expect(told('sbom.yaml', 'parts: []\n', true)).toEqual([expect.stringContaining('its name says SBOM')])
  expect(told('values.yaml', 'parts: []\n', true)).toBeNull()
  expect(told('package.json', '{"name":"x"}', true)).toBeNull()
})
