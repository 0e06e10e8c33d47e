import fc from 'fast-check'
import {
  type AttackFinding,
  type AttackTrait,
  type Band,
  type Campaign,
  type Component,
  type ComponentEvidence,
  type ComponentFinding,
  type CveStatus,
  type ExposureFinding,
  type Finding,
  type FindingId,
  type Gap,
  type GapReason,
  gapReasons,
  type IdentifiedBy,
  instantOfEpoch,
  millis,
  type RunHeader,
  type RunSummary,
} from '../../src/core/index.ts'
import type { Reporter, ReportOptions } from '../../src/report/index.ts'

/** What a hostile target can put into a name: markup, formulas, terminal commands, marks that turn text around. */
const hostileWords = fc.constantFrom(
  'plain',
  '<script>alert(1)</script>',
  '</script><script>alert(2)</script>',
  '=HYPERLINK("x")',
  '@SUM(1;=1)',
  ' +1',
  '\u001b[2Jgone',
  '\u009b2Jgone',
  '\u202eevil',
  '\u200bhidden\ufeff',
  '\ud800',
  'a,"b"',
  '{|}^`%zz[é]?#a#b',
  "'><img src=x onerror=alert(3)>",
  '\r\nX: y',
  'a"b\\c]d',
  '\0nul',
  '../../etc',
  '\u2067right to left\u2069',
  'https://example.org/?a=1&b={x}#frag',
)

/** Seldom enough to stay fast, often enough to be in every property. */
const hostile = fc.oneof(
  { weight: 99, arbitrary: hostileWords },
  { weight: 1, arbitrary: fc.constant(`${'x/'.repeat(5_000)}.jar`) },
)

const endpoint = hostile.map((address) => ({ address: `192.0.2.7${address}`, port: 5 }))

/** One in which everything that a target, a resolver or a listener elsewhere can choose is hostile. */
export const anyExposure: fc.Arbitrary<ExposureFinding> = fc
  .record({
    n: fc.nat(1_000_000),
    proven: fc.boolean(),
    path: hostile,
    name: hostile,
    asked: fc.option(hostile, { nil: null }),
    from: endpoint,
    egress: fc.array(hostile, { maxLength: 2 }),
    identity: fc.option(fc.record({ hostName: hostile, os: hostile }), { nil: null }),
    because: hostile,
    payload: hostile,
    delay: fc.constantFrom(0, 0.4, 12, 9_999.6, 61_000, 86_400_000, 400_000_000),
  })
  .map(
    ({ n, proven, path, name, asked, from, egress, identity, because, payload, delay }): ExposureFinding => ({
      schema: 'fireline.finding/1',
      id: `f-${n}` as FindingId,
      kind: 'exposure',
      at: { url: `http://host-${n}.example/${path}`, point: { kind: 'header', name } },
      proof: proven ? 'looked-up' : 'name-resolved',
      band: proven ? 'C' : null,
      callback: { channel: 'ldap', from, source: 'target', at: instantOfEpoch(n), delayMs: millis(delay) },
      egress,
      identity,
      title: `title of ${name}`,
      severity: proven ? 'critical' : 'medium',
      cves: [{ id: 'CVE-2021-44228', status: proven ? 'affected' : 'under_investigation', because }],
      evidence: [
        {
          kind: 'callback',
          channel: 'ldap',
          did: 'search',
          asked,
          from,
          to: { address: '192.0.2.1', port: 389 },
          at: instantOfEpoch(n),
          delayMs: millis(delay),
          rawHex: '30',
        },
        { kind: 'delivery', payload, status: null, sentAt: instantOfEpoch(n) },
      ],
      by: 'probe',
      seenAt: instantOfEpoch(n),
      remedy: proven ? 'update' : 'find out',
    }),
  )

const cve = fc.constantFrom<CveStatus['id']>(
  'CVE-2021-44228',
  'CVE-2021-45046',
  'CVE-2021-44832',
  'CVE-2019-17571',
  'CVE-2026-49844',
)

const cves: fc.Arbitrary<readonly CveStatus[]> = fc.uniqueArray(
  fc.record({
    id: cve,
    status: fc.constantFrom('affected', 'not_affected', 'fixed', 'under_investigation'),
    because: hostile,
  }),
  { maxLength: 4, selector: ({ id }) => id },
)

const components: fc.Arbitrary<Component> = fc
  .record({
    product: fc.constantFrom('log4j-core', 'log4j', 'log4j-api', 'reload4j', 'logback-core'),
    version: fc.option(fc.constantFrom('2.14.1', '2.0-beta9', '1.2.17'), { nil: null }),
    versionRange: fc.option(fc.constant('vers:maven/>=2.13.0|<=2.14.1'), { nil: null }),
    mitigations: fc.array(hostile, { maxLength: 2 }),
    packageRoot: fc.option(hostile, { nil: null }),
    identifiedBy: fc.subarray<IdentifiedBy>(['class-bytes', 'fingerprint', 'metadata', 'declaration']),
  } as const)
  .map((known) => ({
    ...known,
    purl: `pkg:maven/org.apache.logging.log4j/${known.product}${known.version === null ? '' : `@${known.version}`}`,
  }))

