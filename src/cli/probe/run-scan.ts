import {
  type Clock,
  type ExposureFinding,
  exitCodeOf,
  isVulnerable,
  type RunHeader,
  type Scope,
  type Seal,
} from '../../core/index.ts'
import { breathing, type OpenWeb, type ProbeJournalFile, packageVersion, sha256Hex } from '../../node/index.ts'
import {
  type HttpRequest,
  openPace,
  type ProbeContext,
  type ProbeInput,
  type ProbeOutcome,
  probe,
  type ScanPlan,
} from '../../probe/index.ts'
import type { Reporter } from '../../report/index.ts'
import type { ExitCode } from '../command.ts'
import type { Io } from '../io.ts'
import { numberOption, type RawOptions, textOption } from '../options.ts'
import { openOutput } from '../output.ts'
import { openProgress } from '../progress.ts'
import { opener } from './context.ts'
import { openJournal } from './journal.ts'
import { LiveCounts } from './live-counts.ts'
import { planText } from './plan.ts'
import type { Proof } from './proof.ts'

/** How many targets are begun and not done at once: dead ones wait here without holding others up. */
const targetsInFlight = 4_096

/** Everything that was checked before the first packet leaves. */
export interface PreparedScan {
  readonly options: RawOptions
  readonly inputs: AsyncIterable<ProbeInput>
  readonly scope: Scope
  readonly headers: HttpRequest['headers']
  readonly plan: ScanPlan
  readonly seal: Seal
  readonly web: OpenWeb
  readonly proof: Proof
  /** Number of the scan; it is in every token. */
  readonly number: number
  readonly resumed: ProbeJournalFile | null
  readonly reporter: Reporter
  readonly clock: Clock
}

/** Runs the scan to its end or until it is stopped, and writes the report as results come. */
export async function runScan(scan: PreparedScan, io: Io): Promise<ExitCode> {
  const { options, plan, proof, clock, headers } = scan
  const journal = openJournal(
    options,
    scan.resumed,
    scan.number,
    sha256Hex(planText(plan, headers)),
    proof.listener,
    clock,
    io.env,
  )
  io.tell(`${proof.told}\n${journal.path === null ? '' : `journal: ${journal.path}\n`}`)
  const audit = textOption(options, 'audit') ?? (journal.path === null ? null : `${journal.path}.audit.jsonl`)
  const live = new LiveCounts(plan.waitMs, clock)
  const { web, callbacks } = { web: scan.web, callbacks: proof.callbacks }
  const context: ProbeContext = {
    plan,
    scan: scan.number,
    seal: scan.seal,
    digest: sha256Hex,
    web,
    callbacks,
    clock,
    journal: journal.journal,
    pace: openPace({ ...paceOf(options), clock, signal: io.signal }),
    signal: io.signal,
    open: opener(scan.scope, headers, audit, scan.number, clock),
    count: (what, by) => live.count(what, by),
  }
  try {
    return await report(scan, context, live, io)
  } finally {
    await web.close()
    await journal.close()
  }
}

async function report(scan: PreparedScan, context: ProbeContext, live: LiveCounts, io: Io): Promise<ExitCode> {
  const path = textOption(scan.options, 'output')
  const output = await openOutput(path, io)
  const progress = openProgress(io)
  const header: RunHeader = {
    verb: 'probe',
    tool: { name: 'fireline', version: packageVersion() },
    startedAt: scan.clock.now(),
  }
  const writer = scan.reporter.begin(header, { colour: io.colour && path === null })
  const write = async (text: string): Promise<void> => {
    if (text === '') return
    progress.clear()
    await output.write(text)
  }
  let vulnerable = 0
  const finding = async (found: ExposureFinding): Promise<void> => {
    if (isVulnerable(found)) vulnerable++
    live.proven = vulnerable
    await write(writer.finding(found))
  }
  live.drawOn(progress)
  try {
    const outcome = await probe(
      breathing(scan.inputs),
      context,
      { finding, gap: (gap) => write(writer.gap(gap)) },
      targetsInFlight,
    )
    await write(
      writer.end({
        endedAt: scan.clock.now(),
        complete: outcome.complete,
        notes: notesOf(outcome),
        stats: statsOf(outcome),
      }),
    )
    await output.finish()
    return exitCodeOf(vulnerable, outcome.gaps + (outcome.complete ? 0 : 1))
  } catch (error) {
    await output.discard()
    throw error
  } finally {
    live.stop()
    progress.clear()
  }
}

/** Silence has a common cause that an operator can rule out: the way back. */
function notesOf({ notes, tally }: ProbeOutcome): readonly string[] {
  if (tally.callbacks > 0 || tally.pointsDelivered === 0) return notes
  const wayBack =
    'nothing called back at all: check that targets can reach the listener (firewalls, --callback-address, --zone)'
  return [...notes, wayBack]
}

function statsOf({ targets, tally, gaps, lateCallbacks }: ProbeOutcome): Readonly<Record<string, number>> {
  return { targets, ...tally, gaps, lateCallbacks }
}

function paceOf(options: RawOptions): { ratePerSecond: number | null; perHost: number } {
  const rate = { min: 0.01, max: 1_000_000, unit: 'requests a second' }
  return {
    ratePerSecond: options['rate'] === undefined ? null : numberOption(options, 'rate', rate),
    perHost: numberOption(options, 'per-host', { min: 1, max: 10_000, unit: 'requests' }),
  }
}
