import { z } from 'zod'
import { gapReasons, rungs } from '../core/index.ts'

const moment = z.iso.datetime().describe('ISO 8601, UTC')
const endpoint = z.object({ address: z.string(), port: z.int().min(0).max(65_535) })
const channel = z.enum(['dns', 'ldap', 'ldaps', 'rmi', 'http', 'https', 'unknown'])
const point = z.object({ kind: z.string(), name: z.string() })

const evidence = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('callback'),
    channel,
    did: z.string().describe("What was done, in the protocol's own word"),
    asked: z.string().nullable(),
    from: endpoint,
    to: endpoint,
    at: moment,
    delayMs: z.number().min(0),
    rawHex: z.string().regex(/^([0-9a-f]{2})*$/),
  }),
  z.object({ kind: z.literal('delivery'), payload: z.string(), status: z.int().nullable(), sentAt: moment }),
])

/**
 * A finding, whatever the format. Only ever extended within `/1`: readers must bear members that they do not know.
 *
 * @public
 */
export const findingSchema = z
  .object({
    schema: z.literal('fireline.finding/1'),
    id: z.string().describe('The same thing has the same id in every run'),
    kind: z.literal('exposure'),
    at: z.object({ url: z.string(), point }),
    proof: z.enum(rungs),
    band: z.enum(['A', 'B', 'C', 'D']).nullable(),
    callback: z.object({
      channel,
      from: endpoint,
      source: z.enum(['target', 'resolver', 'other']),
      at: moment,
      delayMs: z.number().min(0),
    }),
    egress: z.array(z.string()),
    identity: z
      .object({ hostName: z.string().optional(), javaVersion: z.string().optional(), os: z.string().optional() })
      .nullable(),
    title: z.string(),
    severity: z.enum(['critical', 'high', 'medium', 'low', 'info']),
    cves: z.array(
      z.object({
        id: z.string().regex(/^CVE-\d{4}-\d{4,}$/),
        status: z.enum(['affected', 'not_affected', 'fixed', 'under_investigation']),
        because: z.string(),
      }),
    ),
    evidence: z.array(evidence).min(1),
    by: z.string(),
    seenAt: moment,
    remedy: z.string(),
  })
  .describe('A claim about one subject, with everything it rests on')

const reasons = Object.keys(gapReasons) as [keyof typeof gapReasons, ...(keyof typeof gapReasons)[]] // the reasons, of which there are some

const gapSchema = z
  .object({ at: z.string(), because: z.enum(reasons), detail: z.string() })
  .describe('What could not be examined')

const run = {
  tool: z.object({ name: z.literal('fireline'), version: z.string() }),
  verb: z.literal('probe'),
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
