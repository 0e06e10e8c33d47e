import { lstatSync, realpathSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, resolve } from 'node:path'
import { type ComponentFinding, type Gap, instantOfEpoch, problem } from '../../core/index.ts'
import { type ConfigurationSighting, judge, Strangers } from '../../log4j/index.ts'
import {
  componentFinding,
  type Draft,
  defaultScanLimits,
  gapOf,
  type ScanLimits,
  type Surroundings,
} from '../../scan/index.ts'
import { buildDigest } from '../build-digest.ts'
import { sha256Hex } from '../crypto.ts'
import { type Kept, readCache, writeCache } from './cache-file.ts'
import { Crew } from './crew.ts'
import { systemGap } from './open-file.ts'
import type { Counts, InFolder, Report, Unit } from './protocol.ts'

export const scanNothingThere = problem('SCAN_NOTHING_THERE', (path: string, why: string) => ({
  message: `${path} cannot be scanned: ${why}`,
  hint: 'Check the path; for a name that begins with a dash put ./ before it.',
}))

/** How files are scanned. */
export interface FileScanOptions {
  readonly limits?: Partial<ScanLimits>
  /** Look at every class of every archive. */
  readonly deep?: boolean
  /** By names and directories of archives alone. */
  readonly quick?: boolean
  /** Globs, as in .gitignore, against the path from each root. */
  readonly exclude?: readonly string[]
  /** Whether other local disks that are mounted below are entered; by default unless the root is `/`. */
  readonly otherDevices?: boolean
  /** Threads; by default one for each processor. */
  readonly workers?: number
  readonly filesPerSecond?: number | null
  /** Keeps what files held, so that the next scan only looks into what changed. */
  readonly cache?: string | null
  readonly signal?: AbortSignal
}

/** What a scan tells, as it comes. */
export type ScanEvent =
  | { readonly is: 'finding'; readonly finding: ComponentFinding }
  | { readonly is: 'gap'; readonly gap: Gap }
  | { readonly is: 'note'; readonly text: string }

/** A scan of files that is under way: its events, and what a progress line shows. */
export interface FileScan extends AsyncIterable<ScanEvent> {
  counts(): Counts
  /** The file that takes longest now. */
  at(): string | null
}

/** Where a walk begins. */
export interface Root {
  readonly path: string
  /** As it is shown: what the operator wrote, or where it came from. */
  readonly shown: string
  /** What makes ids of findings in place of what lies before it: of a file its path, of a folder what goes before. */
  readonly relative?: string
  /**
   * How the programs were started that use it, which may end at any time and take it with them. What they use is
   * looked into before everything else, so that what lies on disk too is told with what is known of them.
   */
  readonly launch?: NonNullable<Surroundings['launch']>
}

/** How many things told are remembered, so that what must be walked twice is told once. */
const mostRemembered = 500_000

/**
 * Scans files and folders in threads. Throws SCAN_NOTHING_THERE for a root that is not there, before anything is
 * done; whatever goes wrong later is a gap. An abort ends it within a moment; what was told stands.
 */
export function scanFiles(roots: readonly Root[], options: FileScanOptions = {}): FileScan {
  const lost: Gap[] = []
  const units = roots.flatMap((root) => unitOrGap(root, 1 / roots.length, lost))
  const limits = { ...defaultScanLimits, ...options.limits }
  const { deep = false, quick = false, exclude = [], cache = null, signal } = options
  const rules = cache === null ? '' : JSON.stringify([buildDigest(), process.version, limits, deep, quick])
  const startedAt = Date.now()
  const only = units.length === 1 && units[0]?.kind === 'file'
  const workers = options.workers ?? (only ? 1 : availableParallelism())
  const told = new Events()
  const trees = new Trees((event) => told.push(event))
  for (const gap of lost) told.push({ is: 'gap', gap })
  const kept: Kept[] = []
  const seen = new Set<string>()
  const isNew = (key: string): boolean => {
    if (seen.has(key)) return false
    if (seen.size < mostRemembered) seen.add(key)
    return true
  }
  const hear = (report: Report): void => {
    if (report.is === 'finding') {
      if (isNew(`${report.finding.id} ${report.finding.at.path}`)) told.push(report)
    } else if (report.is === 'gap') {
      if (isNew(`${report.gap.because} ${report.gap.at}`)) told.push(report)
    } else if (report.is === 'note') {
      if (isNew(report.text)) told.push(report)
    } else if (report.is === 'kept') kept.push(report.kept)
    else if (report.is !== 'idle' && report.is !== 'units') trees.take(report)
  }
  const order = {
    limits,
    deep,
    quick,
    exclude,
    otherDevices: options.otherDevices ?? !units.some(({ path }) => path === '/'),
    roots: roots.flatMap(realPathOf),
    filesPerSecond: options.filesPerSecond == null ? null : Math.max(1, options.filesPerSecond / workers),
    cache: cache === null ? null : { content: readCache(cache, rules), startedAt },
  }
  const inUse = units.filter(({ origin }) => origin.launch !== null)
  const others = units.filter(({ origin }) => origin.launch === null)
  const crew = new Crew(order, workers, [inUse, others], hear)
  const stop = (): void => crew.stop()
  signal?.addEventListener('abort', stop, { once: true })
  if (signal?.aborted === true) stop()
  void crew
    .run()
    .then(async () => {
      trees.judge()
      const { leftClosed } = crew.counts()
      if (leftClosed > 0) {
        const detail = `${leftClosed} nested archives were left closed by the quick mode; scan without it`
        told.push({
          is: 'gap',
          gap: { at: roots.map(({ shown }) => shown).join(' '), because: 'not-attempted', detail },
        })
      }
      if (cache !== null && signal?.aborted !== true) await writeCache(cache, rules, kept)
      told.end(null)
    })
    .catch((error: unknown) => told.end(error))
    .finally(() => signal?.removeEventListener('abort', stop))
  return {
    counts: () => crew.counts(),
    at: () => crew.at(),
    async *[Symbol.asyncIterator]() {
      try {
        yield* told.all()
      } finally {
        crew.stop()
      }
    },
  }
}

