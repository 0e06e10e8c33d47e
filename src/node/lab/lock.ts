import { open, readFile, rm, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** Longer than the longest work under a lock: a file older than this was left behind by a process that died. */
const staleMs = 360_000

/**
 * Runs `work` while no other process, thread or caller runs one under the same `path`. The lock is a file made
 * exclusively; it is removed afterwards. Rejects when `signal` aborts while waiting. Two who find the same stale file
 * in the same instant may both go on, so the work must bear that: ours ends in a rename.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  while (!(await acquired(path))) {
    if (await isStale(path)) await rm(path, { force: true })
    else await sleep(100, undefined, signal === undefined ? {} : { signal })
  }
  try {
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}

async function acquired(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx')
    await file.writeFile(`${process.pid}\n`)
    await file.close()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    const [{ mtimeMs }, holder] = await Promise.all([stat(path), readFile(path, 'utf8')])
    return Date.now() - mtimeMs > staleMs || (/^\d+\n$/.test(holder) && !isAlive(Number(holder)))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false // just released
    throw error
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
