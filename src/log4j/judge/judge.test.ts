import { expect, test } from 'vitest'
import { classesOf, type RecordedRelease, rebuilt } from '../../../test/kit/release-classes.ts'
import type { ClassSighting, Judgement, MetadataSighting, Specimen } from '../specimen.ts'
import { Strangers } from '../stranger.ts'
import { judge } from './judge.ts'

const nothing: Specimen = {
  classes: [],
  metadata: [],
  configurations: [],
  unread: [],
  strangers: new Strangers(),
  launch: null,
}

function judged(specimen: Partial<Specimen>): Judgement {
  const [first, ...others] = judge({ ...nothing, ...specimen })
  if (first === undefined || others.length > 0) throw new Error(`${others.length + (first ? 1 : 0)} components`)
  return first
}

function release(name: RecordedRelease, without: RegExp = /^$/): Judgement {
  return judged({ classes: classesOf(name).filter(({ className }) => !without.test(className)) })
}

/** Ids with a status, shortened: `44228`. */
function withStatus({ cves }: Judgement, status: string): readonly string[] {
  return cves.filter((cve) => cve.status === status).map(({ id }) => id.replace(/^CVE-/, ''))
}

function reason({ cves }: Judgement, id: string): string {
  return cves.find((cve) => cve.id === id)?.because ?? ''
}

/** What the classes in its evidence show. */
function shownBy({ evidence }: Judgement): readonly string[] {
  return evidence.flatMap((each) => (each.kind === 'class' ? each.shows : []))
}

const family = ['2021-44228', '2021-45046', '2021-45105', '2021-44832']

test('nothing of ours is no component', () => {
  expect(judge(nothing)).toEqual([])
})

test('classes that are byte for byte those of one release tell it, and its flaws', () => {
  const judgement = release('log4j-core 2.14.1')

  expect(judgement.component).toMatchObject({
    product: 'log4j-core',
    purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
    version: '2.14.1',
    versionRange: null,
    identifiedBy: ['class-bytes', 'fingerprint'],
    mitigations: [],
    packageRoot: 'org/apache/logging/log4j/core/',
  })
  expect(withStatus(judgement, 'affected')).toEqual([...family, '2025-68161', '2026-34477', '2026-34480'])
  expect(judgement.severity).toBe('critical')
  expect(judgement.title).toContain('Log4j Core 2.14.1 is affected by CVE-2021-44228')
})

test('an affected one says which class is the way in, and what it takes', () => {
  expect(reason(release('log4j-core 2.14.1'), 'CVE-2021-44228')).toBe(
    'JndiLookup is there without the fix. It takes no more than a text of an attacker in a message that is logged',
  )
})

test.each([
  ['log4j-core 2.15.0', ['2021-45046', '2021-45105', '2021-44832']],
  ['log4j-core 2.17.0', ['2021-44832']],
  ['log4j-core 2.17.1', []],
] as const)('%s has of the family of Log4Shell: %j', (name, expected) => {
  const affected = withStatus(release(name), 'affected')

  expect(affected.filter((id) => family.includes(id))).toEqual(expected)
})

test('compiled anew, the same classes have the same flaws, and a range in place of a release', () => {
  const judgement = judged({ classes: rebuilt(classesOf('log4j-core 2.14.1')) })

  expect(withStatus(judgement, 'affected')).toEqual(withStatus(release('log4j-core 2.14.1'), 'affected'))
  expect(judgement.component).toMatchObject({
    version: null,
    versionRange: 'vers:maven/>=2.13.2|<=2.14.1',
    identifiedBy: ['class-bytes'],
    purl: 'pkg:maven/org.apache.logging.log4j/log4j-core',
  })
  expect(judgement.title).toContain('Log4j Core 2.13.2 to 2.14.1')
})

test('releases of several lines make a range of several parts', () => {
  const classes = rebuilt(classesOf('log4j-core 2.17.1')).filter(({ role }) => role === 'jndi-manager')

  expect(judged({ classes }).component.versionRange).toBe('vers:maven/2.3.2|2.12.4|>=2.17.1|<=2.26.1')
})

