import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sampleAttacks } from '../../test/kit/generated-results.ts'
import { type AttackFinding, instantOfEpoch } from '../core/index.ts'
import { AttackLines } from './attack-lines.ts'
import { findingJson } from './finding-json.ts'
import { jsonText } from './visible.ts'

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'GET / HTTP/1.1', '"\\', '\u001b[2J', '$&', 'fireline:own:3', '"fireline:own:3"', 'ä😀\ud800'),
)
const times = fc.integer({ min: 0, max: 4e12 }).map(instantOfEpoch)

/** What one finding has for itself. */
const owns = fc.record({
  line: fc.option(fc.nat()),
  byteOffset: fc.nat(),
  when: fc.option(times),
  from: fc.option(texts),
  request: fc.option(texts),
  userAgent: fc.option(texts),
  field: fc.option(texts),
  raw: texts,
  text: texts,
  source: texts,
  seenAt: times,
})

const [sample] = sampleAttacks(20).filter(({ evidence }) => evidence[0].kind === 'log' && evidence.length <= 2)

it('writes every attack as it would be written by itself, of a spray too', () => {
  fc.assert(
    fc.property(fc.array(owns, { minLength: 2, maxLength: 6 }), fc.boolean(), texts, (each, decoded, meaning) => {
      const lines = new AttackLines()
      const lookup = { ...sample!.lookup, meaning }
      const decoding = { kind: 'decoding', layers: ['percent'], text: meaning } as const
      for (const { line, byteOffset, source, raw, text, ...own } of each) {
        const log = { kind: 'log', source, line, byteOffset, says: 'it is in this record', text } as const
        const finding: AttackFinding = {
          ...sample!,
          ...own,
          at: { source, line, byteOffset },
          lookup: { ...lookup, raw },
          evidence: decoded ? [log, decoding] : [log],
        }

        expect(lines.text(finding)).toBe(jsonText(findingJson(finding)))
      }
    }),
  )
})

it('writes witnesses of each as they are, of the same text too', () => {
  const lines = new AttackLines()
  for (let when = 0; when < 3_000; when += 1_000) {
    const witness = { ...sample!.evidence[0], kind: 'witness', format: 'zeek', when: instantOfEpoch(when) } as const
    const finding = { ...sample!, evidence: [sample!.evidence[0], witness as AttackFinding['evidence'][0]] } as const

    expect(lines.text(finding)).toBe(jsonText(findingJson(finding)))
  }
})

it.each<[string, Partial<AttackFinding>]>([
  ['its outcome', { outcome: 'likely' }],
  ['its verdict', { verdict: 'attempt' }],
  ['its remedy', { remedy: 'Look first at the machine that went out.' }],
  [
    'what it was decoded to',
    { evidence: [...sample!.evidence, { kind: 'decoding', layers: ['html'], text: 'other' }] },
  ],
  ['what it means', { lookup: { ...sample!.lookup, meaning: 'jndi:ldap://other.example/a' } }],
])('takes nothing from others for one that differs in %s', (_what, difference) => {
  const lines = new AttackLines()
  for (let i = 0; i < 3; i++) lines.text(sample!)
  const other = { ...sample!, ...difference }

  expect(lines.text(other)).toBe(jsonText(findingJson(other)))
})