/** What a program had open may be gone with it; what the operator named is there, or that is a problem. */
function unitOrGap(root: Root, share: number, lost: Gap[]): readonly Unit[] {
  try {
    return [unitOf(root, share)]
  } catch (error) {
    if (root.launch === undefined) throw error
    const detail = 'the process that uses it ended, or closed it, before it could be read'
    lost.push({ at: root.shown, because: 'vanished', detail })
    return []
  }
}

/** Throws SCAN_NOTHING_THERE. */
export function mustBeThere(root: Root): void {
  unitOf(root, 1)
}

/** A root as a piece of work. Throws SCAN_NOTHING_THERE. */
function unitOf({ path: root, shown: written, relative, launch: started }: Root, share: number): Unit {
  const launch = started ?? null
  try {
    const stat = statSync(root)
    if (!stat.isDirectory() && !stat.isFile()) throw scanNothingThere(written, 'it is neither a file nor a folder')
    const shown = written === '/' ? '/' : written.replace(/\/+$/, '')
    const path = resolve(root)
    const common = { path, shown, follow: true, share, ignores: [] }
    if (stat.isDirectory()) {
      return { ...common, kind: 'folder', relative: '', origin: { identity: relative ?? '', launch } }
    }
    return { ...common, kind: 'file', relative: relative ?? basename(path), origin: { identity: '', launch } }
  } catch (error) {
    if (error instanceof Error && error.name === 'Problem') throw error
    throw scanNothingThere(written, gapOf(systemGap(error)).detail)
  }
}

function realPathOf({ path: root }: Root): string[] {
  try {
    return lstatSync(root).isDirectory() ? [realpathSync(root)] : []
  } catch {
    return []
  }
}

/** Classes that lie openly in folders, from whichever thread they come, until all of a folder is known. */
class Trees {
  readonly #drafts = new Map<string, Draft & Pick<InFolder, 'relative' | 'launch'>>()
  readonly #configurations: { readonly folder: string; readonly settings: readonly ConfigurationSighting[] }[] = []
  readonly #strangers = new Strangers()
  readonly #tell: (event: ScanEvent) => void

  constructor(tell: (event: ScanEvent) => void) {
    this.#tell = tell
  }

  take(report: Extract<Report, { is: 'class' | 'stranger' | 'metadata' | 'configuration' }>): void {
    if (report.is === 'stranger') return this.#strangers.add(report.stranger)
    if (report.is === 'configuration') {
      if (this.#configurations.length < mostRemembered) this.#configurations.push(report)
      return
    }
    const draft = this.#drafts.get(report.folder) ?? {
      classes: [],
      metadata: [],
      unread: [],
      relative: report.relative,
      launch: report.launch,
    }
    this.#drafts.set(report.folder, draft)
    if (report.is === 'metadata') draft.metadata.push(report.sighting)
    // A thread that is replaced tells its classes again.
    else if (!draft.classes.some(({ path }) => path === report.sighting.path)) draft.classes.push(report.sighting)
  }

  judge(): void {
    for (const [folder, { relative, ...draft }] of this.#drafts) {
      if (draft.classes.length === 0) continue
      const configurations = this.#configurations
        .filter((each) => isNear(each.folder, folder))
        .flatMap((e) => e.settings)
      for (const judgement of judge({ ...draft, strangers: this.#strangers.below(folder), configurations })) {
        const seenAt = instantOfEpoch(Date.now())
        const finding = componentFinding(judgement, { place: folder, relative, seenAt, digest: sha256Hex })
        this.#tell({ is: 'finding', finding })
      }
    }
    this.#drafts.clear()
  }
}

/** In the tree itself, or in the folder that holds it (`conf` beside `classes`). */
function isNear(folder: string, tree: string): boolean {
  const parent = tree.slice(0, Math.max(0, tree.lastIndexOf('/')))
  return folder === tree || folder.startsWith(`${tree}/`) || (parent !== '' && folder.startsWith(`${parent}/`))
}

/** What comes when it comes, to be read in order by one reader. */
class Events {
  #waiting: ScanEvent[] = []
  #ended: { readonly error: Error | null } | null = null
  #wake: () => void = () => undefined

  push(event: ScanEvent): void {
    this.#waiting.push(event)
    this.#wake()
  }

  end(error: unknown): void {
    const known = error === null || error instanceof Error
    this.#ended = { error: known ? error : new Error('a thread of the scan failed', { cause: error }) }
    this.#wake()
  }

  async *all(): AsyncGenerator<ScanEvent, void, undefined> {
    for (;;) {
      const batch = this.#waiting
      this.#waiting = []
      yield* batch
      if (this.#waiting.length > 0) continue
      if (this.#ended !== null) {
        if (this.#ended.error !== null) throw this.#ended.error
        return
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
