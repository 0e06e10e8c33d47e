/** Texts of Linux's /proc (proc(5)), read from strangers' processes: names in them may hold anything but NUL. */

/** The parts of `cmdline` and `environ`, each ended by NUL. */
export function partsByZero(bytes: Uint8Array): readonly string[] {
  const text = new TextDecoder('utf-8').decode(bytes)
  const parts = text.split('\0')
  if (parts.at(-1) === '') parts.pop()
  return parts
}

/** `environ` as names and values; of a name that is there twice, the first holds, as in getenv(3). */
export function readEnvironment(bytes: Uint8Array): Readonly<Record<string, string>> {
  const variables = new Map<string, string>()
  for (const part of partsByZero(bytes)) {
    const equals = part.indexOf('=')
    if (equals > 0 && !variables.has(part.slice(0, equals)))
      variables.set(part.slice(0, equals), part.slice(equals + 1))
  }
  return Object.fromEntries(variables)
}

/** A file that a process has mapped. */
export interface MappedFile {
  /** As the process sees it, without the mark of deletion. */
  readonly path: string
  readonly inode: number
  readonly deleted: boolean
  /** `7f12-7f34`: its name in `map_files`. */
  readonly range: string
}

const deletedMark = ' (deleted)'

/** Each file in `maps` once. Line feeds in names are written `\012`. */
export function* mappedFiles(maps: string): Generator<MappedFile, void, undefined> {
  const seen = new Set<string>()
  for (const [, range = '', inode = '', written = ''] of maps.matchAll(
    /^([0-9a-f]+-[0-9a-f]+) \S+ \S+ \S+ (\d+) +(\/.*)$/gm,
  )) {
    if (seen.has(`${inode} ${written}`)) continue
    seen.add(`${inode} ${written}`)
    const { path, deleted } = withoutMark(written.replaceAll('\\012', '\n'))
    yield { path, inode: Number(inode), deleted, range }
  }
}

/** The kernel marks what has no name any more at the end of the name that it had. */
export function withoutMark(path: string): { readonly path: string; readonly deleted: boolean } {
  const deleted = path.endsWith(deletedMark)
  return { path: deleted ? path.slice(0, -deletedMark.length) : path, deleted }
}

/** Field 22 of `stat`: clock ticks from the start of the system. The name in field 2 may hold blanks and brackets. */
export function startTicks(stat: string): number | null {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[19])
  return fields[19] !== undefined && Number.isSafeInteger(ticks) ? ticks : null
}

/** Seconds since 1970 at which the system started, from `/proc/stat`. */
export function bootSeconds(stat: string): number | null {
  const [, seconds] = /^btime (\d+)$/m.exec(stat) ?? []
  return seconds === undefined ? null : Number(seconds)
}

/** The user whose rights it has (second of `Uid:`), and its own number in its innermost namespace. */
export function readStatus(status: string): { readonly uid: number | null; readonly innerPid: number | null } {
  const [, uid] = /^Uid:\s*\d+\s+(\d+)/m.exec(status) ?? []
  const [, pids] = /^NSpid:\s*([\d\s]+)$/m.exec(status) ?? []
  const inner = pids?.trim().split(/\s+/).at(-1)
  return { uid: uid === undefined ? null : Number(uid), innerPid: inner === undefined ? null : Number(inner) }
}