test('relocated, it is the same, with the package that it was moved to', () => {
  const classes = rebuilt(classesOf('log4j-core 2.14.1')).map(
    (sighting): ClassSighting => ({
      ...sighting,
      path: sighting.path.replace('org/apache/logging/log4j/core', 'com/acme/hidden'),
      className: sighting.className.replace('org/apache/logging/log4j/core', 'com/acme/hidden'),
    }),
  )

  expect(judged({ classes }).component.packageRoot).toBe('com/acme/hidden/')
  expect(withStatus(judged({ classes }), 'affected')).toContain('2021-44228')
})

test('under names that say nothing, all classes are one copy', () => {
  const classes = rebuilt(classesOf('log4j-core 2.14.1')).map(
    (sighting, index): ClassSighting => ({ ...sighting, path: `a/b/c${index}.class`, className: `a/b/c${index}` }),
  )

  expect(judged({ classes }).component.packageRoot).toBeNull()
  expect(withStatus(judged({ classes }), 'affected')).toContain('2021-44228')
})

test('JndiLookup removed: 44228 and 45046 are gone, 45105 and 44832 stay', () => {
  const judgement = release('log4j-core 2.14.1', /JndiLookup$/)

  expect(withStatus(judgement, 'not_affected')).toEqual(expect.arrayContaining(['2021-44228', '2021-45046']))
  expect(withStatus(judgement, 'affected')).toEqual(expect.arrayContaining(['2021-45105', '2021-44832']))
  expect(judgement.component.mitigations).toEqual(['JndiLookup removed'])
  expect(reason(judgement, 'CVE-2021-44228')).toBe('JndiLookup was removed, and without that there is no way in')
  expect(judgement.component.version).toBe('2.14.1')
})

test.each(['.class.bak', '.vulnerable', '.clazz', ''])(
  'JndiLookup renamed to end in "%s" is as good as gone',
  (ending) => {
    const classes = classesOf('log4j-core 2.14.1').map((sighting) =>
      sighting.role === 'jndi-lookup' ? { ...sighting, path: sighting.path.replace('.class', ending) } : sighting,
    )
    const judgement = judged({ classes })

    expect(withStatus(judgement, 'affected').filter((id) => family.includes(id))).toEqual(['2021-45105', '2021-44832'])
    expect(judgement.component.mitigations).toEqual(['JndiLookup renamed'])
    expect(reason(judgement, 'CVE-2021-44228')).toContain('under a name that cannot be loaded')
  },
)

test('another base name than the class has is as good as gone too', () => {
  const classes = classesOf('log4j-core 2.14.1').map((sighting) =>
    sighting.role === 'jndi-lookup'
      ? { ...sighting, path: sighting.path.replace('JndiLookup', 'XndiLookup') }
      : sighting,
  )

  expect(judged({ classes }).component.mitigations).toEqual(['JndiLookup renamed'])
})

test.each(['.classdata', '.esclazz'])('all classes ending in %s are loaded by an agent that knows why', (ending) => {
  const classes = classesOf('log4j-core 2.14.1').map((sighting) => ({
    ...sighting,
    path: sighting.path.replace('.class', ending),
  }))

  expect(withStatus(judged({ classes }), 'affected')).toContain('2021-44228')
})

test('a few classes alone are no copy from which others were removed: what is not there is no way in', () => {
  const kept = /(?:JndiLookup|JndiManager|Interpolator|MessagePatternConverter)$/
  const classes = classesOf('log4j-core 2.14.1').filter(({ className }) => kept.test(className))
  const judgement = judged({ classes })

  expect(withStatus(judgement, 'affected')).toEqual(['2021-44228', '2021-45046'])
  expect(judgement.component.mitigations).toEqual([])
  expect(reason(judgement, 'CVE-2021-45105')).toBe('StrSubstitutor is not there, and without that there is no way in')
})

