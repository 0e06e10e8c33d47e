import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bytesOf, huntDoors, huntedAround } from '../../test/kit/hunting.ts'
import type { AttackFinding } from '../core/index.ts'
import { contactsIn } from './contact.ts'
import { evaluateOn, newest } from './evaluations.ts'
import { RecentlyRead, SourceHunt } from './index.ts'

function recordings(name: string): readonly unknown[] {
  return gunzipSync(readFileSync(new URL(`../lookup/testdata/${name}.jsonl.gz`, import.meta.url)))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
}

interface Recording {
  readonly meta?: true
  readonly id: number
  readonly input: string
  readonly once: { readonly jndi: readonly string[] }
  readonly msg: { readonly jndi: readonly string[] }
}

const inputs = (recordings('lookup-oracle') as readonly Recording[]).filter(({ meta }) => meta !== true)

let told: AttackFinding[] = []
const sink = { finding: (each: AttackFinding) => told.push(each), gap: () => undefined }
const source = { source: 'a', relative: 'a', around: huntedAround }
const hunt = new SourceHunt(huntDoors, sink, source, new RecentlyRead())

/** What is found in one record: a message, as a program logged it. */
function foundIn(input: string): readonly AttackFinding[] {
  told = []
  hunt.record({ bytes: bytesOf(input), line: null, offset: 0, cut: false })
  return told
}

/** The last three by JDKs up to 10 alone. */
function isUsable(name: string): boolean {
  return /^(?:ldaps?|rmi|dns|iiop|iiopname|corbaname):/.test(name)
}

/** Where the process has values of its own, another branch may be taken: a hunter takes all for unset. */
function firesWhereNothingIsSet(input: string): boolean {
  return (['message', 'once'] as const).some((mode) => evaluateOn(newest, input, mode, 0).jndi.some(isUsable))
}

test('what the real Log4j 2.14.1 looks up, a hunt finds, and nothing else fires on it', () => {
  const differences = inputs.flatMap(({ id, input, once, msg }) => {
    const recorded = [...once.jndi, ...msg.jndi].some(isUsable)
    const ours = foundIn(input).some(({ verdict, firesOn }) => verdict === 'fires' && firesOn.includes('C'))
    return recorded === ours ? [] : [{ id, input, recorded, ours }]
  })
  const byWorld = differences.filter(({ input, ours }) => firesWhereNothingIsSet(input) === ours)

  expect(inputs).toHaveLength(5_026)
  expect(differences.filter((each) => !byWorld.includes(each))).toEqual([])
  // Each reads something that the recording process had, a value or a property: `${hostName:-j}ndi`, or
  // `$${jndi:…${env:USER}}`, whose second pass comes only if a variable is left.
  const readsNothing = byWorld.filter(
    ({ input }) => !input.includes('${appName') && evaluateOn(newest, input, 'message', 0).reads.length === 0,
  )
  expect(readsNothing).toEqual([])
  expect(byWorld.length).toBeLessThan(100)
})

test('it finds them by the very names', () => {
  const differences = inputs.filter(({ input }) => {
    const found = foundIn(input).filter(({ verdict, firesOn }) => verdict === 'fires' && firesOn.includes('C'))
    const at = found[0]?.when ?? huntedAround
    const names = contactsIn(evaluateOn(newest, input, 'message', at).jndi).map(({ name }) => name)
    return names.length > 0 && !found.some(({ lookup }) => names.includes(lookup.meaning.replace(/^jndi:/, '')))
  })

  expect(differences.map(({ id, input }) => ({ id, input }))).toEqual([])
})

interface Parsed {
  readonly ctx: string | null
  readonly host: string | null
  readonly port: number | null
  readonly rest: string | null
  readonly err: string | null
}

interface UrlRecording {
  readonly name: string
  readonly legacy: Parsed | null
  readonly compat: Parsed | null
  readonly strict: Parsed | null
}

test('host, port, path and the JDK that it needs are those that the JDK reads', () => {
  const defaults: Readonly<Record<string, number>> = { ldap: 389, ldaps: 636, rmi: 1099, dns: 53 }
  // What Log4j itself would read differently in a message is no matter of the JDK; and a percent sign in a host is taken
  // for a layer around the name.
  const names = (recordings('jndi-url-oracle') as readonly UrlRecording[]).filter(
    ({ name, legacy }) =>
      !/[${}]|:-|:\\-|^\w+:\/\/[^/]*%/.test(name) && legacy?.ctx !== null && legacy?.err === null && isUsable(name),
  )
  const differences = names.flatMap(({ name, legacy, compat, strict }) => {
    const [found] = foundIn(`\${jndi:${name}}`)
    const { scheme, host, port, path } = found?.lookup ?? {}
    if (host === null && port === null && /refuses|takes no|does not connect/.test(found?.because ?? '')) return []
    const rest = legacy?.rest ?? ''
    const expected = {
      host: legacy?.host ?? null,
      port: (legacy?.port ?? -1) === -1 ? (defaults[scheme ?? ''] ?? null) : legacy?.port,
      path: scheme === 'dns' && rest === '.' ? '' : rest,
      needsJdk: compat?.err !== null ? 'legacy' : strict?.err !== null ? 'compat' : null,
    }
    const ours = { host, port: port === null && scheme === 'dns' ? 53 : port, path, needsJdk: found?.needsJdk }
    return JSON.stringify(ours) === JSON.stringify(expected) ? [] : [{ name, ours, expected }]
  })

  expect(names.length).toBeGreaterThan(300)
  expect(differences).toEqual([])
})
