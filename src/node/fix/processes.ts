import { statSync } from 'node:fs'
import type { Gap } from '../../core/index.ts'
import { listJvms } from '../jvm/list-jvms.ts'

/** A running JVM that uses a file: it goes on with the old one until it is started again. */
export interface FileUser {
  readonly pid: number
  /** What it was started with, shortened. */
  readonly runs: string
}

/** Which JVMs have which files open, or would load from them. */
export interface FileUsers {
  readonly of: (file: { readonly dev: bigint; readonly ino: bigint }) => readonly FileUser[]
  /** Processes that could not be looked into. */
  readonly gaps: readonly Gap[]
}

/** Where running JVMs cannot be listed, none is known. */
export async function listFileUsers(signal: AbortSignal): Promise<FileUsers | null> {
  if (process.platform !== 'linux') return null
  const users = new Map<string, FileUser[]>()
  const gaps: Gap[] = []
  for await (const event of listJvms({ signal })) {
    if (event.is === 'gap') {
      gaps.push(event.gap)
      continue
    }
    const { pid, launch, parts } = event.jvm
    const files = new Set(parts.flatMap(({ readFrom, state }) => (state === 'on-disk' ? keyOf(readFrom) : [])))
    for (const key of files) users.set(key, [...(users.get(key) ?? []), { pid, runs: launch.runs }])
  }
  return { of: ({ dev, ino }) => users.get(`${dev} ${ino}`) ?? [], gaps }
}

function keyOf(path: string): string[] {
  try {
    const { dev, ino } = statSync(path, { bigint: true })
    return [`${dev} ${ino}`]
  } catch {
    return []
  }
}