test('a class that a vendor patched is fixed, whatever release the others are of', () => {
  const [patch] = rebuilt(classesOf('log4j-core 2.17.1').filter(({ role }) => role === 'data-source-connection-source'))
  const classes = classesOf('log4j-core 2.17.0').map((sighting) =>
    sighting.role === patch?.role ? { ...patch, path: sighting.path } : sighting,
  )
  const judgement = judged({ classes })

  expect(judgement.component.version).toBe('2.17.0')
  expect(withStatus(judgement, 'fixed')).toContain('2021-44832')
  expect(reason(judgement, 'CVE-2021-44832')).toBe(
    'its DataSourceConnectionSource asks only where log4j2.enableJndiJdbc is set',
  )
  expect(judgement.component.mitigations).toEqual(['CVE-2021-44832 fixed by a changed class'])
  expect(shownBy(judgement)).toContain('is in no published release, byte for byte')
})

test('a backport to an old line of all four is fixed, though its release has them', () => {
  const newer = new Map(classesOf('log4j-core 2.17.1').map((sighting) => [sighting.role, sighting]))
  const classes = rebuilt(
    classesOf('log4j-core 2.3').map((sighting) => ({ ...(newer.get(sighting.role) ?? sighting), path: sighting.path })),
  )

  expect(withStatus(judged({ classes }), 'affected').filter((id) => family.includes(id))).toEqual([])
})

test('one of two classes of a role without the fix is enough to be affected', () => {
  const [old] = classesOf('log4j-core 2.14.1').filter(({ role }) => role === 'data-source-connection-source')
  const classes = [...classesOf('log4j-core 2.17.1'), ...(old === undefined ? [] : [old])]

  expect(withStatus(judged({ classes }), 'affected')).toContain('2021-44832')
})

const pom = (version: string): MetadataSighting => ({
  path: 'META-INF/maven/org.apache.logging.log4j/log4j-core/pom.properties',
  group: 'org.apache.logging.log4j',
  artifact: 'log4j-core',
  version,
})

test.each([
  ['log4j-core 2.14.1', '2.17.1', '2.14.1'],
  ['log4j-core 2.17.1', '2.14.1', '2.17.1'],
] as const)('%s whose metadata says %s is judged by its classes, and the lie is shown', (name, lie, truth) => {
  const judgement = judged({ classes: classesOf(name), metadata: [pom(lie)] })

  expect(judgement.component.version).toBe(truth)
  expect(judgement.component.identifiedBy).not.toContain('metadata')
  expect(withStatus(judgement, 'affected')).toEqual(withStatus(release(name), 'affected'))
  expect(judgement.evidence).toContainEqual({
    kind: 'contradiction',
    says: `${pom(lie).path} says log4j-core ${lie}, the bytes of the classes say ${truth}; the bytes decide`,
    sources: [pom(lie).path, expect.stringContaining('.class')],
  })
})

test.each(['2.14.1', '2.14.1-tuxcare.1', '2.14.1.redhat-00002'])('metadata that says %s agrees', (version) => {
  const judgement = judged({ classes: classesOf('log4j-core 2.14.1'), metadata: [pom(version)] })

  expect(judgement.component.identifiedBy).toEqual(['class-bytes', 'fingerprint', 'metadata'])
  expect(judgement.evidence).toContainEqual({ kind: 'metadata', path: pom('').path, says: `log4j-core ${version}` })
})

test('metadata chooses among releases that have the same classes, and among no others', () => {
  const bridge = classesOf('log4j-1.2-api 2.25.3').filter(({ role }) => role !== null)
  const said = (version: string): MetadataSighting => ({ ...pom(version), artifact: 'log4j-1.2-api' })

  expect(judged({ classes: bridge }).component.version).toBeNull()
  expect(judged({ classes: bridge, metadata: [said('2.25.5')] }).component.version).toBe('2.25.5')
  expect(judged({ classes: bridge, metadata: [said('2.14.1')] }).component.version).toBeNull()
  expect(judged({ classes: bridge, metadata: [said('2.25.5'), said('2.26.0')] }).component.version).toBeNull()
})

