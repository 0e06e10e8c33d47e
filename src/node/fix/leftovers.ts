import { readdirSync, readFileSync, unlinkSync } from 'node:fs'
import { startTicks } from '../../scan/index.ts'
import { codeOf } from '../scan/open-file.ts'
import type { Folder } from './folder.ts'

const pattern = /^\.fireline-fix-[\w-]{1,60}-(\d{1,10})\.(\d{1,20})-\d{1,7}\.tmp$/

/**
 * What a new content is called until it is whole: no class path takes it, no server deploys it. The number of our
 * process and its start are in it, so that what a killed one left can be told from what another works on.
 */
export function temporaryName(run: string, seq: number): string {
  return `.fireline-fix-${run}-${process.pid}.${startOf(process.pid) ?? 0}-${seq}.tmp`
}

/** Names in a folder that an interrupted fix left there: its process is gone. Throws what the system says. */
export function leftoversIn(path: string): readonly string[] {
  return readdirSync(path).filter((name) => {
    const [, pid, start] = pattern.exec(name) ?? []
    return pid !== undefined && !isRunning(Number(pid), Number(start))
  })
}

/** Removes them; gives those that went. */
export function removeLeftovers(folder: Folder): readonly string[] {
  const names = leftoversIn(folder.at('.'))
  for (const name of names) unlinkSync(folder.at(name))
  if (names.length > 0) folder.sync()
  return names
}

/** Numbers of processes are used again; together with its start one is itself. */
function isRunning(pid: number, start: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false
  }
  return start === 0 || (startOf(pid) ?? start) === start
}

/** When it was started, in ticks since the system was; `null` where the system does not say. */
function startOf(pid: number): number | null {
  try {
    return startTicks(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return null
  }
}
