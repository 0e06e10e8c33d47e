import { isVulnerable, type RunHeader } from '../../core/index.ts'
import { packageVersion, type Scan, type ScanEvent, systemClock } from '../../node/index.ts'
import {
  type Baseline,
  exitCodeUnder,
  type FailureThreshold,
  isNew,
  OutcomeCount,
  type Reporter,
} from '../../report/index.ts'
import type { ExitCode } from '../command.ts'
import type { Io } from '../io.ts'
import { openOutput } from '../output.ts'
import { openProgress } from '../progress.ts'
import { FetchProgress, fileProgressLine } from './progress-line.ts'

/** How results are told. */
export interface Telling {
  readonly reporter: Reporter
  /** `null`: to standard output. */
  readonly output: string | null
  /** Also components that no advisory affects. */
  readonly all: boolean
  /** Only what an earlier run did not have is told, and counts. */
  readonly baseline: Baseline | null
  readonly failOn: FailureThreshold | null
}

/** Runs a scan to its end or until it is stopped, and writes the report as results come. */
export async function runScan(scan: Scan, telling: Telling, io: Io): Promise<ExitCode> {
  const { reporter, output: path, all, baseline, failOn } = telling
  const output = await openOutput(path, io)
  const progress = openProgress(io)
  const startedAt = systemClock.now()
  const header: RunHeader = { verb: 'scan', tool: { name: 'fireline', version: packageVersion() }, startedAt }
  const writer = reporter.begin(header, {
    colour: io.colour && path === null,
    ...(path === null ? { columns: io.textColumns } : {}),
  })
  const outcome = new OutcomeCount()
  const tally = { components: 0, vulnerable: 0, known: 0 }
  const notes: string[] = []
  const write = async (text: string): Promise<void> => {
    if (text === '') return
    progress.clear()
    await output.write(text)
  }
  const take = async (event: ScanEvent): Promise<void> => {
    if (event.is === 'note') notes.push(event.text)
    else if (event.is === 'gap') {
      outcome.gap()
      await write(writer.gap(event.gap))
    } else {
      const { finding } = event
      const open = finding.cves.some(({ status }) => status === 'affected' || status === 'under_investigation')
      if (open && baseline !== null && !isNew(finding, baseline)) {
        tally.known++
        return
      }
      outcome.finding(finding)
      if (isVulnerable(finding)) tally.vulnerable++
      if (open) tally.components++
      if (open || all) await write(writer.finding(finding))
    }
  }
  const fetches = new FetchProgress()
  const draw = setInterval(() => {
    const fetching = scan.fetching()
    if (fetching !== null) {
      const now = systemClock.now()
      return progress.show((columns) => fetches.line(fetching, now, columns))
    }
    const { files, bytes, share } = scan.counts()
    const state = { elapsedMs: systemClock.now() - startedAt, files, bytes, share: Math.min(1, share), at: scan.at() }
    progress.show((columns) => fileProgressLine({ ...state, found: tally.components, gaps: outcome.gaps }, columns))
  }, 200)
  try {
    for await (const event of scan) await take(event)
    const complete = !io.signal.aborted
    const counts = Object.fromEntries(Object.entries(scan.counts()).filter(([name]) => name !== 'share'))
    const stats = { ...counts, ...tally, gaps: outcome.gaps }
    await write(writer.end({ endedAt: systemClock.now(), complete, notes, stats }))
    await output.finish()
    if (!complete) outcome.gap()
    return exitCodeUnder(failOn, outcome)
  } catch (error) {
    await output.discard()
    throw error
  } finally {
    clearInterval(draw)
    progress.clear()
  }
}
