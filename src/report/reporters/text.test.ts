import { expect, test } from 'vitest'
import { documentOf, sampleExposures, someHeader, someSummary } from '../../../test/kit/generated-results.ts'
import type { ExposureFinding, Gap } from '../../core/index.ts'
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