test('two copies in one archive are two components, each with its folder', () => {
  const judgements = judge({
    ...nothing,
    classes: [...classesOf('log4j-core 2.17.1'), ...classesOf('log4j-core 2.14.1', 'old/')],
  })

  expect(judgements.map(({ component, prefix }) => [component.version, prefix])).toEqual([
    ['2.17.1', ''],
    ['2.14.1', 'old/'],
  ])
  expect(judgements[1]?.title).toContain('Log4j Core 2.14.1 below old/ is affected by CVE-2021-44228')
  expect(judgements.map((each) => shownBy(each).some((text) => text.includes('lies below old/')))).toEqual([
    false,
    true,
  ])
})

test.each(['BOOT-INF/classes/', 'WEB-INF/classes/', 'inst/'])('classes below %s are one copy', (prefix) => {
  const judgement = judged({ classes: classesOf('log4j-core 2.14.1', prefix) })

  expect(judgement.prefix).toBe(prefix)
  expect(withStatus(judgement, 'affected')).toContain('2021-44228')
})

test('classes for later Java releases belong to the copy that they are for', () => {
  const classes = classesOf('log4j-core 2.14.1').map((sighting) =>
    sighting.role === 'interpolator' ? { ...sighting, path: `META-INF/versions/9/${sighting.path}` } : sighting,
  )

  expect(judged({ classes }).component.version).toBe('2.14.1')
})

test('a decisive class that could not be read leaves open what rests on it', () => {
  const classes = rebuilt(classesOf('log4j-core 2.14.1')).filter(({ role }) => role !== 'jndi-manager')
  const unread = ['org/apache/logging/log4j/core/net/JndiManager.class']
  const judgement = judged({ classes, unread })

  expect(withStatus(judgement, 'under_investigation')).toEqual(['2021-44228', '2021-45046'])
  expect(reason(judgement, 'CVE-2021-44228')).toBe(`${unread[0]} could not be read`)
  expect(withStatus(judgement, 'affected')).toEqual(expect.arrayContaining(['2021-45105', '2021-44832']))
})

test('nothing is called removed while a class of any name could not be read', () => {
  const classes = rebuilt(classesOf('log4j-core 2.14.1')).filter(({ role }) => role !== 'jndi-lookup')
  const judgement = judged({ classes, unread: ['org/acme/Whatever.class'] })

  expect(withStatus(judgement, 'under_investigation')).toContain('2021-44228')
})

test.each([
  ['unlike', 'JndiLookup is there, and its content is like that of no release'],
  ['unread', 'JndiLookup could not be read'],
] as const)('nothing is called removed in whose place something lies that is %s', (content, because) => {
  const strangers = new Strangers()
  strangers.add({ place: 'org/apache/logging/log4j/core/lookup/JndiLookup', content })
  const classes = classesOf('log4j-core 2.14.1').filter(({ role }) => role !== 'jndi-lookup')
  const judgement = judged({ classes, strangers })

  expect(withStatus(judgement, 'under_investigation')).toEqual(['2021-44228', '2021-45046'])
  expect(reason(judgement, 'CVE-2021-44228')).toBe(because)
  expect(judgement.component.mitigations).toEqual([])
})

test('a way in that was replaced by what calls nothing is closed', () => {
  const strangers = new Strangers()
  strangers.add({ place: 'org/apache/logging/log4j/core/lookup/JndiLookup', content: 'inert' })
  const classes = classesOf('log4j-core 2.14.1').filter(({ role }) => role !== 'jndi-lookup')
  const judgement = judged({ classes, strangers })

  expect(withStatus(judgement, 'not_affected')).toEqual(expect.arrayContaining(['2021-44228', '2021-45046']))
  expect(reason(judgement, 'CVE-2021-44228')).toBe(
    'JndiLookup was replaced by what calls nothing, and without that there is no way in',
  )
  expect(judgement.component.mitigations).toEqual(['JndiLookup replaced'])
})

test('a fix that shows is believed though another class could not be read', () => {
  const judgement = judged({
    classes: classesOf('log4j-core 2.17.1'),
    unread: ['org/apache/logging/log4j/core/net/JndiManager.class'],
  })

  expect(withStatus(judgement, 'fixed')).toEqual(expect.arrayContaining(['2021-44228', '2021-45046']))
})

