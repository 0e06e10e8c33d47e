import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, posix } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { ArchiveTools } from '../../archive/index.ts'
import { type Gap, instantOfEpoch, problem } from '../../core/index.ts'
import {
  bootSeconds,
  type JvmLaunch,
  partsByZero,
  readEnvironment,
  readLaunch,
  readStatus,
  startTicks,
} from '../../scan/index.ts'
import { archiveTools } from '../archive/index.ts'
import type { Jvm } from './jvm.ts'
import { PartsOf } from './parts-of.ts'
import { ProcessView } from './process-view.ts'

const jvmNeedsLinux = problem('JVM_NEEDS_LINUX', (platform: string) => ({
  message: `running JVMs are found by way of /proc, which ${platform} does not have`,
  hint: 'Scan the folders from which the applications are started instead.',
}))

const jvmNoProc = problem('JVM_NO_PROC', (path: string, why: string) => ({
  message: `the processes of this machine cannot be listed under ${path}: ${why}`,
  hint: 'Mount /proc, or scan the folders from which the applications are started.',
}))

export interface JvmOptions {
  /** Where the processes are listed; default `/proc`. */
  readonly proc?: string
  readonly signal?: AbortSignal
}

/** What is found while processes are gone through. */
export type JvmEvent = { readonly is: 'jvm'; readonly jvm: Jvm } | { readonly is: 'gap'; readonly gap: Gap }

/** Linux counts in hundredths of a second towards programs, whatever its own clock does (USER_HZ). */
const tickMs = 10

/**
 * Every running JVM, with all that it has loaded or would load. A process that may not be looked into is a gap; one
 * that ends meanwhile is passed over. Throws the Problems JVM_NEEDS_LINUX and JVM_NO_PROC.
 */
export async function* listJvms({
  proc = '/proc',
  signal,
}: JvmOptions = {}): AsyncGenerator<JvmEvent, void, undefined> {
  if (process.platform !== 'linux') throw jvmNeedsLinux(process.platform)
  const tools = archiveTools()
  const pids = pidsIn(proc)
  const boot = bootSeconds(readText(join(proc, 'stat')) ?? '')
  const own = ownNamespace(proc)
  const closed: string[] = []
  for (const pid of pids) {
    await setImmediate()
    if (signal?.aborted === true) return
    const view = new ProcessView(proc, pid)
    const kind = kindOf(view)
    if (kind === 'unknown') closed.push(`${pid} (${programOf(view)})`)
    else if (kind === 'closed-jvm') yield { is: 'gap', gap: closedJvm(view) }
    else if (kind === 'jvm') yield* eventsOf(view, tools, boot, own)
  }
  if (closed.length > 0) {
    const some = closed.slice(0, shownProcesses).join(', ')
    const more = closed.length > shownProcesses ? ` and ${closed.length - shownProcesses} more` : ''
    const detail = `what these processes have loaded may not be seen, and JVMs may be among them: ${some}${more}`
    yield { is: 'gap', gap: { at: proc, because: 'not-readable', detail } }
  }
  if (!existsSync(join(proc, '1'))) {
    const detail = 'the processes of other users are hidden (hidepid), and JVMs may be among them: run as root'
    yield { is: 'gap', gap: { at: proc, because: 'not-readable', detail } }
  }
}

/** Of processes that may not be looked into; a desktop has hundreds. */
const shownProcesses = 10

function* eventsOf(
  view: ProcessView,
  tools: ArchiveTools,
  boot: number | null,
  own: string | null,
): Generator<JvmEvent, void, undefined> {
  const launch = launchOf(view)
  const root = view.link('root')
  const isElsewhere = (root !== null && root !== '/') || view.link('ns/mnt') !== own
  const parts = new PartsOf(view, tools, isElsewhere)
  const all = parts.all(launch)
  const { uid } = readStatus(view.text('status') ?? '')
  const ticks = startTicks(view.text('stat') ?? '')
  // All of a process that ended meanwhile reads as empty.
  if (view.text('status') === null) return
  const startedAt = ticks === null || boot === null ? null : instantOfEpoch(boot * 1_000 + ticks * tickMs)
  yield { is: 'jvm', jvm: { pid: view.pid, launch, parts: all, uid, startedAt, isElsewhere } }
  for (const gap of parts.gaps) yield { is: 'gap', gap }
  if (view.denied) yield { is: 'gap', gap: closedJvm(view) }
}

type Kind = 'jvm' | 'closed-jvm' | 'other' | 'unknown'

/**
 * By the JVM's library among what is mapped; by the name of the program alone where that may not be seen.
 *
 * @internal
 */
export function kindOf(view: ProcessView): Kind {
  const maps = view.text('maps')
  if (maps !== null && maps !== '') {
    return /\/libjvm\.so(?: \(deleted\))?$/m.test(maps) ? 'jvm' : 'other'
  }
  const program = programOf(view)
  // Threads of the system, and processes that ended, have no command line.
  if (program === '') return 'other'
  if (program === 'java' || view.text('comm')?.trim() === 'java') return view.denied ? 'closed-jvm' : 'jvm'
  return view.denied ? 'unknown' : 'other'
}

/** Its name alone: arguments may hold secrets. */
function programOf(view: ProcessView): string {
  const [program = ''] = partsByZero(view.bytes('cmdline') ?? new Uint8Array(0))
  return basename(program).slice(0, 100)
}

function launchOf(view: ProcessView): JvmLaunch {
  const args = partsByZero(view.bytes('cmdline') ?? new Uint8Array(0))
  const environment = readEnvironment(view.bytes('environ') ?? new Uint8Array(0))
  const folder = view.link('cwd') ?? '/'
  return readLaunch(args, environment, (path) => {
    const there = view.locate(posix.resolve(folder, path))
    return there?.stat.isFile() === true && there.stat.size <= largestArgumentFile ? readText(there.readFrom) : null
  })
}

const largestArgumentFile = 2 ** 20

function closedJvm(view: ProcessView): Gap {
  const args = partsByZero(view.bytes('cmdline') ?? new Uint8Array(0))
  const { runs } = readLaunch(args, {})
  const detail = 'not all that this JVM has loaded may be seen: run as its user or as root'
  return { at: `process ${view.pid} (${runs})`, because: 'not-readable', detail }
}

function pidsIn(proc: string): readonly number[] {
  try {
    const names = readdirSync(proc).filter((name) => /^\d{1,10}$/.test(name))
    return names.map(Number).sort((a, b) => a - b)
  } catch (error) {
    throw jvmNoProc(proc, error instanceof Error ? error.message : String(error))
  }
}

/** Which file system tree we see ourselves. */
function ownNamespace(proc: string): string | null {
  return new ProcessView(proc, process.pid).link('ns/mnt')
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
