import { setPriority } from 'node:os'
import type { Gap } from '../../core/index.ts'
import { openSources } from '../sources/open-sources.ts'
import { letEarlyGo } from '../thread.ts'
import { expandGlob, isGlob } from './expand-glob.ts'
import type { Counts } from './protocol.ts'
import {
  type FileScan,
  type FileScanOptions,
  mustBeThere,
  type Root,
  type ScanEvent,
  scanFiles,
  scanNothingThere,
} from './scan-files.ts'
import { spoolInput } from './spool-input.ts'

/** What is to be scanned: any of these, together. */
export interface ScanRequest {
  /**
   * Files (archives, images, SBOMs), folders, OCI layouts, and patterns of them (`/srv/*.war`, with `**` for any
   * number of folders); `-` is `input`.
   */
  readonly paths?: readonly string[]
  /** Read where `paths` has `-`. */
  readonly input?: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  /** Images of registries: `registry.example/shop/app:1.2`. Credentials are those of `docker login`, or none. */
  readonly images?: readonly string[]
  /** Whether what running Java processes use is looked into (Linux). */
  readonly jvm?: boolean
}

export interface ScanOptions extends FileScanOptions {
  /** Of an image that is for several: `linux/arm64`, `all`; by default `linux/amd64`. */
  readonly platform?: string
  /** Registries (`host:port`) that may be spoken to in clear, beside those of this machine. */
  readonly insecureRegistries?: readonly string[]
}

/** Something that is being brought to where it can be read; sizes in bytes. */
export interface Fetching {
  readonly what: string
  readonly received: number
  /** `null`: that is not known before the end. */
  readonly total: number | null
}

/** A scan that is under way: its events, and what a progress line shows. */
export interface Scan extends FileScan {
  /** What is brought now, from a registry or a pipe; `null`: nothing. */
  fetching(): Fetching | null
}

/**
 * Scans files, folders, archives, images, SBOMs and running JVMs for Log4j, as `fireline scan` does: findings, gaps and
 * notes come while it runs. Components that no advisory affects are told too; `cves` says so. It reads, and changes
 * nothing but the cache that it is given.
 *
 * Throws, when it is iterated, a Problem for what the caller can mend: `SCAN_…` for a path that is not there,
 * `REGISTRY_…` for an image that cannot be had, `JVM_…` where there are no processes to see. Whatever goes wrong with a
 * single file is a gap, and the rest goes on. An abort of `options.signal` ends it within a moment, without an error;
 * what was told stands. Leaving the loop ends it too.
 */
export function scan(request: ScanRequest, options: ScanOptions = {}): Scan {
  let running: FileScan | null = null
  let fetching: Fetching | null = null
  async function* events(): AsyncGenerator<ScanEvent, void, undefined> {
    const brought = await bring(request, options, (now) => {
      fetching = now
    })
    if (brought === null) return
    try {
      yield* brought.events
      if (brought.roots.length === 0) return
      running = scanFiles(brought.roots, options)
      yield* brought.explain(running)
    } finally {
      await brought.release()
    }
  }
  return {
    counts: () => running?.counts() ?? nothing,
    at: () => running?.at() ?? null,
    fetching: () => fetching,
    [Symbol.asyncIterator]: events,
  }
}

/** Gives way to everything else on this machine; threads that start later do too. */
export function beNice(): void {
  letEarlyGo()
  setPriority(19)
}

interface Brought {
  readonly roots: readonly Root[]
  readonly events: readonly ScanEvent[]
  explain(events: AsyncIterable<ScanEvent>): AsyncIterable<ScanEvent>
  release(): Promise<void>
}

/** Puts everything where it can be read; what the operator mistyped is found before anything is fetched. `null`: stopped. */
async function bring(
  request: ScanRequest,
  { signal, platform, insecureRegistries = [] }: ScanOptions,
  show: (fetching: Fetching | null) => void,
): Promise<Brought | null> {
  const { images = [], jvm = false } = request
  const gaps: Gap[] = []
  const named = namedPaths(request, (gap) => gaps.push(gap))
  const onBytes = (received: number): void => show({ what: 'standard input', received, total: null })
  const spooled = named.includes('-')
    ? await unlessStopped(spoolInput(request.input ?? [], signal, onBytes), signal)
    : null
  if (named.includes('-') && spooled === null) return null
  const paths = named.map((path): Root => ({ path: path === '-' ? (spooled?.path ?? path) : path, shown: path }))
  try {
    const sources = await unlessStopped(
      openSources({
        paths,
        images,
        jvm,
        pull: { insecure: insecureRegistries, ...(platform === undefined ? {} : { platform }) },
        ...(signal === undefined ? {} : { signal }),
        onProgress: (what, progress) => show({ what, ...progress }),
      }),
      signal,
    )
    if (sources === null) {
      await spooled?.remove()
      return null
    }
    return {
      ...sources,
      events: [...gaps.map((gap) => ({ is: 'gap', gap }) as const), ...sources.events],
      release: async () => {
        await Promise.all([sources.release(), spooled?.remove()])
      },
    }
  } catch (error) {
    await spooled?.remove()
    throw error
  } finally {
    show(null)
  }
}

/** Patterns become what they match. Throws SCAN_NOTHING_THERE. */
function namedPaths({ paths = [], input }: ScanRequest, tell: (gap: Gap) => void): readonly string[] {
  return paths.flatMap((path) => {
    if (path === '-' && input !== undefined) return ['-']
    if (!isGlob(path)) {
      mustBeThere({ path, shown: path })
      return [path.replace(/(?<=[^/])\/+$/, '')]
    }
    const matches = expandGlob(path, tell)
    if (matches.length === 0) throw scanNothingThere(path, 'nothing matches it')
    return matches
  })
}

/** What fails because it was stopped is no failure: `null`. */
async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (signal?.aborted === true) return null
    throw error
  }
}

const nothing: Counts = {
  folders: 0,
  files: 0,
  archives: 0,
  bytes: 0,
  links: 0,
  special: 0,
  excluded: 0,
  leftClosed: 0,
  unchanged: 0,
  share: 0,
}