test('the release that Apache’s list has wrong is shown with both sources', () => {
  const judgement = release('log4j-core 2.17.0')

  expect(withStatus(judgement, 'affected')).toContain('2021-44832')
  const [contradiction] = judgement.evidence.filter((each) => each.kind === 'contradiction')
  expect(contradiction?.says).toContain('2.17.1')
  expect(contradiction?.sources).toEqual(
    expect.arrayContaining([
      'https://logging.apache.org/cyclonedx/vdr.xml',
      'https://nvd.nist.gov/vuln/detail/CVE-2021-44832',
    ]),
  )
  expect(release('log4j-core 2.17.1').evidence.filter(({ kind }) => kind === 'contradiction')).toEqual([])
})

test('a configuration that has what it takes is said beside the verdict, and changes no status', () => {
  const configurations = [
    { path: 'a.war!log4j2.xml', line: 4, setting: 'context-lookup-in-layout', text: 'pattern="$${ctx:id}"' },
    { path: 'a.war!log4j2.xml', line: 5, setting: 'no-lookups', text: 'pattern="%m{nolookups}"' },
  ]
  const judgement = judged({ classes: classesOf('log4j-core 2.14.1'), configurations })

  expect(reason(judgement, 'CVE-2021-45046')).toContain('a.war!log4j2.xml has it: pattern="$${ctx:id}"')
  expect(reason(judgement, 'CVE-2021-44228')).toContain(
    'a.war!log4j2.xml makes it harder, and does not end it: pattern="%m{nolookups}"',
  )
  expect(withStatus(judgement, 'affected')).toEqual(withStatus(release('log4j-core 2.14.1'), 'affected'))
  expect(judgement.evidence).toContainEqual({
    kind: 'configuration',
    path: 'a.war!log4j2.xml',
    line: 4,
    says: 'context-lookup-in-layout: pattern="$${ctx:id}"',
  })
})

const started = (properties: Record<string, string>, environment: Record<string, string> = {}) => ({
  properties,
  environment,
})

test.each([
  ['a property', started({ 'log4j2.formatMsgNoLookups': 'true' })],
  ['an older name of the property', started({ 'log4j2.format.msg.no.lookups': 'true' })],
  ['a variable', started({}, { LOG4J_FORMAT_MSG_NO_LOOKUPS: 'true' })],
])(
  'formatMsgNoLookups by %s does not change the status, and is told as withdrawn and as insufficient',
  (_how, launch) => {
    const judgement = judged({ classes: classesOf('log4j-core 2.14.1'), launch })

    expect(withStatus(judgement, 'affected')).toEqual(expect.arrayContaining(family))
    expect(reason(judgement, 'CVE-2021-44228')).toContain('Apache withdrew it as a mitigation')
    expect(reason(judgement, 'CVE-2021-45046')).toContain('which does not stop this')
    expect(reason(judgement, 'CVE-2021-45105')).not.toContain('formatMsgNoLookups')
    expect(judgement.component.mitigations).toHaveLength(2)
  },
)

test('formatMsgNoLookups that is not true is nothing', () => {
  const launch = started({ 'log4j2.formatMsgNoLookups': 'false' })

  expect(judged({ classes: classesOf('log4j-core 2.14.1'), launch }).component.mitigations).toEqual([])
})

test('a switch that turns JNDI on again is said beside the fix', () => {
  const launch = started({ 'log4j2.enableJndiLookup': 'true' })
  const judgement = judged({ classes: classesOf('log4j-core 2.17.1'), launch })

  expect(withStatus(judgement, 'fixed')).toContain('2021-44228')
  expect(reason(judgement, 'CVE-2021-44228')).toContain(
    'log4j2.enableJndiLookup is set, which turns that part of JNDI on again',
  )
  expect(reason(judgement, 'CVE-2021-44832')).not.toContain('again')
})

const log4j1 = ['2019-17571', '2021-4104', '2022-23302', '2022-23305', '2022-23307', '2023-26464', '2020-9488']

test('Log4j 1.x has all of its flaws, and each needs its class', () => {
  expect([...withStatus(release('log4j 1.2.17'), 'affected')].sort()).toEqual([...log4j1].sort())
})

