import { z } from 'zod'
import { moment } from './finding.ts'
import { gapSchema } from './report.ts'

const cve = z.string().regex(/^CVE-\d{4}-\d{4,}$/)
const place = z.string().describe('From the outermost file inward; each ! is one level of nesting')
const because = z.string().describe('One of the reasons of docs/reference/refusals.md')
const whole = z.object({ size: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
const lines = z.object({ maven: z.string(), gradle: z.string() })

const update = z
  .object({
    version: z.string(),
    runsOn: z.string().nullable(),
    fixes: z.array(cve),
    leaves: z.array(cve),
    lines: lines.describe('What forces the release upon a build'),
  })
  .describe('A release that ends flaws for good')

const effect = z.object({
  purl: z.string(),
  version: z.string().nullable(),
  title: z.string(),
  ends: z.array(cve).min(1),
  stays: z.array(cve).describe('Flaws that no removal ends'),
  advice: z.string(),
  updates: z.array(update),
})

const removal = z.object({
  path: z.string().describe('In its archive, or below its folder'),
  className: z.string().describe('Its own name, as its bytes say'),
  role: z.string().describe('What it is, whatever it is called'),
  remedy: z.string(),
  instead: z.enum(['nothing', 'empty-class']).describe('What takes its place'),
  size: z.int().min(0).describe('Bytes, uncompressed'),
})

const target = z.object({
  at: z.string().describe('As it was found'),
  path: z.string().describe('Absolute, links followed'),
  kind: z.enum(['file', 'folder']),
  places: z.array(z.object({ at: place, removes: z.array(removal).min(1), effects: z.array(effect).min(1) })).min(1),
  files: z
    .array(
      z.object({
        path: z.string(),
        names: z.int().min(1).describe('Hard links, this one counted'),
        before: whole,
        after: whole.nullable().describe('null: it is taken away'),
      }),
    )
    .min(1),
  processes: z.array(z.object({ pid: z.int().min(1), runs: z.string() })).describe('JVMs to be started again'),
  unsigned: z.array(z.string()).describe('Signature files that go'),
  namesLeft: z.int().min(0).describe('Other names (hard links) that keep the old content'),
  repacked: z
    .array(z.string())
    .describe('Archives that are compressed anew as a whole, by their places in the file; the file itself is empty'),
  outcome: z
    .discriminatedUnion('is', [
      z.object({ is: z.literal('fixed'), remarks: z.array(z.string()).describe('What could not be kept') }),
      z.object({ is: z.literal('refused'), because, detail: z.string(), filesDone: z.int().min(0) }),
    ])
    .nullable()
    .describe('null: nothing was done'),
})

const head = {
  schema: z.literal('fireline.fix-report/1'),
  tool: z.object({ name: z.literal('fireline'), version: z.string() }),
  startedAt: moment,
  endedAt: moment,
  done: z.boolean().describe('false: it was only said what would be done'),
  leftovers: z.array(z.string()).describe('Files of an interrupted fix, which the next one removes'),
}

const fixed = z.object({
  ...head,
  verb: z.literal('fix'),
  complete: z.boolean(),
  remedies: z.array(z.string()),
  stripSignature: z.boolean(),
  breakLinks: z.boolean(),
  manifest: z.string().nullable().describe('For --undo'),
  targets: z.array(target),
  refused: z.array(z.object({ place, because, detail: z.string() })),
  left: z
    .array(
      z.object({
        place,
        title: z.string(),
        cves: z.array(cve).min(1),
        advice: z.string(),
        remedies: z.array(z.string()).describe('That were not asked for and would end some of it'),
      }),
    )
    .describe('Affected, and nothing that was asked for ends it'),
  gaps: z.array(gapSchema),
  notes: z.array(z.string()),
})

const undone = z.object({
  ...head,
  verb: z.literal('undo'),
  results: z.array(
    z.object({
      path: z.string(),
      is: z.enum(['restored', 'unchanged', 'refused']),
      because: because.nullable(),
      detail: z.string(),
    }),
  ),
})

/**
 * `fireline fix --format json`. Only ever extended within `/1`.
 *
 * @public
 */
export const fixReportSchema = z
  .discriminatedUnion('verb', [fixed, undone])
  .describe('What a fix would do or did, or what was restored')
