import { z } from 'zod'
import { gapReasons, outcomes } from '../core/index.ts'
import { findingSchema, moment } from './finding.ts'

const reasons = Object.keys(gapReasons) as [keyof typeof gapReasons, ...(keyof typeof gapReasons)[]] // the reasons, of which there are some

/** @internal Gaps in every shape of the contract. */
export const gapSchema = z
  .object({ at: z.string(), because: z.enum(reasons), detail: z.string() })
  .describe('What could not be examined')

const counted = z
  .object({
    names: z.array(z.object({ name: z.string(), count: z.int().min(1) })).describe('The most frequent first'),
    others: z.int().min(0).describe('Sightings of names that are not listed'),
  })
  .describe('How often what was seen')

const campaign = z
  .object({
    id: z.string().describe('The same campaign has the same id in every run'),
    host: z.string().describe('Whom its attacks ask; * stands for what each has of its own'),
    port: z.int().min(0).nullable(),
    path: z.string().nullable(),
    command: z.string().nullable().describe('What the path carries, decoded, defanged'),
    schemes: z.array(z.string()),
    attacks: z.int().min(1),
    outcome: z.enum(outcomes).describe('The furthest that one of them came'),
    likely: z.int().min(0).describe('How many likely fired'),
    callbackSeen: z.int().min(0),
    firstSeen: moment.nullable(),
    lastSeen: moment.nullable(),
    sources: counted.describe('Addresses that they came from'),
    targets: counted.describe('Logs that have them'),
    techniques: counted.describe('How they are written'),
    secrets: z.array(z.string()).describe('Values to rotate, wherever one of them could have fired'),
    scanner: z.string().nullable(),
  })
  .describe('Attacks of a hunt that ask for the same')

const run = {
  tool: z.object({ name: z.literal('fireline'), version: z.string() }),
  verb: z.enum(['probe', 'scan', 'fix', 'hunt']),
  startedAt: moment,
  endedAt: moment,
  complete: z.boolean().describe('false: it was stopped before everything was tried'),
  notes: z.array(z.string()).describe('Worth knowing beside findings and gaps'),
  stats: z.record(z.string(), z.number()).describe('Counters of the verb'),
  campaigns: z.array(campaign).optional().describe('Of a hunt: attacks that belong together, the furthest first'),
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
