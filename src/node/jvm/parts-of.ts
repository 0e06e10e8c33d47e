import { accessSync, closeSync, constants, openSync, readdirSync, readSync } from 'node:fs'
import { posix } from 'node:path'
import { ArchiveGap, type ArchiveTools, archiveFormats } from '../../archive/index.ts'
import type { Gap } from '../../core/index.ts'
import {
  extensionOf,
  type JvmLaunch,
  manifestClassPath,
  mappedFiles,
  withoutMark,
  zipEndings,
} from '../../scan/index.ts'
import { headBytes, OpenFile } from '../scan/open-file.ts'
import type { JvmPart } from './jvm.ts'
import type { ProcessView } from './process-view.ts'

/** Class paths beyond this are cut, in jars and folders. */
const mostParts = 50_000
/** Manifests are a few hundred bytes; some list all jars of a server. */
const largestManifest = 2 ** 20

/** Every jar and folder of classes of a JVM: what it has open, what it has mapped, and the rest of its class path. */
export class PartsOf {
  readonly gaps: Gap[] = []
  readonly #parts = new Map<string, JvmPart>()
  readonly #view: ProcessView
  readonly #tools: ArchiveTools
  /** Whether the process sees other files than we do. */
  readonly #elsewhere: boolean

  constructor(view: ProcessView, tools: ArchiveTools, elsewhere: boolean) {
    this.#view = view
    this.#tools = tools
    this.#elsewhere = elsewhere
  }

  all(launch: JvmLaunch): readonly JvmPart[] {
    this.#open()
    this.#mapped()
    this.#classPath(launch)
    return [...this.#parts.values()]
  }

  /** A deleted file is still there by way of its descriptor, whole. */
  #open(): void {
    for (const number of this.#view.list('fd')) {
      const link = this.#view.link(`fd/${number}`)
      if (link?.startsWith('/') !== true) continue
      const stat = this.#view.stat(`fd/${number}`)
      if (stat?.isFile() !== true) continue
      const readFrom = posix.join(this.#view.folder, 'fd', number)
      const { path } = withoutMark(link)
      if (!zipEndings.has(extensionOf(path)) && !beginsAsZip(readFrom)) continue
      // A file may really be called so; then it lies there, under its whole name.
      const there = this.#view.locate(link) ?? this.#view.locate(path)
      const same = there !== null && there.stat.ino === stat.ino && there.stat.dev === stat.dev
      if (same) this.#add({ path: there.path, readFrom: this.#ours(there), kind: 'file', state: 'on-disk', via: 'fd' })
      else {
        // Open twice is still one file.
        const state = there === null ? 'deleted' : 'replaced'
        this.#add({ path, readFrom, kind: 'file', state, via: 'fd' }, `${stat.dev} ${stat.ino}`)
      }
    }
  }

  #mapped(): void {
    const maps = this.#view.text('maps')
    for (const { path, inode, deleted, range } of mappedFiles(maps ?? '')) {
      if (!zipEndings.has(extensionOf(path))) continue
      const there = this.#view.locate(path)
      // Devices are not compared: some file systems show another one in maps than in stat.
      if (there !== null && there.stat.ino === inode && !deleted) {
        this.#add({ path: there.path, readFrom: this.#ours(there), kind: 'file', state: 'on-disk', via: 'maps' })
        continue
      }
      if ([...this.#parts.values()].some((known) => known.path === path && known.state !== 'on-disk')) continue
      const state = there === null ? 'deleted' : 'replaced'
      const name = `map_files/${range}`
      if (!mayBeRead(posix.join(this.#view.folder, name))) {
        const detail = `it was ${state} while process ${this.#view.pid} has it mapped, and only root may read it there`
        this.gaps.push({ at: path, because: 'not-readable', detail })
      } else this.#add({ path, readFrom: posix.join(this.#view.folder, name), kind: 'file', state, via: 'maps' })
    }
  }

  /** What is not open yet may be loaded at any time. What is not there is passed over, as a JVM does. */
  #classPath({ classPath }: JvmLaunch): void {
    const folder = this.#view.link('cwd') ?? '/'
    const waiting = [...classPath].reverse().map((part) => posix.resolve(folder, part))
    const seen = new Set<string>()
    for (let path = waiting.pop(); path !== undefined && this.#parts.size < mostParts; path = waiting.pop()) {
      if (seen.has(path)) continue
      seen.add(path)
      if (posix.basename(path) === '*') {
        waiting.push(...[...this.#jarsIn(posix.dirname(path))].reverse())
        continue
      }
      const there = this.#view.locate(path)
      if (there === null) continue
      const part = { path: there.path, readFrom: this.#ours(there), state: 'on-disk', via: 'class-path' } as const
      if (there.stat.isDirectory()) this.#add({ ...part, kind: 'folder' })
      else if (there.stat.isFile()) {
        this.#add({ ...part, kind: 'file' })
        waiting.push(...[...this.#manifestParts(part.readFrom, there.path)].reverse())
      }
    }
  }

  /** `lib/*` is each file there that ends in `.jar` or `.JAR`, not those of folders below (java(1)). */
  #jarsIn(folder: string): readonly string[] {
    const there = this.#view.locate(folder)
    if (there === null) return []
    try {
      const names = readdirSync(there.readFrom).filter((name) => name.endsWith('.jar') || name.endsWith('.JAR'))
      return names.sort().map((name) => posix.join(there.path, name))
    } catch {
      const detail = `process ${this.#view.pid} loads jars of this folder, which cannot be listed`
      this.gaps.push({ at: folder, because: 'not-readable', detail })
      return []
    }
  }

  #manifestParts(readFrom: string, path: string): readonly string[] {
    try {
      const text = manifestOf(readFrom, this.#tools)
      return text === null ? [] : manifestClassPath(text, path)
    } catch (error) {
      // The jar itself is scanned, and says then why it cannot be read.
      if (error instanceof ArchiveGap) return []
      throw error
    }
  }

  /** In our own file system the path alone names it, and goes on to do so when the process is gone. */
  #ours({ path, readFrom }: { readonly path: string; readonly readFrom: string }): string {
    return this.#elsewhere ? readFrom : path
  }

  #add(part: JvmPart, key = part.state === 'on-disk' ? part.path : part.readFrom): void {
    if (!this.#parts.has(key)) this.#parts.set(key, part)
  }
}

function manifestOf(path: string, tools: ArchiveTools): string | null {
  const file = new OpenFile(path, Buffer.alloc(headBytes), true)
  try {
    const zip = archiveFormats.find(({ id }) => id === 'zip')
    const input = { name: null, stream: () => [], bytes: () => file, passed: () => undefined }
    for (const entry of zip?.entries(input, tools) ?? []) {
      if (entry.name !== 'META-INF/MANIFEST.MF' || (entry.size ?? 0) > largestManifest) continue
      const pieces: Uint8Array[] = []
      let size = 0
      for (const piece of entry.content()) {
        size += piece.length
        if (size > largestManifest) return null
        pieces.push(piece.slice())
      }
      return Buffer.concat(pieces).toString('utf8')
    }
    return null
  } finally {
    file.close()
  }
}

function mayBeRead(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

/** A regular file is asked for its first bytes: an executable jar has any name. */
function beginsAsZip(path: string): boolean {
  try {
    const fd = openSync(path, 'r')
    try {
      const head = Buffer.alloc(4)
      return readSync(fd, head, 0, 4, 0) === 4 && head.readUInt32LE() === 0x04034b50
    } finally {
      closeSync(fd)
    }
  } catch {
    return false
  }
}
