import { type ExposureFinding, type Gap, type Interaction, openToken, problem } from '../core/index.ts'
import type { RecordedTarget, Tally, TargetResult } from './journal.ts'
import type { ProbeContext } from './probe-context.ts'
import { TargetRun } from './target-run.ts'

/** One entry of the target list: a URL with its ordinal, or a line that is none. */
export type ProbeInput = { readonly index: number; readonly url: string } | { readonly gap: Gap }

/** Where results go as they come. Each resolves when the result was taken, so that a slow reader holds the scan back. */
export interface ProbeSink {
  finding(finding: ExposureFinding): Promise<void>
  gap(gap: Gap): Promise<void>
}

/** What a scan amounted to: the sums of all tallies, and whether everything was tried. */
export interface ProbeOutcome {
  readonly complete: boolean
  readonly targets: number
  readonly tally: Tally
  readonly gaps: number
  /** At most a thousand; further ones are counted in a last one. */
  readonly notes: readonly string[]
  /** Callbacks that came after their target was done; each was attributed all the same. */
  readonly lateCallbacks: number
}

export const targetListChanged = problem('TARGET_LIST_CHANGED', (index: number, now: string, then: string) => ({
  message: `target ${index + 1} is ${now}, and was ${then} when the scan was started`,
  hint: 'Give the same targets in the same order to --resume, or start a new scan.',
}))

const mostNotes = 1_000

const nothing: Tally = {
  requests: 0,
  pointsDelivered: 0,
  pointsNotDelivered: 0,
  pointsProven: 0,
  callbacks: 0,
  targetsProven: 0,
  targetsUnknown: 0,
  targetsNotReached: 0,
}

/**
 * Probes every target of a stream, at most `maxInFlight` of them at a time, whatever their number: memory grows
 * with the window, not with the list. Rejects only for a defect, or if the sink or the journal does.
 */
export async function probe(
  inputs: AsyncIterable<ProbeInput>,
  context: ProbeContext,
  sink: ProbeSink,
  maxInFlight: number,
): Promise<ProbeOutcome> {
  return new Scan(context, sink, maxInFlight).run(inputs)
}

class Scan {
  readonly #context: ProbeContext
  readonly #sink: ProbeSink
  readonly #window: Window
  readonly #running = new Map<number, TargetRun>()
  #tally = nothing
  #targets = 0
  #gaps = 0
  readonly #notes: string[] = []
  #notesLeftOut = 0
  #lateCallbacks = 0
  #failure: Error | null = null

  constructor(context: ProbeContext, sink: ProbeSink, maxInFlight: number) {
    this.#context = context
    this.#sink = sink
    this.#window = new Window(maxInFlight)
  }

  async run(inputs: AsyncIterable<ProbeInput>): Promise<ProbeOutcome> {
    const { callbacks, signal } = this.#context
    callbacks.subscribe((interaction) => this.#hear(interaction))
    // One listener for all targets: a signal walks the list of its listeners for each that comes or goes.
    const stop = (): void => this.#running.forEach((run) => run.stop())
    signal.addEventListener('abort', stop, { once: true })
    for await (const input of inputs) {
      if (signal.aborted || this.#failure !== null) break
      if ('gap' in input) await this.#tellGap(input.gap)
      else await this.#start(input.index, input.url)
    }
    await this.#window.empty()
    signal.removeEventListener('abort', stop)
    if (this.#failure !== null) throw this.#failure
    return {
      complete: !signal.aborted,
      targets: this.#targets,
      tally: this.#tally,
      gaps: this.#gaps,
      notes: this.#notesLeftOut === 0 ? this.#notes : [...this.#notes, `and ${this.#notesLeftOut} more notes`],
      lateCallbacks: this.#lateCallbacks,
    }
  }

  async #start(index: number, url: string): Promise<void> {
    this.#targets++
    this.#context.count('targetsBegun')
    const recorded = this.#context.journal.recall(index)
    if (recorded !== null && recorded.url !== url) throw targetListChanged(index, url, recorded.url)
    if (recorded?.result != null) return this.#tell(recorded.result)
    await this.#window.enter()
    this.#context.journal.append({ t: 'target', i: index, url })
    this.#launch(index, url, recorded, (result) => this.#tell(result))
  }

  #launch(
    index: number,
    url: string,
    recorded: RecordedTarget | null,
    tell: (result: TargetResult) => Promise<void>,
  ): void {
    const run = new TargetRun(index, url, recorded, this.#context)
    this.#running.set(index, run)
    run
      .run()
      .then(async (result) => {
        this.#running.delete(index)
        // An interrupted target is not done: a resumed scan takes it up again.
        if (!this.#context.signal.aborted) this.#context.journal.append({ t: 'done', i: index, result })
        await tell(result)
      })
      .catch((error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new Error(String(error))
      })
      .finally(() => this.#window.leave())
  }

  #hear(interaction: Interaction): void {
    const { seal, scan, journal } = this.#context
    const id = interaction.token === null ? null : openToken(interaction.token, seal)
    if (id === null || id.scan !== scan) return
    journal.append({ t: 'callback', i: id.target, interaction })
    this.#context.count('callbacks')
    const run = this.#running.get(id.target)
    if (run === undefined) this.#takeUpAgain(id.target)
    else run.hear(interaction)
  }

  /** A callback came after its target was done: conclude it anew from what the journal holds, and tell what is new. */
  #takeUpAgain(index: number): void {
    this.#lateCallbacks++
    const recorded = this.#context.journal.recall(index)
    if (recorded === null) return
    const told = new Set(recorded.result?.findings.map(({ id }) => id))
    void this.#window.enter().then(() =>
      this.#launch(index, recorded.url, recorded, async ({ findings, tally }) => {
        const fresh = findings.filter(({ id }) => !told.has(id))
        for (const finding of fresh) await this.#sink.finding(finding)
        const before = recorded.result?.tally ?? nothing
        this.#tally = sum(this.#tally, sum(tally, before, -1))
      }),
    )
  }

  async #tell({ findings, gaps, notes, tally }: TargetResult): Promise<void> {
    this.#context.count('targetsDone')
    this.#tally = sum(this.#tally, tally)
    for (const note of notes) {
      if (this.#notes.length < mostNotes) this.#notes.push(note)
      else this.#notesLeftOut++
    }
    for (const finding of findings) await this.#sink.finding(finding)
    for (const gap of gaps) await this.#tellGap(gap)
  }

  async #tellGap(gap: Gap): Promise<void> {
    this.#gaps++
    await this.#sink.gap(gap)
  }
}

function sum(a: Tally, b: Tally, sign: 1 | -1 = 1): Tally {
  const entries = Object.entries(a) as [keyof Tally, number][] // Object.entries forgets the keys of a closed interface
  return Object.fromEntries(entries.map(([key, n]) => [key, n + sign * b[key]])) as unknown as Tally // same keys as `a`
}

/** Lets at most `size` in at a time; the next one waits its turn. */
class Window {
  readonly #size: number
  readonly #waiting: (() => void)[] = []
  readonly #emptied: (() => void)[] = []
  #inside = 0

  constructor(size: number) {
    this.#size = size
  }

  async enter(): Promise<void> {
    if (this.#inside >= this.#size) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#inside++
  }

  leave(): void {
    const next = this.#waiting.shift()
    if (next !== undefined) {
      next()
      return
    }
    this.#inside--
    if (this.#inside === 0) for (const resolve of this.#emptied.splice(0)) resolve()
  }

  async empty(): Promise<void> {
    if (this.#inside > 0) await new Promise<void>((resolve) => this.#emptied.push(resolve))
  }
}
