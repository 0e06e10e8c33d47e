import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeSbom, recogniseSbom, recogniseUnreadSbom, type SbomKind, type SbomResult } from './sbom.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const json = (value: unknown) => bytes(JSON.stringify(value))
const core = 'pkg:maven/org.apache.logging.log4j/log4j-core'

function read(document: Uint8Array): { kind: SbomKind | null; results: readonly SbomResult[] } {
  const kind = recogniseSbom(document)
  return { kind, results: kind === null ? [] : [...judgeSbom(kind, 'bom', document)] }
}

const places = (results: readonly SbomResult[]) =>
  results.map((each) => (each.is === 'judged' ? each.place : each.gap.because))
const statusOf = (result: SbomResult | undefined, id: string) =>
  result?.is === 'judged' ? result.judgement.cves.find((cve) => cve.id === id) : undefined

const cyclonedx = (components: readonly unknown[], rest: object = {}) =>
  json({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, ...rest, components })
const spdxHead = { spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT' }

describe('each kind is recognised by content and judged by release', () => {
  test.each<[SbomKind, Uint8Array]>([
    ['CycloneDX JSON', cyclonedx([{ type: 'library', name: 'log4j-core', purl: `${core}@2.14.1` }])],
    [
      'CycloneDX XML',
      bytes(`<?xml version="1.0"?><!-- a list --><bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components>
        <component type="library"><supplier><name>x</name></supplier><group>org.apache.logging.log4j</group>
        <name>log4j-core</name><version>2.14.1</version><purl>${core}@2.14.1?type=jar&amp;x=1</purl></component></components></bom>`),
    ],
    [
      'SPDX JSON',
      json({
        ...spdxHead,
        packages: [
          {
            SPDXID: 'SPDXRef-1',
            name: 'log4j-core',
            versionInfo: '2.14.1',
            externalRefs: [
              { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: `${core}@2.14.1` },
            ],
          },
        ],
      }),
    ],
    [
      'SPDX tag-value',
      bytes(
        `SPDXVersion: SPDX-2.2\nDataLicense: CC0-1.0\n\nPackageName: log4j-core\nSPDXID: SPDXRef-1\nPackageVersion: 2.14.1\n` +
          `PackageComment: <text>PackageName: not one\nPackageVersion: 9\n</text>\nExternalRef: PACKAGE-MANAGER purl ${core}@2.14.1\n`,
      ),
    ],
    [
      'SPDX 3 JSON',
      json({
        '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
        '@graph': [
          { type: 'CreationInfo' },
          { type: 'software_Package', spdxId: 'urn:1', name: 'x', software_packageUrl: `${core}@2.14.1` },
        ],
      }),
    ],
    [
      'Syft JSON',
      json({
        artifacts: [
          { id: '1', name: 'log4j-core', version: '2.14.1', foundBy: 'java-archive-cataloger', purl: `${core}@2.14.1` },
        ],
        artifactRelationships: [],
        descriptor: { name: 'syft', version: '1.18.0' },
      }),
    ],
    [
      'Trivy JSON',
      json({
        SchemaVersion: 2,
        ArtifactName: 'app',
        ArtifactType: 'container_image',
        Results: [
          {
            Target: 'Java',
            Class: 'lang-pkgs',
            Packages: [
              {
                Name: 'org.apache.logging.log4j:log4j-core',
                Identifier: { PURL: `${core}@2.14.1` },
                Version: '2.14.1',
              },
            ],
          },
        ],
      }),
    ],
  ])('%s', (expected, document) => {
    const { kind, results } = read(document)

    expect(kind).toBe(expected)
    expect(places(results)).toEqual([`bom!${core}@2.14.1`])
    expect(statusOf(results[0], 'CVE-2021-44228')?.status).toBe('affected')
    expect(results[0]).toMatchObject({
      judgement: { component: { identifiedBy: ['declaration'] }, evidence: [{ kind: 'declaration' }] },
    })
  })
})

describe('in whatever way its text is written', () => {
  const list = '{"bomFormat":"CycloneDX","name":"é","components":[{"purl":"pkg:maven/log4j/log4j@1.2.17"}]}'
  const littleEndian = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'))
  const bigEndian = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16())
  const spdx =
    'SPDXVersion: SPDX-2.3\r\nPackageName: log4j\r\nExternalRef: PACKAGE-MANAGER purl pkg:maven/log4j/log4j@1.2.17\r\n'

  test.each<[string, Uint8Array]>([
    ['UTF-8 with a mark', bytes(`\ufeff${list}`)],
    ['UTF-16 with a mark, as PowerShell writes it', littleEndian(`\ufeff${list}`)],
    ['UTF-16 of the other order with a mark', bigEndian(`\ufeff${list}`)],
    ['UTF-16 without a mark', littleEndian(list)],
    ['UTF-16 of the other order without a mark', bigEndian(list)],
    ['tags and values in UTF-16', littleEndian(`\ufeff${spdx}`)],
    [
      'XML in UTF-16',
      littleEndian(
        `\ufeff<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components><component><purl>pkg:maven/log4j/log4j@1.2.17</purl></component></components></bom>`,
      ),
    ],
  ])('%s', (_case, document) => {
    expect(places(read(document).results)).toEqual(['bom!pkg:maven/log4j/log4j@1.2.17'])
  })
})