test.each([
  [/JMSAppender$/, ['2021-4104'], 'JMSAppender removed'],
  [/JMSSink$/, ['2022-23302'], 'JMSSink removed'],
  [/JDBCAppender$/, ['2022-23305'], 'JDBCAppender removed'],
  [/SMTPAppender$/, ['2020-9488'], 'SMTPAppender removed'],
  [/net\/(?:Simple)?SocketServer$/, ['2019-17571'], 'SocketServer removed'],
  [/chainsaw\//, ['2022-23307'], 'LoggingReceiver of Chainsaw removed'],
])('Log4j 1.x without %s has no longer %j', (without, gone, mitigation) => {
  const judgement = release('log4j 1.2.17', without)

  expect([...withStatus(judgement, 'affected')].sort()).toEqual(log4j1.filter((id) => !gone.includes(id)).sort())
  expect(judgement.component.mitigations).toEqual([mitigation])
})

test('Log4j 1.x without one of its two servers still has the flaw of the other', () => {
  const judgement = release('log4j 1.2.17', /net\/SocketServer$/)

  expect(withStatus(judgement, 'affected')).toContain('2019-17571')
  expect(reason(judgement, 'CVE-2019-17571')).toContain('SimpleSocketServer is there without the fix')
})

test('Log4j 1.x without either way to read serialized events runs out of memory no more', () => {
  const judgement = release('log4j 1.2.17', /net\/(?:Simple)?SocketServer$|chainsaw\//)

  expect(withStatus(judgement, 'not_affected')).toEqual(
    expect.arrayContaining(['2019-17571', '2022-23307', '2023-26464']),
  )
})

test('reload4j is told from Log4j 1.x, with the flaws that its first release kept', () => {
  const judgement = release('reload4j 1.2.18.0')

  expect(judgement.component).toMatchObject({ product: 'reload4j', version: '1.2.18.0' })
  expect([...withStatus(judgement, 'affected')].sort()).toEqual(
    ['2020-9488', '2022-23302', '2022-23305', '2022-23307'].sort(),
  )
})

test('reload4j is told by what its own classes show, where no byte is known', () => {
  expect(judged({ classes: rebuilt(classesOf('reload4j 1.2.18.0')) }).component.product).toBe('reload4j')
})

test('where the fix is in another module, that module decides if it is there', () => {
  const bridge = rebuilt(classesOf('log4j-1.2-api 2.25.3')).filter(({ role }) => role !== null)
  const statusWith = (core: readonly ClassSighting[]): string | undefined =>
    judge({ ...nothing, classes: [...bridge, ...core] })
      .find(({ component }) => component.product === 'log4j-1.2-api')
      ?.cves.find(({ id }) => id === 'CVE-2026-34479')?.status

  expect(statusWith([])).toBe('under_investigation')
  expect(statusWith(rebuilt(classesOf('log4j-core 2.25.4')))).toBe('fixed')
  expect(statusWith(rebuilt(classesOf('log4j-core 2.17.1')))).toBe('affected')
})

test('classes of two releases in one package are a mixture, judged by what they show', () => {
  const classes = [
    ...classesOf('log4j-core 2.14.1').filter(({ role }) => role === 'jndi-lookup' || role === 'jndi-manager'),
    ...classesOf('log4j-core 2.17.1').filter(({ role }) => role !== 'jndi-lookup' && role !== 'jndi-manager'),
  ]
  const judgement = judged({ classes })

  expect(judgement.component).toMatchObject({ version: null, versionRange: null })
  expect(withStatus(judgement, 'affected')).toEqual(expect.arrayContaining(['2021-44228', '2021-45046']))
  expect(withStatus(judgement, 'fixed')).toEqual(expect.arrayContaining(['2021-45105', '2021-44832']))
})

test('a component with nothing wrong says so, and that nothing needs to be done', () => {
  const judgement = release('log4j-core 2.25.4')

  expect(withStatus(judgement, 'affected')).toEqual([])
  expect(judgement.severity).toBe('info')
  expect(judgement.title).toBe('Log4j Core 2.25.4 has none of the flaws that are judged here')
  expect(judgement.remedy).toBe('Nothing needs to be done.')
})
