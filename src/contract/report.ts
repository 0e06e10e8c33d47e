import { z } from 'zod'
import { gapReasons } from '../core/index.ts'
import { findingSchema, moment } from './finding.ts'

const reasons = Object.keys(gapReasons) as [keyof typeof gapReasons, ...(keyof typeof gapReasons)[]] // the reasons, of which there are some

/** @internal Gaps in every shape of the contract. */
export const gapSchema = z
  .object({ at: z.string(), because: z.enum(reasons), detail: z.string() })
  .describe('What could not be examined')

const run = {
  tool: z.object({ name: z.literal('fireline'), version: z.string() }),
  verb: z.enum(['probe', 'scan', 'fix', 'hunt']),
  startedAt: moment,
  endedAt: moment,
  complete: z.boolean().describe('false: it was stopped before everything was tried'),
  notes: z.array(z.string()).describe('Worth knowing beside findings and gaps'),
  stats: z.record(z.string(), z.number()).describe('Counters of the verb'),
}

/**
 * `--format json`. Only ever extended within `/1`. Its JSON Schema is published under docs/reference.
 *
 * @public
 */
export const reportSchema = z
  .object({
    schema: z.literal('fireline.report/1'),
    ...run,
    findings: z.array(findingSchema),
    gaps: z.array(gapSchema),
  })
  .describe('The result of one run')

/**
 * One line of `--format jsonl`: findings and gaps in the order in which they came, and the summary last. A file
 * without a summary is of a run that did not end.
 *
 * @public
 */
export const reportLineSchema = z
  .discriminatedUnion('schema', [
    findingSchema,
    gapSchema.extend({ schema: z.literal('fireline.gap/1') }),
    z.object({ schema: z.literal('fireline.summary/1'), ...run }),
  ])
  .describe('One line of a report that streams')