describe('in whatever lies around it', () => {
  const spdx = {
    SPDXID: 'SPDXRef-DOCUMENT',
    spdxVersion: 'SPDX-2.3',
    packages: [{ name: 'org.apache.logging.log4j:log4j-core', versionInfo: '2.14.1' }],
  }
  test.each([
    ['what GitHub exports', { sbom: spdx }],
    ['a statement of in-toto', { _type: 'https://in-toto.io/Statement/v1', predicate: spdx }],
    ['what Docker shows of several platforms', { 'linux/amd64': { SPDX: spdx }, 'linux/arm64': { SPDX: spdx } }],
    [
      'a statement about a list of CycloneDX',
      { predicate: { bomFormat: 'CycloneDX', components: [{ purl: `${core}@2.14.1` }] } },
    ],
  ])('%s', (_case, document) => {
    expect(places(read(json(document)).results)).toEqual([`bom!${core}@2.14.1`])
  })

  test('what it is may be written at its end', () => {
    const document = json({ components: [{ name: 'x'.repeat(5_000) }], $schema: 'x', bomFormat: 'CycloneDX' })

    expect(recogniseSbom(document)).toBeNull()
    expect(recogniseSbom(document.subarray(0, 4_096), document.subarray(-4_096))).toBe('CycloneDX JSON')
  })
})

describe('how a part may be named', () => {
  test.each<[string, object, string, string | undefined]>([
    [
      'by group and name',
      { group: 'org.apache.logging.log4j', name: 'log4j-core', version: '2.14.1' },
      `${core}@2.14.1`,
      'affected',
    ],
    [
      'with the group in the name',
      { name: 'org.apache.logging.log4j:log4j-core', version: '2.14.1' },
      `${core}@2.14.1`,
      'affected',
    ],
    [
      'with its purl percent-encoded',
      { purl: 'pkg:maven/org.apache.logging.log4j/log4j%2Dcore@2%2E14%2E1' },
      `${core}@2.14.1`,
      'affected',
    ],
    ['with qualifiers and a subpath', { purl: `${core}@2.14.1?classifier=sources#a/b` }, `${core}@2.14.1`, 'affected'],
    ['with its release beside the purl', { purl: core, version: '2.14.1' }, `${core}@2.14.1`, 'affected'],
    ['a release that is fixed', { purl: `${core}@2.17.1` }, `${core}@2.17.1`, 'not_affected'],
    ['without a release', { purl: core }, core, 'under_investigation'],
    ['by name alone', { name: 'log4j-core', version: '2.14.1' }, `${core}@2.14.1`, 'under_investigation'],
    [
      'by CPE alone',
      { name: 'Log4j', cpe: 'cpe:2.3:a:apache:log4j:2.14.1:*:*:*:*:*:*:*' },
      `${core}@2.14.1`,
      'under_investigation',
    ],
    ['as log4j of release 2', { name: 'log4j', version: '2.14.1' }, `${core}@2.14.1`, 'under_investigation'],
    ['a vendor’s build', { purl: `${core}@2.14.1.redhat-00001` }, `${core}@2.14.1.redhat-00001`, 'under_investigation'],
    ['another vendor’s build', { purl: `${core}@2.13.0-tuxcare.1` }, `${core}@2.13.0-tuxcare.1`, 'under_investigation'],
    ['a snapshot', { purl: `${core}@2.15.0-SNAPSHOT` }, `${core}@2.15.0-SNAPSHOT`, 'under_investigation'],
    [
      'declared to be patched',
      { purl: `${core}@2.14.1`, pedigree: { patches: [{ type: 'backport' }] } },
      `${core}@2.14.1`,
      'under_investigation',
    ],
    [
      'with the artifact in the place of the group, as tools guess it',
      { name: 'log4j-core', purl: 'pkg:maven/log4j-core/log4j-core@2.14.1' },
      `${core}@2.14.1`,
      'under_investigation',
    ],
    [
      'with the name of its bundle in the place of the group',
      { purl: 'pkg:maven/org.apache.logging.log4j.core/log4j-core@2.14.1' },
      `${core}@2.14.1`,
      'under_investigation',
    ],
    ['without a group in its purl', { purl: 'pkg:maven/log4j-core@2.14.1' }, `${core}@2.14.1`, 'under_investigation'],
    [
      'as a bundle of Eclipse',
      { purl: 'pkg:p2/org.apache.logging.log4j.core@2.14.1' },
      `${core}@2.14.1`,
      'under_investigation',
    ],
    ['a beta', { purl: `${core}@2.0-beta9` }, `${core}@2.0-beta9`, 'affected'],
  ])('%s', (_case, component, purl, status) => {
    const { results } = read(cyclonedx([{ type: 'library', ...component }]))

    expect(places(results)).toEqual([`bom!${purl}`])
    expect(statusOf(results[0], 'CVE-2021-44228')?.status).toBe(status)
  })

  test.each([
    ['an npm package called log4j', { name: 'log4j', version: '2.14.1', purl: 'pkg:npm/log4j@2.14.1' }],
    ['the same name by another group', { group: 'com.acme', name: 'log4j-core', version: '2.14.1' }],
    ['another product of Apache', { cpe: 'cpe:2.3:a:apache:log4net:2.0.8:*:*:*:*:*:*:*', name: 'log4net' }],
    ['a part without a name', { version: '2.14.1' }],
  ])('%s is none of ours', (_case, component) => {
    expect(read(cyclonedx([component])).results).toEqual([])
  })

  test('a package of a distribution is a gap, because its release does not say what was fixed', () => {
    const { results } = read(cyclonedx([{ purl: 'pkg:deb/debian/liblog4j2-java@2.17.1-1~deb11u1?arch=all' }]))

    expect(results).toMatchObject([
      { is: 'gap', gap: { because: 'unsupported', detail: expect.stringContaining('liblog4j2-java') as string } },
    ])
  })
})

