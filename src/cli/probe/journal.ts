import { type Clock, instantOfEpoch, problem, showInstant } from '../../core/index.ts'
import { createProbeJournal, type ProbeJournalFile, reopenProbeJournal, stateFile } from '../../node/index.ts'
import type { CallbackAddress, ProbeJournal } from '../../probe/index.ts'
import { type RawOptions, textOption } from '../options.ts'

export const resumeDiffers = problem('RESUME_DIFFERS', (path: string) => ({
  message: `the scan of ${path} was started with other options or forms`,
  hint: 'Give the same options as then, or start anew without --resume.',
}))

/** The journal of an earlier run, if the operator asks to go on with it. */
export function resumedJournal(options: RawOptions): ProbeJournalFile | null {
  const path = textOption(options, 'resume')
  return path === null ? null : reopenProbeJournal(path)
}

/** What the scan writes to; `null` keeps nothing. */
export interface OpenJournal {
  readonly journal: ProbeJournal
  readonly path: string | null
  close(): Promise<void>
}

const keepsNothing: ProbeJournal = { append: () => undefined, recall: () => null }

export function openJournal(
  options: RawOptions,
  resumed: ProbeJournalFile | null,
  scan: number,
  plan: string,
  listener: CallbackAddress | null,
  clock: Clock,
  env: Readonly<Record<string, string | undefined>>,
): OpenJournal {
  if (resumed !== null) {
    const path = textOption(options, 'resume') ?? ''
    if (resumed.scan.plan !== plan) throw resumeDiffers(path)
    return { journal: resumed, path, close: () => resumed.close() }
  }
  if (options['journal'] === false) return { journal: keepsNothing, path: null, close: () => Promise.resolve() }
  const startedAt = clock.now()
  const named = typeof options['journal'] === 'string' ? options['journal'] : null
  const stamp = showInstant(instantOfEpoch(startedAt)).replaceAll(/[-:]|\.\d+/g, '')
  const path = named ?? stateFile(env, 'probe', `${stamp}-${scan}.journal`)
  const journal = createProbeJournal(path, { t: 'scan', scan, startedAt, plan, listener })
  return { journal, path, close: () => journal.close() }
}
