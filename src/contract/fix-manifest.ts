import { z } from 'zod'
import { moment } from './finding.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** A path that means the same wherever it is read: from the root, without `.` and `..`. */
const path = z
  .string()
  .regex(/^(?:\/|[A-Za-z]:[/\\])/)
  .refine((text) => !text.split('/').some((name) => name === '.' || name === '..'), 'is not a whole path')
  .describe('Absolute, links followed')
const seq = z.int().min(1).describe('Which file of the run')
const whole = z.object({ size: z.int().min(0), sha256 })

const run = z
  .object({
    schema: z.literal('fireline.fix/1'),
    is: z.literal('run'),
    id: z.string().min(1),
    tool: z.object({ name: z.literal('fireline'), version: z.string() }),
    startedAt: moment,
    host: z.string(),
    pid: z.int().min(1),
    remedies: z.array(z.string()),
  })
  .describe('The first line')

const opened = z
  .object({ is: z.literal('opened'), seq, path, temporary: z.string().min(1).nullable() })
  .describe('A file was taken up; its new content is put together under the temporary name')

const prepared = z
  .object({
    is: z.literal('prepared'),
    seq,
    path,
    backup: z
      .string()
      .regex(/^\d{4,}-[^/]+$/)
      .describe('In the folder of this manifest'),
    before: whole,
    after: whole.nullable().describe('null: the file is gone'),
    mode: z.int().min(0),
    uid: z.int().min(0),
    gid: z.int().min(0),
    mtimeNs: z
      .string()
      .regex(/^-?\d+$/)
      .describe('Nanoseconds since 1970'),
    removed: z.array(z.object({ at: z.string(), className: z.string(), remedy: z.string() })).min(1),
    linkTo: path.optional().describe('It is another name (hard link) of the file that was changed at this path before'),
  })
  .describe('Backup and new content are on disk; from now on the file may be the new one')

const done = z.object({ is: z.literal('done'), seq }).describe('The file is the new one')
const failed = z
  .object({ is: z.literal('failed'), seq, because: z.string(), detail: z.string() })
  .describe('The file is the old one')

/**
 * One line of a manifest of `fireline fix`, in the order in which things happened; each was on disk before the next was
 * done. Only ever extended within `/1`.
 *
 * @public
 */
export const fixManifestLineSchema = z
  .discriminatedUnion('is', [run, opened, prepared, done, failed])
  .describe('One line of a manifest')

export type FixManifestLine = z.infer<typeof fixManifestLineSchema>
export type FixPrepared = z.infer<typeof prepared>

/**
 * Reads a manifest; otherwise what is wrong with it. A last line without an end is what a kill left of it, and counts
 * for nothing.
 */
export function readFixManifest(
  text: string,
): { readonly lines: readonly FixManifestLine[] } | { readonly flaw: string } {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const lines: FixManifestLine[] = []
  for (const [index, line] of whole.split('\n').entries()) {
    if (line === '') continue
    const parsed = fixManifestLineSchema.safeParse(parseJson(line))
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      return { flaw: `line ${index + 1}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'not understood'}` }
    }
    lines.push(parsed.data)
  }
  // A kill may have come before the first line was whole: then nothing was done.
  if (lines.length > 0 && lines[0]?.is !== 'run') return { flaw: 'its first line is not that of a run of fireline fix' }
  return { lines }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
