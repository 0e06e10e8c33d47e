import { expect, test } from 'vitest'
import {
  documentOf,
  sampleComponents,
  sampleExposures,
  scanHeader,
  someHeader,
  someSummary,
} from '../../../test/kit/generated-results.ts'
import type { ComponentFinding, ExposureFinding, Finding, Gap } from '../../core/index.ts'
import { text } from './text.ts'

const [first] = sampleExposures(1)
const proven: ExposureFinding = {
  ...first!,
  at: { url: 'http://127.0.0.1:8080/', point: { kind: 'header', name: 'X-Api-Version' } },
  proof: 'looked-up',
  band: 'C',
  callback: { ...first!.callback, from: { address: '127.0.0.1', port: 4 }, delayMs: 18 as never },
  egress: ['tcp/1389 ldap', 'udp/53 dns'],
  identity: null,
  evidence: [{ ...first!.evidence[0], asked: 'token/y' } as ExposureFinding['evidence'][0]],
  cves: [{ id: 'CVE-2021-44228', status: 'affected', because: 'as proven' }],
}
const also = (kind: string, name: string, proof: ExposureFinding['proof']): ExposureFinding => ({
  ...proven,
  at: { ...proven.at, point: { kind, name } },
  proof,
})

test('a proof is read at a glance: what, where, how, which release, who called, which way out', () => {
  expect(documentOf(text, [proven], []).split('\n').slice(1, 9)).toEqual([
    'VULNERABLE http://127.0.0.1:8080/',
    '  where     header X-Api-Version',
    '  proof     the LDAP search or RMI lookup named our token',
    '  Log4j     2.13.0 to 2.14.1 (band C)',
    '  callback  ldap from 127.0.0.1 (the target itself), 18 ms after the request',
    '  asked     search token/y',
    '  gets out  tcp/1389 ldap, udp/53 dns',
    '  CVE       CVE-2021-44228 affected',
  ])
})

test('further places of a target follow in one line each, below the rung that they share', () => {
  const lines = documentOf(
    text,
    [proven, also('query', 'q', 'direct-query'), also('json', 'name', 'direct-query'), also('path', '1', 'connected')],
    [],
  ).split('\n')

  expect(lines.slice(9, 14)).toEqual([
    '  also      the target itself asked our listener, as only a JNDI lookup does:',
    '              query q (ldap, 18 ms)',
    '              json name (ldap, 18 ms)',
    '  also      an LDAP or RMI connection came from the lookup:',
    '              path 1 (ldap, 18 ms)',
  ])
})

test('another target starts anew, whatever was shown before', () => {
  const other = { ...proven, at: { ...proven.at, url: 'http://127.0.0.2/' } }

  expect(documentOf(text, [proven, other, proven], []).match(/^VULNERABLE /gm)).toHaveLength(3)
})

test('gaps are grouped by reason, the most frequent first, and what is not listed is counted', () => {
  const timedOut = Array.from({ length: 11 }, (_, i): Gap => ({ at: `http://${i}/`, because: 'timed-out', detail: '' }))
  const document = documentOf(text, [], [{ at: 'x', because: 'rejected', detail: 'status 431' }, ...timedOut])

  expect(document).toMatch(
    /11 × timed-out: .*\n( {4}http:.*\n){8} {4}and 3 more .*\n {2}1 × rejected: .*\n {4}x {2}status 431\n/,
  )
})

test('what took the probe and kept silent is unknown, and so is said of it', () => {
  expect(documentOf(text, [], [])).toContain(
    'No target was proven vulnerable. That proves nothing about the one that answered.',
  )
  expect(documentOf(text, [proven], [])).toContain('1 unknown (delivered, nothing observed: proves nothing about them)')
})

test('a run that was stopped says so', () => {
  const writer = text.begin(someHeader, { colour: false })

  expect(writer.end({ ...someSummary, complete: false })).toContain('before everything was tried')
})

