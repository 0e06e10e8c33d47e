import { setPriority } from 'node:os'
import type { Counts } from './protocol.ts'
import { type Root, type Scan, type ScanEvent, type ScanOptions, scanFiles } from './scan-files.ts'
import { spoolInput } from './spool-input.ts'

/** What is to be scanned. */
export interface ScanRequest {
  /** Files and folders; `-` is `input`. */
  readonly paths?: readonly string[]
  /** Read where `paths` has `-`. */
  readonly input?: AsyncIterable<Uint8Array>
}

/**
 * Scans files, folders, archives and images for Log4j, as `fireline scan` does: findings, gaps and notes come while
 * it runs. Components that no advisory affects are told too; `cves` says so.
 *
 * Throws, when it is iterated: Problems `SCAN_…` for what is not there or cannot be read at all. Whatever goes wrong
 * with a single file is a gap, and the rest goes on. An abort of `options.signal` ends it; what was told stands.
 */
export function scan(request: ScanRequest, options: ScanOptions = {}): Scan {
  let running: Scan | null = null
  async function* events(): AsyncGenerator<ScanEvent, void, undefined> {
    const { roots, release } = await rootsOf(request, options)
    try {
      if (roots.length === 0) return
      running = scanFiles(roots, options)
      yield* running
    } finally {
      await release()
    }
  }
  return {
    counts: () => running?.counts() ?? nothing,
    at: () => running?.at() ?? null,
    [Symbol.asyncIterator]: events,
  }
}

/** Gives way to everything else on this machine; threads that start later do too. */
export function beNice(): void {
  setPriority(19)
}

async function rootsOf(
  { paths = [], input }: ScanRequest,
  { signal }: ScanOptions,
): Promise<{ readonly roots: readonly Root[]; readonly release: () => Promise<void> }> {
  const spooled = paths.includes('-') && input !== undefined ? await spoolInput(input, signal) : null
  const roots = paths.map((path) =>
    path === '-' && spooled !== null ? { path: spooled.path, shown: '-' } : { path, shown: path },
  )
  return { roots, release: async () => spooled?.remove() }
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
