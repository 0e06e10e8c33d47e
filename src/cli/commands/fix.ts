import { dirname, join, resolve, sep } from 'node:path'
import { type Instant, problem } from '../../core/index.ts'
import {
  applyFix,
  beNice,
  type FixOrder,
  type FixOutcome,
  type FixPlan,
  newRunId,
  planFix,
  scan,
  statePath,
  systemClock,
  undoFix,
} from '../../node/index.ts'
import { paletteFor } from '../../report/index.ts'
import type { Command, ExitCode } from '../command.ts'
import { declareFix } from '../fix/declare.ts'
import { type Page, planText } from '../fix/plan-text.ts'
import { fixJson, undoJson } from '../fix/result-json.ts'
import { resultText, undoText, verdictText } from '../fix/result-text.ts'
import { readOrder, readSearch } from '../fix/settings.ts'
import type { Io } from '../io.ts'
import { argumentInvalid, choiceOption, flagOption, type RawOptions, textOption } from '../options.ts'
import { openOutput } from '../output.ts'
import { openProgress } from '../progress.ts'
import { fileProgressLine } from '../scan/progress-line.ts'

export const fixNotConfirmed = problem('FIX_NOT_CONFIRMED', (why: string) => ({
  message: `nothing is changed unasked, and ${why}`,
  hint: 'Look at what would be done with --dry-run, then add --yes.',
}))

export const fixBackupInside = problem('FIX_BACKUP_INSIDE', (backup: string, target: string) => ({
  message: `${backup} lies beside or below what is fixed, ${target}: what is kept there could be loaded again`,
  hint: 'Name a folder elsewhere with --backup, or leave it to the state folder of the user.',
}))

/** Takes the way in away, and can undo it. */
export const fix: Command = {
  name: 'fix',
  summary: 'Take JndiLookup and other ways in out of archives, safely, and be able to undo it.',
  examples: [
    ['fireline fix --dry-run /srv/app', 'what would change; exit code 1 if something would'],
    ['fireline fix /srv/app', 'the same, then ask, then do it'],
    ['fireline fix --yes app.war', 'without asking'],
    ['fireline fix --undo ~/.local/state/fireline/fix/20261124T101500Z-1f3a9c/manifest.jsonl', 'the old bytes again'],
    ['fireline fix --dry-run --log4j1 /srv', 'also what can be taken out of Log4j 1.x'],
    ['fireline fix --dry-run --format json /srv', 'for programs'],
  ],

  declare: declareFix,

  async run(args, options, io) {
    const format = choiceOption(options, 'format', ['text', 'json'])
    const telling = { format, output: textOption(options, 'output') }
    const manifest = textOption(options, 'undo')
    if (manifest !== null && args.length > 0) {
      throw argumentInvalid(`--undo restores all that its manifest names, and takes no paths: ${args.join(' ')}`)
    }
    if (manifest === null && flagOption(options, 'force')) {
      throw argumentInvalid('--force is for --undo alone: no fix replaces what changed since it was looked at')
    }
    if (manifest !== null) return await undo(manifest, options, telling, io)
    if (args.length === 0) throw argumentInvalid('there is nothing to fix: name a file or a folder')
    if (args.includes('-')) throw argumentInvalid('standard input (-) cannot be changed: name a file')
    const order = readOrder(options)
    const dryRun = flagOption(options, 'dry-run')
    const mayAsk = !dryRun && !flagOption(options, 'yes')
    if (mayAsk && format === 'json') throw fixNotConfirmed('JSON leaves no place for a question')
    if (mayAsk && !io.interactive) throw fixNotConfirmed('there is no terminal to ask on')
    if (flagOption(options, 'nice')) beNice()
    return await run({ args, options, order, dryRun, mayAsk, telling }, io)
  },
}

interface Telling {
  readonly format: 'text' | 'json'
  /** `null`: to standard output. */
  readonly output: string | null
}

interface Request {
  readonly args: readonly string[]
  readonly options: RawOptions
  readonly order: FixOrder
  readonly dryRun: boolean
  readonly mayAsk: boolean
  readonly telling: Telling
}

/** A file is as wide as reads well. */
function pageFor({ output }: Pick<Telling, 'output'>, io: Io): Page {
  const colour = io.colour && output === null
  return { ...paletteFor(colour), columns: output === null ? io.textColumns : 100 }
}

