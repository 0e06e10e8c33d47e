import { readFileSync } from 'node:fs'
import Ajv from 'ajv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyFinding, anyGap, documentOf, sampleExposures, sampleGaps } from '../../../test/kit/generated-results.ts'
import { sarif } from './sarif.ts'

function readJson(path: string): object {
  return JSON.parse(readFileSync(path, 'utf8')) as object
}

const ajv = new Ajv({ schemaId: 'id', meta: false, allErrors: true })
ajv.addMetaSchema(readJson('node_modules/ajv/lib/refs/json-schema-draft-04.json'))
const validate = ajv.compile(readJson('test/kit/sarif-2.1.0.schema.json'))

test('keeps to the schema of SARIF 2.1.0, whatever was found', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 4 }), fc.array(anyGap, { maxLength: 4 }), (findings, gaps) => {
      validate(JSON.parse(documentOf(sarif, findings, gaps)))
      expect(validate.errors).toBeNull()
    }),
    { numRuns: 50 },
  )
})

test('the schema refuses what is no SARIF', () => {
  const log = JSON.parse(documentOf(sarif, sampleExposures(1), [])) as { runs: [{ results: [{ level: string }] }] }
  log.runs[0].results[0].level = 'critical'

  expect(validate(log)).toBe(false)
})

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { rules: readonly Named[]; notifications: readonly Named[] } }
      readonly results: readonly { ruleId: string; ruleIndex: number; level: string; message: { text: string } }[]
      readonly invocations: readonly [
        { toolExecutionNotifications: readonly { descriptor: { id: string; index: number } }[] },
      ]
    },
  ]
}

interface Named {
  readonly id: string
}

test('results and notifications name their rule by its id and its place', () => {
  const { runs } = JSON.parse(documentOf(sarif, sampleExposures(5), sampleGaps(5))) as Log
  const [{ tool, results, invocations }] = runs

  expect(results).toHaveLength(5)
  for (const { ruleId, ruleIndex, message } of results) {
    expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
    expect(message.text).not.toBe('')
  }
  const notified = invocations[0].toolExecutionNotifications
  expect(notified).toHaveLength(5)
  for (const { descriptor } of notified) expect(tool.driver.notifications[descriptor.index]?.id).toBe(descriptor.id)
})

test('what is proven is an error, and what is not is a warning', () => {
  const findings = sampleExposures(8)
  const { runs } = JSON.parse(documentOf(sarif, findings, [])) as Log

  expect(runs[0].results.map(({ level }) => level)).toEqual(
    findings.map(({ proof }) => (proof === 'looked-up' ? 'error' : 'warning')),
  )
})
