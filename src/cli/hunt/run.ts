import type { AttackFinding, Outcome, RunHeader } from '../../core/index.ts'
import { Campaigns } from '../../hunt/index.ts'
import { type Hunt, type HuntEvent, packageVersion, sha256Hex, systemClock } from '../../node/index.ts'
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
import { GatheredOutput } from './gathered-output.ts'
import { HuntTally } from './hunt-tally.ts'
import { huntProgressLine } from './progress-line.ts'

/** How results are told. */
export interface HuntTelling {
  readonly reporter: Reporter
  /** `null`: to standard output. */
  readonly output: string | null
  /** Whether blocklists are written so that nothing follows what is in them. */
  readonly defang: boolean
  /** Only what an earlier run did not have is told, and counts. */
  readonly baseline: Baseline | null
  readonly failOn: FailureThreshold | null
  /** Whether it has no end of its own, so that being stopped is its end. */
  readonly endless: boolean
  /** What is added to each finding, as of a scan. */
  judged(finding: AttackFinding): AttackFinding
}

/** Runs a hunt to its end or until it is stopped, and writes the report as results come. */
export async function runHunt(hunt: Hunt, telling: HuntTelling, io: Io): Promise<ExitCode> {
  const { reporter, output: path, baseline, failOn } = telling
  const output = await openOutput(path, io)
  const progress = openProgress(io)
  const startedAt = systemClock.now()
  const header: RunHeader = { verb: 'hunt', tool: { name: 'fireline', version: packageVersion() }, startedAt }
  const writer = reporter.begin(header, {
    colour: io.colour && path === null,
    defang: telling.defang,
    ...(path === null ? { columns: io.textColumns } : {}),
  })
  const outcome = new OutcomeCount()
  const tally = new HuntTally()
  const notes: string[] = []
  let unsaid = 0
  const campaigns = new Campaigns(sha256Hex)
  const gathered = new GatheredOutput((bytes) => {
    progress.clear()
    return output.write(bytes)
  })
  // What is followed is not read again from before a place that was passed: what was found there is written by then.
  const write = (text: string): Promise<void> | undefined => {
    const full = gathered.add(text)
    return telling.endless ? gathered.flush() : full
  }
  /** Of a finding that was told it counts what came of it, and nothing else. */
  const again = (told: AttackFinding, before: Outcome): Promise<void> | undefined => {
    const finding = telling.judged(told)
    if (baseline !== null && !isNew(finding, baseline)) return undefined
    outcome.finding(finding)
    campaigns.outcome(finding, before)
    tally.again(finding, before)
    if (writer.outcome !== undefined) return write(writer.outcome(finding, before))
    unsaid++
    return undefined
  }
  /** Whoever has more waits for what it gives. */
  const take = (event: HuntEvent): Promise<void> | undefined => {
    if (event.is === 'note') notes.push(event.text)
    else if (event.is === 'outcome') return again(event.finding, event.before)
    else if (event.is === 'gap') {
      outcome.gap()
      return write(writer.gap(event.gap))
    } else {
      const finding = telling.judged(event.finding)
      if (baseline !== null && !isNew(finding, baseline)) {
        tally.known++
        return undefined
      }
      outcome.finding(finding)
      campaigns.add(finding)
      tally.add(finding)
      return write(writer.finding(finding))
    }
    return undefined
  }
  const draw = setInterval(() => {
    const { bytes, unpackedBytes } = hunt.counts()
    const { bytes: totalBytes, isWhole } = hunt.total()
    const state = { elapsedMs: systemClock.now() - startedAt, bytes, unpackedBytes, totalBytes, isWhole, at: hunt.at() }
    progress.show((columns) => huntProgressLine({ ...state, found: tally.attacks, gaps: outcome.gaps }, columns))
  }, 200)
  try {
    for await (const batch of hunt.batches()) {
      for (const event of batch) {
        const full = take(event)
        if (full !== undefined) await full
      }
    }
    const complete = telling.endless || !io.signal.aborted
    const { leftOut, ...counts } = hunt.counts()
    const stats = { ...counts, ...tally.stats(), ...(leftOut === 0 ? {} : { leftOut }), gaps: outcome.gaps }
    if (unsaid > 0)
      notes.push(
        `of ${unsaid.toLocaleString('en-US')} attacks it became known what came of them after they were told, which this format does not say again: jsonl and text do`,
      )
    if (campaigns.unplaced > 0)
      notes.push(`${campaigns.unplaced.toLocaleString('en-US')} attacks are of further campaigns than are told apart`)
    await write(writer.end({ endedAt: systemClock.now(), complete, notes, stats, campaigns: campaigns.list() }))
    await gathered.flush()
    await output.finish()
    if (!complete) outcome.gap()
    return exitCodeUnder(failOn, outcome)
  } catch (error) {
    gathered.discard()
    await output.discard()
    throw error
  } finally {
    clearInterval(draw)
    progress.clear()
  }
}