async function run({ args, options, order, dryRun, mayAsk, telling }: Request, io: Io): Promise<ExitCode> {
  const startedAt = systemClock.now()
  const output = await openOutput(telling.output, io)
  try {
    const plan = await plannedFor(args, order, options, startedAt, io)
    const page = pageFor(telling, io)
    const chosen = textOption(options, 'backup')
    const backups = chosen === null ? statePath(io.env, 'fix') : resolve(chosen)
    checkBackup(plan, chosen === null ? null : backups)
    const isText = telling.format === 'text'
    if (isText) {
      for (const piece of planText(plan, backups, page)) await output.write(piece)
      await output.write(verdictText(plan, null, page))
    }
    const wanted = !dryRun && plan.targets.length > 0 && (!mayAsk || (await isAgreed(plan, io)))
    const outcome = wanted ? await done(plan, backups, startedAt, options, io) : null
    if (isText && outcome !== null) {
      await output.write('\n')
      for (const piece of resultText(outcome, page)) await output.write(piece)
      await output.write(verdictText(plan, outcome, page))
    }
    if (!isText) await output.write(fixJson(plan, outcome, { startedAt, endedAt: systemClock.now() }))
    await output.finish()
    return exitCodeOf(plan, outcome)
  } catch (error) {
    await output.discard()
    throw error
  }
}

/** 1: a way in that could be taken away is there. What no removal ends is told, and does not count. */
function exitCodeOf({ targets, refused, gaps }: FixPlan, outcome: FixOutcome | null): ExitCode {
  const fixed = outcome?.results.filter(({ is, target }) => is === 'fixed' && target.namesLeft === 0).length ?? 0
  if (targets.length > fixed || refused.length > 0) return 1
  return gaps.length > 0 ? 2 : 0
}

async function plannedFor(
  args: readonly string[],
  order: FixOrder,
  options: RawOptions,
  startedAt: Instant,
  io: Io,
): Promise<FixPlan> {
  const search = readSearch(options)
  const scanning = scan({ paths: args }, { ...search, signal: io.signal })
  // What was left out is not to be changed under another name.
  const roots = search.exclude.length === 0 ? args : []
  const progress = openProgress(io)
  let at: string | null = null
  const draw = setInterval(() => {
    const { files, bytes, share } = scanning.counts()
    const elapsedMs = systemClock.now() - startedAt
    const state = { elapsedMs, files, bytes, found: 0, gaps: 0, share: Math.min(1, share), at: at ?? scanning.at() }
    progress.show((columns) => fileProgressLine(state, columns))
  }, 200)
  try {
    return await planFix(scanning, order, { ...search, roots, signal: io.signal, at: (shown) => (at = shown) })
  } finally {
    clearInterval(draw)
    progress.clear()
  }
}

async function isAgreed({ targets }: FixPlan, io: Io): Promise<boolean> {
  const what = targets.length === 1 ? 'this' : `these ${targets.length}`
  const answer = await io.ask(`Change ${what}? [y/N] `)
  return /^y(?:es)?$/i.test(answer?.trim() ?? '')
}

async function done(
  plan: FixPlan,
  backups: string,
  startedAt: Instant,
  options: RawOptions,
  io: Io,
): Promise<FixOutcome> {
  const run = newRunId(startedAt)
  const { limits, deep } = readSearch(options)
  return await applyFix(plan, { backup: join(backups, run), run, startedAt, limits, deep, signal: io.signal })
}

/** A server loads what lies in some of its folders, whatever it is called; what was taken away must not come back so. */
function checkBackup({ targets }: FixPlan, backups: string | null): void {
  if (backups === null) return
  const folders = targets.map(({ path, kind }) => (kind === 'folder' ? path : dirname(path)))
  const around = folders.find((folder) => folder !== sep && `${backups}${sep}`.startsWith(`${folder}${sep}`))
  if (around !== undefined) throw fixBackupInside(backups, around)
}

async function undo(
  manifest: string,
  options: RawOptions,
  { format, output: path }: Telling,
  io: Io,
): Promise<ExitCode> {
  const startedAt = systemClock.now()
  const dryRun = flagOption(options, 'dry-run')
  const output = await openOutput(path, io)
  try {
    const outcome = undoFix(manifest, { dryRun, force: flagOption(options, 'force') })
    const page = pageFor({ output: path }, io)
    if (format === 'json') await output.write(undoJson(outcome, dryRun, { startedAt, endedAt: systemClock.now() }))
    else for (const piece of undoText(outcome, dryRun, page)) await output.write(piece)
    await output.finish()
    return outcome.results.some(({ is }) => is === 'refused') ? 1 : 0
  } catch (error) {
    await output.discard()
    throw error
  }
}
