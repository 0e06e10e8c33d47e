import { type Dirent, fstatSync, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { gapOf } from '../../scan/index.ts'
import { readMounts } from '../scan/mounts.ts'
import { type FsPath, systemGap } from '../scan/open-file.ts'
import type { HuntEvent, LogFile } from './protocol.ts'

/** Where a hunt begins: a folder with all below it that matches, or one file. */
export interface LogRoot {
  readonly kind: 'folder' | 'file'
  readonly path: string
  /** As it is shown: what the operator wrote. */
  readonly shown: string
  /** As in .gitignore, against the path from the root; `null`: everything. */
  readonly only: string | null
}

/** What a walk comes upon, in order. */
export type Walked = { readonly is: 'file'; readonly file: LogFile } | Exclude<HuntEvent, { is: 'finding' }>

export interface WalkOptions {
  /** Globs, as in .gitignore, against the path from each root. */
  readonly exclude: readonly string[]
  /** Files that are left out, also while they have their names for the time being: what this very run writes. */
  readonly skip: readonly string[]
}

/** Walks roots one after the other; each file comes once, however many names lead to it. Throws nothing. */
export function* walkLogs(roots: readonly LogRoot[], options: WalkOptions): Generator<Walked, void, undefined> {
  const walk = new Walk(roots, options)
  for (const root of roots) yield* walk.root(root)
}

/** Files with several names, and files that links lead to, that are remembered. */
const mostRemembered = 500_000

class Walk {
  readonly #exclude: Ignore | null
  readonly #skip: readonly string[]
  /** Of folders among the roots: a link into one of them leads to what is walked anyway. */
  readonly #walked: readonly string[]
  readonly #mounts = readMounts()
  readonly #seen = new Set<string>()

  constructor(roots: readonly LogRoot[], { exclude, skip }: WalkOptions) {
    this.#exclude = exclude.length === 0 ? null : ignore().add([...exclude])
    this.#skip = skip.flatMap(placeOf)
    for (const key of ownOutput()) this.#seen.add(key)
    this.#walked = roots.flatMap(({ kind, path, only }) => (kind === 'folder' && only === null ? realPathOf(path) : []))
  }

  *root({ kind, path, shown, only }: LogRoot): Generator<Walked, void, undefined> {
    if (kind === 'folder') {
      const wanted = only === null ? null : ignore().add(only)
      return yield* this.#folder({ path, shown: shown === '/' ? '/' : shown.replace(/\/+$/, ''), relative: '' }, wanted)
    }
    try {
      const name = shown.slice(shown.lastIndexOf('/') + 1)
      yield* this.#file({ path, shown, relative: name }, statSync(path), true)
    } catch (error) {
      yield gapAt(shown, error)
    }
  }

  *#folder(folder: Place, wanted: Ignore | null): Generator<Walked, void, undefined> {
    let listed: readonly Dirent<Buffer>[]
    try {
      listed = readdirSync(folder.path, { withFileTypes: true, encoding: 'buffer' })
    } catch (error) {
      return yield gapAt(folder.shown, error)
    }
    const places = listed.map(({ name }) => below(folder, name)).sort((a, b) => (a.shown < b.shown ? -1 : 1))
    for (const place of places) yield* this.#entry(place, wanted)
  }

  *#entry(place: Place, wanted: Ignore | null): Generator<Walked, void, undefined> {
    try {
      const stat = lstatSync(place.path)
      if (this.#leavesOut(place.relative, stat.isDirectory())) return
      if (stat.isDirectory()) {
        const why = this.#notEntered(place)
        if (why === null) yield* this.#folder(place, wanted)
        else yield { is: 'note', text: `${place.shown} is left out: ${why}` }
      } else if (wanted !== null && !(ignore.isPathValid(place.relative) && wanted.ignores(place.relative))) return
      else if (stat.isFile()) yield* this.#file(place, stat, false)
      else if (stat.isSymbolicLink()) yield* this.#link(place)
    } catch (error) {
      yield gapAt(place.shown, error)
    }
  }

  /** A link to a file elsewhere is read; one into what is walked anyway is not, and one to a folder is told. */
  *#link(place: Place): Generator<Walked, void, undefined> {
    let real: string
    try {
      real = realpathSync(place.path)
    } catch {
      // A link that leads nowhere, or in a circle, hides nothing.
      return
    }
    if (this.#walked.some((root) => root === '/' || real === root || real.startsWith(`${root}/`))) return
    const stat = statSync(real)
    if (stat.isFile()) yield* this.#file(place, stat, true)
    else if (stat.isDirectory()) {
      const detail = `it links to a folder outside of what is read: name ${real} too`
      yield { is: 'gap', gap: { at: place.shown, because: 'not-attempted', detail } }
    }
  }

  *#file(place: Place, stat: Stats, follow: boolean): Generator<Walked, void, undefined> {
    const key = `${stat.dev} ${stat.ino}`
    if (follow || stat.nlink > 1 ? !this.#isNew(key) : this.#seen.has(key)) return
    if (this.#skip.length > 0 && this.#isSkipped(realpathSync(place.path))) return
    yield { is: 'file', file: { ...place, follow, size: stat.size } }
  }

  #isNew(key: string): boolean {
    if (this.#seen.has(key)) return false
    if (this.#seen.size < mostRemembered) this.#seen.add(key)
    return true
  }

  #isSkipped(real: string): boolean {
    return this.#skip.some((path) => real === path || (real.startsWith(`${path}.`) && real.endsWith('.partial')))
  }

  #leavesOut(relative: string, isFolder: boolean): boolean {
    if (this.#exclude === null || !ignore.isPathValid(relative)) return false
    return this.#exclude.ignores(isFolder ? `${relative}/` : relative)
  }

  #notEntered({ path }: Place): string | null {
    const mount = this.#mounts.get(path.toString())
    if (mount === undefined || mount.kind === 'local') return null
    return `it is a ${mount.kind} file system (${mount.type})`
  }
}

interface Place {
  readonly path: FsPath
  readonly shown: string
  readonly relative: string
}

/** Names that are no UTF-8 are opened by their bytes, and shown as `\xff`. */
function below({ path, shown, relative }: Place, name: Buffer): Place {
  const text = name.toString('utf8')
  const isText = !text.includes('\ufffd')
  const seen = isText
    ? text
    : [...name].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`)).join('')
  const slash = shown.endsWith('/') ? '' : '/'
  return {
    path:
      isText && typeof path === 'string'
        ? `${path}${path.endsWith('/') ? '' : '/'}${text}`
        : Buffer.concat([Buffer.from(path), Buffer.from('/'), name]),
    shown: `${shown}${slash}${seen}`,
    relative: relative === '' ? seen : `${relative}/${seen}`,
  }
}

function gapAt(at: string, error: unknown): Walked {
  return { is: 'gap', gap: { at, ...gapOf(systemGap(error)) } }
}

/** Standard output and standard error, where they are files: what is found must not be found again in what was told of it. */
function ownOutput(): readonly string[] {
  return [1, 2].flatMap((fd) => {
    try {
      const { dev, ino } = fstatSync(fd)
      return [`${dev} ${ino}`]
    } catch {
      return []
    }
  })
}

/** The real path of a file that may not be there yet. */
function placeOf(path: string): readonly string[] {
  return realPathOf(dirname(resolve(path))).map((folder) => join(folder, basename(path)))
}

function realPathOf(path: string): readonly string[] {
  try {
    return [realpathSync(path)]
  } catch {
    return []
  }
}