test('colour adds nothing but colour', () => {
  const coloured = documentOf(text, [proven, also('query', 'q', 'direct-query')], [], { colour: true })

  expect(coloured).toContain('\u001b[')
  // A badge on a ground of its own has a space on either side.
  const plain = coloured.replaceAll(/\u001b\[1;97;41m (.*?) \u001b\[0m/g, '$1').replaceAll(/\u001b\[[\d;]*m/g, '')
  expect(plain).toBe(documentOf(text, [proven, also('query', 'q', 'direct-query')], []))
})

const [sample] = sampleComponents(1)
const core: ComponentFinding = {
  ...sample!,
  at: { path: '/srv/shop.war!WEB-INF/lib/log4j-core-2.14.1.jar' },
  severity: 'critical',
  component: {
    product: 'log4j-core',
    purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
    version: '2.14.1',
    versionRange: null,
    identifiedBy: ['fingerprint'],
    mitigations: [],
    packageRoot: 'org/apache/logging/log4j/core/',
  },
  cves: [
    { id: 'CVE-2020-9488', status: 'fixed', because: 'fixed in 2.13.2' },
    { id: 'CVE-2021-44228', status: 'affected', because: 'JndiLookup is there' },
    { id: 'CVE-2021-45046', status: 'affected', because: 'JndiLookup is there' },
  ],
  evidence: [
    { kind: 'metadata', path: 'META-INF/maven/g/a/pom.properties', says: 'version=2.14.1' },
    {
      kind: 'fingerprint',
      path: 'org/apache/logging/log4j/core/net/JndiManager.class',
      crc32: '00c0ffee',
      size: 1,
      releases: ['2.14.1'],
    },
  ],
  remedy: 'Update log4j-core to 2.17.1.',
}
const inside = (...levels: readonly string[]): ComponentFinding => ({
  ...core,
  at: { path: ['/srv/shop.war', ...levels].join('!') },
})
const scanned = (findings: readonly Finding[], gaps: readonly Gap[] = [], columns = 100): string =>
  documentOf(text, findings, gaps, { header: scanHeader, columns })

test('a component is read at a glance: where, nested in what, which release, which advisories, why, what to do', () => {
  expect(scanned([core]).split('\n').slice(1, 8)).toEqual([
    '/srv/shop.war',
    '  ! WEB-INF/lib/log4j-core-2.14.1.jar',
    '  VULNERABLE log4j-core 2.14.1, critical',
    '    affected      CVE-2021-44228 CVE-2021-45046: JndiLookup is there',
    '    fixed         CVE-2020-9488',
    '    why           JndiManager.class is byte for byte that of 2.14.1',
    '    do            Update log4j-core to 2.17.1.',
  ])
})

test('what lies in the file that was shown just before does not name it again', () => {
  const document = scanned([core, inside('a.jar', 'b.jar'), { ...core, at: { path: '/srv/other.jar' } }, core])

  expect(document.match(/^\/srv\/shop\.war$/gm)).toHaveLength(2)
  expect(document).toContain('\n  ! a.jar\n    ! b.jar\n  VULNERABLE')
})

test('a verdict that was told is not told again, but what is of the place is', () => {
  const contradiction = { kind: 'contradiction', says: 'the manifest says 2.17.1', sources: [] } as const
  const dispute = { kind: 'contradiction', says: 'publishers differ', sources: ['https://nvd.nist.gov/'] } as const
  const again = { ...inside('again.jar'), evidence: [...core.evidence, contradiction, dispute] } as ComponentFinding
  const [, rest = ''] = scanned([core, again]).split('  ! again.jar\n')

  expect(rest.split('\n').slice(0, 3)).toEqual([
    '  VULNERABLE log4j-core 2.14.1, critical (told above)',
    '    affected      CVE-2021-44228 CVE-2021-45046',
    '    why           contradiction: the manifest says 2.17.1',
  ])
})

test('a reason that was given for one component is not given again for another', () => {
  const cves = [...core.cves, { id: 'CVE-2021-44832', status: 'affected', because: 'JndiDataSource is there' } as const]
  const other = { ...core, component: { ...core.component, version: '2.13.3', purl: 'pkg:maven/g/a@2.13.3' }, cves }
  const [, rest = ''] = scanned([core, other]).split('VULNERABLE log4j-core 2.13.3, critical\n')

  expect(rest.split('\n').slice(0, 3)).toEqual([
    '    affected      CVE-2021-44832: JndiDataSource is there',
    '                  CVE-2021-44228 CVE-2021-45046',
    '    fixed         CVE-2020-9488',
  ])
})

test.each([
  ['VULNERABLE', [], 'affected'],
  ['MITIGATED', ['JndiLookup removed'], 'not_affected'],
  ['NOT AFFECTED', [], 'not_affected'],
  ['FIXED', [], 'fixed'],
  ['UNKNOWN', [], 'under_investigation'],
] as const)('says %s of mitigations %j and a status %s', (badge, mitigations, status) => {
  const finding: ComponentFinding = {
    ...core,
    component: { ...core.component, mitigations },
    cves: [{ id: 'CVE-2021-44228', status, because: 'as it is' }],
  }

  expect(scanned([finding])).toContain(`\n  ${badge} log4j-core 2.14.1`)
})

test('metadata is told where nothing better is there', () => {
  const evidence = [{ kind: 'metadata', path: 'META-INF/MANIFEST.MF', says: 'log4j-core 2.14.1' }] as const

  expect(scanned([{ ...core, evidence }])).toContain('why           META-INF/MANIFEST.MF says log4j-core 2.14.1')
})

test('classes that show nothing more than that they are there share a line', () => {
  const seen = (role: string, ...shows: readonly string[]) =>
    ({ kind: 'class', path: `org/apache/logging/log4j/core/${role}.class`, className: role, role, shows }) as const
  const evidence = [seen('JndiLookup'), seen('JndiManager', 'looks up any name'), seen('Interpolator')] as const

  expect(scanned([{ ...core, evidence }])).toContain(
    'why           JndiLookup, Interpolator are there\n                  JndiManager: looks up any name\n',
  )
})

test('where a class was moved to is told', () => {
  const path = 'com/acme/l4j/a.classdata'
  const evidence = [{ kind: 'class', path, className: 'com.acme.l4j.a', role: 'JndiLookup', shows: [] }] as const

  expect(scanned([{ ...core, evidence }])).toContain(`why           JndiLookup in ${path} is there`)
})

test('a component that no advisory was judged for is unknown', () => {
  expect(scanned([{ ...core, cves: [] }])).toContain('UNKNOWN log4j-core 2.14.1\n    unknown       no advisory')
})

test('a range is told where the bytes allow no more', () => {
  const component = { ...core.component, version: null, versionRange: 'vers:maven/>=2.13.0|<=2.14.1' }

  expect(scanned([{ ...core, component }])).toContain('VULNERABLE log4j-core 2.13.0 to 2.14.1, critical')
})

test('at the end it counts by component and by advisory, and places in files', () => {
  const document = scanned([core, inside('b.jar'), { ...core, at: { path: '/srv/c.jar' } }])

  expect(document).toContain(
    'Vulnerable components\n       3 × log4j-core 2.14.1  critical  CVE-2021-44228 CVE-2021-45046\n',
  )
  expect(document).toContain('By advisory\n  CVE-2020-9488   3 fixed\n  CVE-2021-44228  3 affected\n')
  expect(document).toContain('\n3 vulnerable components in 2 files\n')
})

test('a scan that found nothing says what it does not know', () => {
  const gap: Gap = { at: '/srv/x.zip', because: 'encrypted', detail: '' }

  expect(scanned([], [gap])).toContain(
    'Nothing vulnerable was found in what was examined. 1 place could not be examined: nothing is known of it.',
  )
})

test('components that could not be judged are counted in the verdict', () => {
  const finding: ComponentFinding = {
    ...core,
    cves: [{ id: 'CVE-2021-44228', status: 'under_investigation', because: '' }],
  }

  expect(scanned([finding])).toContain('found in what was examined. 1 component could not be judged.\n')
})

test('lines of prose keep to the width that was asked for', () => {
  const because = 'a reason of many words '.repeat(20).trim()
  const finding: ComponentFinding = {
    ...core,
    cves: [{ id: 'CVE-2021-44228', status: 'affected', because }],
    remedy: because,
  }

  for (const columns of [80, 120]) {
    const lines = scanned([finding], [], columns).split('\n')
    expect(
      Math.max(...lines.filter((line) => line.includes('reason of')).map((line) => line.length)),
    ).toBeLessThanOrEqual(columns)
  }
})