test('the reason for a doubt is told with the flaw', () => {
  const { results } = read(cyclonedx([{ purl: `${core}@2.14.1.redhat-00001` }]))

  expect(statusOf(results[0], 'CVE-2021-44228')?.because).toMatch(/^2\.14\.1\.redhat-00001 is a build of its own/)
})

test('parts in parts are found, the document’s own part too, and each release once', () => {
  const inner = { purl: `${core}@2.14.1` }
  const nested = { name: 'app', components: [{ name: 'lib', components: [inner, inner] }, { purl: `${core}@2.15.0` }] }

  const { results } = read(cyclonedx([nested], { metadata: { component: { purl: 'pkg:maven/log4j/log4j@1.2.17' } } }))

  expect(places(results).toSorted()).toEqual([
    'bom!pkg:maven/log4j/log4j@1.2.17',
    `bom!${core}@2.14.1`,
    `bom!${core}@2.15.0`,
  ])
})

describe('what is no list, or a broken one', () => {
  test.each([
    ['an empty file', ''],
    ['another JSON', '{"name":"x"}'],
    ['another XML', '<project xmlns="http://maven.apache.org/POM/4.0.0"><name>bom</name></project>'],
    ['a text that mentions one', 'see http://cyclonedx.org/schema/bom/1.4 and SPDXVersion: SPDX-2.3'],
  ])('%s is not taken for one', (_case, text) => {
    expect(recogniseSbom(bytes(text))).toBeNull()
  })

  const start = '<bom xmlns="http://cyclonedx.org/schema/bom/1.4">'
  test.each([
    ['JSON that ends early', '{"bomFormat":"CycloneDX","components":[{"name":"a"', 'malformed'],
    ['XML that ends early', `${start}<components><component><name>`, 'truncated'],
    ['XML that ends in a tag', `${start}<components a="`, 'truncated'],
    ['elements that cross', `${start}<components></component></components></bom>`, 'malformed'],
    ['elements without end', `${start}${'<a>'.repeat(300)}`, 'malformed'],
    ['CycloneDX without components', '{"bomFormat":"CycloneDX","vulnerabilities":[]}', 'unsupported'],
    ['CycloneDX in XML without components', `${start}<metadata></metadata></bom>`, 'unsupported'],
    ['SPDX without packages', '{"spdxVersion":"SPDX-2.3","files":[]}', 'unsupported'],
    ['Trivy without packages', '{"SchemaVersion":2,"ArtifactName":"a","Results":[{"Target":"a"}]}', 'unsupported'],
    ['SPDX 3 of another shape', '{"@context":"https://spdx.org/rdf/3.0.0/x.jsonld"}', 'unsupported'],
  ])('%s is a gap', (_case, text, because) => {
    expect(read(bytes(text)).results).toMatchObject([{ is: 'gap', gap: { at: 'bom', because } }])
  })

  test('entities of a document type are never expanded, because it is refused', () => {
    const text = `${start.replace('<bom', '<!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><bom')}&b;</bom>`

    expect(read(bytes(text)).results).toMatchObject([
      { gap: { because: 'malformed', detail: expect.stringContaining('document type') as string } },
    ])
  })

  test('what was declared before it broke stands', () => {
    const text = `${start}<components><component><purl>${core}@2.14.1</purl></component><component>`

    expect(places(read(bytes(text)).results)).toEqual([`bom!${core}@2.14.1`, 'truncated'])
  })

  test('any bytes behind a right beginning end, and throw nothing', () => {
    const beginnings = [
      '{"bomFormat":"CycloneDX",',
      start,
      'SPDXVersion: SPDX-2.3\n',
      '{"spdxVersion":"SPDX-2.3","packages":',
    ]
    fc.assert(
      fc.property(fc.constantFrom(...beginnings), fc.oneof(fc.json(), fc.string()), (beginning, rest) => {
        const document = bytes(`${beginning}${rest}`)
        const kind = recogniseSbom(document)
        if (kind !== null) expect([...judgeSbom(kind, 'bom', document)].every(({ is }) => is === 'gap')).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('what is a list of a kind that is not read', () => {
  test.each([
    ['SPDX as YAML', '---\nSPDXID: "SPDXRef-DOCUMENT"\nspdxVersion: "SPDX-2.3"\n'],
    ['SPDX as RDF', '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="x" xmlns:spdx="http://spdx.org/rdf/terms#">'],
    ['SPDX as RDF', '@prefix spdx: <http://spdx.org/rdf/terms#> .\n'],
    ['CycloneDX as YAML', 'bomFormat: CycloneDX\nspecVersion: "1.5"\n'],
    ['CycloneDX as protobuf', '\n\u00031.4\u0010\u0001'],
    ['CycloneDX as protobuf', '\n\u00031.6\u001a-urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79'],
    [
      'a SWID tag',
      '<?xml version="1.0"?><SoftwareIdentity xmlns="http://standards.iso.org/iso/19770/-2/2015/schema.xsd" name="x">',
    ],
    ['a signed attestation', '{"payloadType":"application/vnd.in-toto+json","payload":"e30="}'],
    ['a list of SBOMs', '[{"bomFormat":"CycloneDX"}]'],
  ])('%s', (is, text) => {
    expect(recogniseSbom(bytes(text))).toBeNull()
    expect(recogniseUnreadSbom(bytes(text))).toBe(is)
  })

  test.each([
    ['a configuration in YAML', 'spring:\n  application:\n    name: bom\n'],
    ['YAML that only names a license', '# SPDX-License-Identifier: Apache-2.0\nname: x\n'],
    ['YAML with a text about one', 'description: an SBOM has spdxVersion: SPDX-2.3\n'],
    ['another RDF', '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'],
    ['another JSON', '{"artifacts":[{"name":"a"}],"SchemaVersion":2}'],
    ['another list', '[{"name":"log4j-core"}]'],
    ['another message of protobuf', '\n\u0003abc\u0010\u0001'],
  ])('%s is none', (_case, text) => {
    expect(recogniseSbom(bytes(text))).toBeNull()
    expect(recogniseUnreadSbom(bytes(text))).toBeNull()
  })
})

test('lines of blanks between separators that no full stop matches are read at once', () => {
  const blanks = ' '.repeat(1_300)
  const line = `PackageComment:${blanks}y${blanks}\u2028${blanks}x`
  const text = `SPDXVersion: SPDX-2.3\n${`${line}\n`.repeat(100)}PackageName: x\nExternalRef: PACKAGE-MANAGER purl ${core}@2.14.1\n`

  expect(places(read(bytes(text)).results)).toEqual([`bom!${core}@2.14.1`])
})