const componentEvidence: fc.Arbitrary<ComponentEvidence> = fc.oneof(
  fc.record({
    kind: fc.constant('class'),
    path: hostile,
    className: hostile,
    role: fc.constant('JndiLookup'),
    shows: fc.array(hostile, { maxLength: 2 }),
  } as const),
  fc.record({
    kind: fc.constant('fingerprint'),
    path: hostile,
    crc32: fc.constant('00c0ffee'),
    size: fc.nat(),
    releases: fc.array(fc.constantFrom('2.14.0', '2.14.1'), { maxLength: 9 }),
  } as const),
  fc.record({ kind: fc.constant('metadata'), path: hostile, says: hostile } as const),
  fc.record({
    kind: fc.constant('configuration'),
    path: hostile,
    line: fc.option(fc.integer({ min: 1, max: 9_999 }), { nil: null }),
    says: hostile,
  } as const),
  fc.record({
    kind: fc.constant('contradiction'),
    says: hostile,
    sources: fc.array(hostile, { maxLength: 2 }),
  } as const),
  fc.record({ kind: fc.constant('process'), pid: fc.nat(), says: hostile } as const),
  fc.record({
    kind: fc.constant('layer'),
    image: hostile,
    layer: fc.integer({ min: 1, max: 127 }),
    digest: fc.option(hostile, { nil: null }),
    createdBy: fc.option(hostile, { nil: null }),
    says: hostile,
  } as const),
  fc.record({ kind: fc.constant('declaration'), path: hostile, says: hostile } as const),
)

/** One in which everything that lies in somebody else's archive is hostile. */
export const anyComponent: fc.Arbitrary<ComponentFinding> = fc
  .record({
    n: fc.nat(1_000_000),
    levels: fc.array(hostile, { maxLength: 3 }),
    component: components,
    severity: fc.constantFrom('critical', 'high', 'medium', 'low', 'info'),
    cves,
    evidence: fc.array(componentEvidence, { minLength: 1, maxLength: 4 }),
    words: hostile,
  } as const)
  .map(
    ({ n, levels, component, severity, cves, evidence, words }): ComponentFinding => ({
      schema: 'fireline.finding/1',
      id: `f-${n}` as FindingId,
      kind: 'component',
      at: { path: [`/srv/place-${n}/outer.war`, ...levels.map((name, i) => `lib-${i}/${name}`)].join('!') },
      component,
      title: `${component.product} ${words}`,
      severity,
      cves,
      evidence: evidence as unknown as ComponentFinding['evidence'],
      by: 'log4j-classes',
      seenAt: instantOfEpoch(n),
      remedy: `Update to 2.17.1 ${words}`,
    }),
  )

/** One in which everything that an attacker writes into a log, and the log's own name, is hostile. */
export const anyAttack: fc.Arbitrary<AttackFinding> = fc
  .record({
    n: fc.nat(1_000_000),
    name: hostile,
    line: fc.option(fc.integer({ min: 1, max: 9_999 }), { nil: null }),
    when: fc.option(fc.integer({ min: 0, max: 4_000_000_000_000 }), { nil: null }),
    said: fc.record({
      from: fc.option(hostile, { nil: null }),
      request: fc.option(hostile, { nil: null }),
      userAgent: fc.option(hostile, { nil: null }),
      field: fc.option(hostile, { nil: null }),
      format: fc.constantFrom('plain', 'combined', 'docker > json-lines'),
      scanner: fc.option(hostile, { nil: null }),
      outcome: fc.constantFrom('attempt', 'likely', 'callback-seen'),
      needsJdk: fc.constantFrom('legacy', 'compat', null),
      because: hostile,
      remedy: hostile,
    } as const),
    verdict: fc.constantFrom('fires', 'attempt', 'dos', 'evidence'),
    status: fc.constantFrom('affected', 'not_affected', 'under_investigation'),
    severity: fc.constantFrom('critical', 'high', 'medium', 'low'),
    firesOn: fc.subarray<Band>(['A', 'B', 'C']),
    lookup: fc.record({
      raw: hostile,
      meaning: hostile,
      scheme: fc.constantFrom('ldap', 'dns', 'rmi', null),
      host: fc.option(hostile, { nil: null }),
      port: fc.constantFrom(389, 65_536, null),
      path: fc.option(hostile, { nil: null }),
      domain: fc.option(hostile, { nil: null }),
      reads: fc.array(hostile, { maxLength: 2 }),
      times: fc.nat(3),
    }),
    traits: fc.subarray<AttackTrait>(['laundering', 'suppression', 'truncated', 'cut']),
    leaks: fc.array(fc.record({ read: hostile, into: hostile, secret: fc.boolean() }), { maxLength: 2 }),
    carries: fc.array(hostile, { maxLength: 2 }),
    layers: fc.array(fc.constantFrom('percent', 'html', 'base64'), { maxLength: 3 }),
  } as const)
  .map(
    ({ n, name, line, when, said, status, layers, ...rest }): AttackFinding => ({
      schema: 'fireline.finding/1',
      id: `f-${n}` as FindingId,
      kind: 'attack',
      at: { source: `/var/log/place-${n}.gz!${name}`, line, byteOffset: n },
      when: when === null ? null : instantOfEpoch(when),
      ...said,
      ...rest,
      title: `attack ${said.because}`,
      cves: [{ id: 'CVE-2021-44228', status, because: said.because }],
      evidence: [
        { kind: 'log', source: `/var/log/place-${n}.gz!${name}`, line, byteOffset: n, says: 'it is there', text: name },
        ...(layers.length === 0 ? [] : [{ kind: 'decoding', layers, text: said.because } as const]),
      ],
      by: 'hunt',
      seenAt: instantOfEpoch(n),
    }),
  )

export const anyFinding: fc.Arbitrary<Finding> = fc.oneof(anyExposure, anyComponent, anyAttack)

/** What a document must contain of a finding, however it escapes. */
export function placeOf(finding: Finding): string {
  if (finding.kind === 'exposure') return new URL(finding.at.url).host
  return /place-\d+/.exec(finding.kind === 'attack' ? finding.at.source : finding.at.path)?.[0] ?? ''
}

export const anyGap: fc.Arbitrary<Gap> = fc
  .record({
    n: fc.nat(1_000_000),
    place: hostile,
    because: fc.constantFrom(...(Object.keys(gapReasons) as GapReason[])),
    detail: hostile,
  })
  .map(({ n, place, because, detail }) => ({ at: `http://gap-${n}.example/${place}`, because, detail }))

export const someHeader: RunHeader = {
  verb: 'probe',
  tool: { name: 'fireline', version: '0.1.0' },
  startedAt: instantOfEpoch(0),
}

export const someSummary: RunSummary = {
  endedAt: instantOfEpoch(60_000),
  complete: true,
  notes: ['https://host/\u001b[2J<script>: its certificate is not accepted'],
  stats: {
    targets: 2,
    requests: 9,
    pointsDelivered: 5,
    pointsNotDelivered: 1,
    targetsProven: 1,
    targetsUnknown: 1,
    targetsNotReached: 0,
    callbacks: 3,
  },
}

export const scanHeader: RunHeader = { ...someHeader, verb: 'scan' }
export const huntHeader: RunHeader = { ...someHeader, verb: 'hunt' }

const countedNames = fc.record({
  names: fc.array(fc.record({ name: hostile, count: fc.integer({ min: 1, max: 9 }) }), { maxLength: 2 }),
  others: fc.nat(2),
})

/** One in which everything that an attacker chooses is hostile. */
export const anyCampaign: fc.Arbitrary<Campaign> = fc
  .record({
    n: fc.nat(1_000_000),
    host: hostile,
    port: fc.constantFrom(389, null),
    path: fc.option(hostile, { nil: null }),
    command: fc.option(hostile, { nil: null }),
    schemes: fc.subarray(['ldap', 'rmi']),
    attacks: fc.integer({ min: 1, max: 99 }),
    outcome: fc.constantFrom('attempt', 'likely', 'callback-seen'),
    likely: fc.nat(9),
    callbackSeen: fc.nat(9),
    seen: fc.option(fc.nat(1_000_000), { nil: null }),
    sources: countedNames,
    targets: countedNames,
    techniques: countedNames,
    secrets: fc.array(hostile, { maxLength: 2 }),
    scanner: fc.option(hostile, { nil: null }),
  } as const)
  .map(({ n, seen, ...rest }): Campaign => {
    const at = seen === null ? null : instantOfEpoch(seen)
    return { id: `c-${n}`, ...rest, firstSeen: at, lastSeen: at }
  })

interface DocumentOptions extends Partial<ReportOptions> {
  readonly header?: RunHeader
  readonly campaigns?: readonly Campaign[]
  /** Counters in place of some. */
  readonly stats?: RunSummary['stats']
}

/** The whole document that a reporter writes. */
export function documentOf(
  reporter: Reporter,
  findings: readonly Finding[],
  gaps: readonly Gap[],
  { header = someHeader, campaigns, stats = someSummary.stats, ...options }: DocumentOptions = {},
): string {
  const writer = reporter.begin(header, { colour: false, ...options })
  return [
    ...findings.map((each) => writer.finding(each)),
    ...gaps.map((each) => writer.gap(each)),
    writer.end({ ...someSummary, stats, ...(campaigns === undefined ? {} : { campaigns }) }),
  ].join('')
}

/** Always the same findings for the same number. */
export function sampleExposures(count: number): readonly ExposureFinding[] {
  return fc.sample(anyExposure, { seed: 1, numRuns: count })
}

export function sampleComponents(count: number): readonly ComponentFinding[] {
  return fc.sample(anyComponent, { seed: 3, numRuns: count })
}

export function sampleAttacks(count: number): readonly AttackFinding[] {
  return fc.sample(anyAttack, { seed: 4, numRuns: count })
}

export function sampleGaps(count: number): readonly Gap[] {
  return fc.sample(anyGap, { seed: 2, numRuns: count })
}
