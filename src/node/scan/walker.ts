import { type Dirent, fstatSync, lstatSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs'
import { type ArchiveFormat, endsAsZip } from '../../archive/index.ts'
import { type ComponentFinding, type Gap, instantOfEpoch } from '../../core/index.ts'
import {
  type ConfigurationSighting,
  interestIn,
  readConfiguration,
  readMetadata,
  recogniseClass,
  strangerAt,
} from '../../log4j/index.ts'
import {
  classRoot,
  componentFinding,
  contentOf,
  Examination,
  extensionOf,
  gapOf,
  largestClassBytes,
  largestTextBytes,
  looksLikeClass,
  mayHavePrefix,
  metadataRoot,
  type ScanDoors,
  zipEndings,
} from '../../scan/index.ts'
import { sha256Hex } from '../crypto.ts'
import { configurationsBeside } from './beside.ts'
import type { ScanCacheView, Unchanged } from './cache-view.ts'
import { IgnoreRules } from './ignore-rules.ts'
import { type Mount, readMounts } from './mounts.ts'
import { type FsPath, headBytes, OpenFile, systemGap } from './open-file.ts'
import type { Report, Unit, WorkOrder } from './protocol.ts'
import { FileRecord, type FileReport } from './remembered.ts'
import { examineSbom, type SbomFile, sbomOf } from './sbom-file.ts'
import type { SharedState, WorkerRecord } from './shared-state.ts'

const ignoreFile = '.firelineignore'
/** An ignore file beyond this is not read. */
const largestIgnoreFile = 65_536

/** A file that is open, and where what is seen in it goes. */
interface Looking {
  readonly unit: Unit
  readonly file: OpenFile
  readonly record: FileRecord
  readonly tell: (report: FileReport) => void
}

/** Walks folders and looks into files, one after the other, in the thread it runs in. */
export class Walker {
  readonly #order: WorkOrder
  readonly #doors: ScanDoors
  readonly #tell: (report: Report) => void
  readonly #shared: SharedState
  readonly #record: WorkerRecord
  readonly #rules: IgnoreRules
  readonly #mounts: ReadonlyMap<string, Mount> = readMounts()
  readonly #cache: ScanCacheView | null
  readonly #head = Buffer.alloc(headBytes)
  readonly #pause = new Int32Array(new SharedArrayBuffer(4))
  #due = 0
  readonly #shortFormats: readonly ArchiveFormat[]
  readonly #longFormats: readonly ArchiveFormat[]

  constructor(
    order: WorkOrder,
    doors: ScanDoors,
    shared: SharedState,
    cache: ScanCacheView | null,
    tell: (report: Report) => void,
  ) {
    this.#order = order
    this.#doors = doors
    this.#tell = tell
    this.#shared = shared
    this.#record = shared.record(order.worker)
    this.#rules = new IgnoreRules(order)
    this.#cache = cache
    this.#shortFormats = doors.formats.filter((format) => format.headBytes <= headBytes)
    this.#longFormats = doors.formats.filter((format) => format.headBytes > headBytes)
  }

  /** Does one piece of work, and gives the folders that it found below. */
  do(unit: Unit): readonly Unit[] {
    if (this.#order.poison.includes(unit.shown)) return []
    if (unit.kind === 'folder') return this.#folder(unit)
    this.#file(unit)
    this.#record.count('share', unit.share)
    return []
  }

  #folder(unit: Unit): readonly Unit[] {
    let listed: readonly Dirent[]
    try {
      listed = readdirSync(unit.path, { withFileTypes: true })
    } catch (error) {
      this.#gap({ at: unit.shown, ...gapOf(systemGap(error)) })
      return []
    }
    this.#record.count('folders')
    const own = listed.some(({ name }) => name === ignoreFile) ? this.#readIgnoreFile(unit) : null
    const ignores = own === null ? unit.ignores : [...unit.ignores, { folder: unit.relative, text: own }]
    const below: Unit[] = []
    const bytesNeeded = listed.some(({ name }) => name.includes('\ufffd'))
    const folder = { ...unit, ignores }
    const byName = this.#order.quick && !this.#rules.mayLeaveOut(ignores)
    for (const entry of bytesNeeded ? listAsBytes(unit.path) : listed) {
      if (byName && entry.isFile() && !isNamedZip(entry.name)) this.#passOver()
      else this.#entry(entry, folder, below)
    }
    const share = unit.share / (below.length + 1)
    this.#record.count('share', share)
    return below.map((each) => ({ ...each, share }))
  }

  #entry(entry: Dirent | ByteEntry, folder: Unit, below: Unit[]): void {
    const name = typeof entry.name === 'string' ? entry.name : showBytes(entry.name)
    const unit: Unit = {
      kind: 'file',
      path: typeof entry.name === 'string' ? joinPath(folder.path, entry.name) : joinBytes(folder.path, entry.name),
      shown: folder.shown.endsWith('/') ? `${folder.shown}${name}` : `${folder.shown}/${name}`,
      relative: folder.relative === '' ? name : `${folder.relative}/${name}`,
      origin: folder.origin,
      follow: false,
      share: 0,
      ignores: folder.ignores,
    }
    const isFolder = entry.isDirectory()
    if (this.#rules.leavesOut(unit.relative, isFolder, folder.ignores)) return this.#record.count('excluded')
    if (isFolder) {
      const entered = this.#enter({ ...unit, kind: 'folder' })
      if (entered !== null) below.push(entered)
    } else if (entry.isFile()) this.#file(unit)
    else if (entry.isSymbolicLink()) this.#link(unit)
    else if (entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice()) {
      this.#record.count('special')
    } else this.#unknown(unit, below)
  }

  /** Some file systems do not say what an entry is before it is asked. */
  #unknown(unit: Unit, below: Unit[]): void {
    try {
      const stat = lstatSync(unit.path)
      if (stat.isDirectory()) {
        const entered = this.#enter({ ...unit, kind: 'folder' })
        if (entered !== null) below.push(entered)
      } else if (stat.isFile()) this.#file(unit)
      else if (stat.isSymbolicLink()) this.#link(unit)
      else this.#record.count('special')
    } catch (error) {
      this.#gap({ at: unit.shown, ...gapOf(systemGap(error)) })
    }
  }

  /** A folder, unless another file system begins there that is not to be walked. */
  #enter(unit: Unit): Unit | null {
    if (this.#mounts.size === 0) return unit
    const mount = typeof unit.path === 'string' ? this.#mounts.get(absolute(unit.path)) : undefined
    if (mount === undefined) return unit
    if (mount.kind !== 'local') {
      this.#tell({ is: 'note', text: `${unit.shown} is left out: it is a ${mount.kind} file system (${mount.type})` })
      return null
    }
    if (this.#order.otherDevices || mount.type === 'overlay') return unit
    this.#tell({
      is: 'note',
      text: `${unit.shown} is left out: another disk is mounted there; name it, or use --all-devices`,
    })
    return null
  }

  /** A link to a file elsewhere is looked into; one into what is walked anyway is not, and one to a folder is told. */
  #link(unit: Unit): void {
    this.#record.count('links')
    try {
      // The one in JavaScript asks for each part of the path anew.
      const real = realpathSync.native(unit.path)
      if (this.#order.roots.some((root) => root === '/' || real === root || real.startsWith(`${root}/`))) return
      const stat = statSync(real)
      if (stat.isFile()) return this.#file({ ...unit, follow: true })
      if (!stat.isDirectory()) return
      const detail = `it links to a folder outside of what is scanned: name ${real} too`
      this.#gap({ at: unit.shown, because: 'not-attempted', detail })
    } catch {
      // A link that leads nowhere, or in a circle, hides nothing.
    }
  }

  /** A file that is only counted. */
  #passOver(): void {
    this.#record.count('files')
    this.#keepRate()
  }

  #file(unit: Unit): void {
    this.#passOver()
    if (this.#order.quick && !unit.follow && !isNamedZip(unit.relative)) return
    const unchanged = this.#cache?.lookUp(unit) ?? null
    if (unchanged !== null && this.#isTold(unit, unchanged)) return
    const record = new FileRecord()
    this.#look(unit, record)
    const remembered = this.#cache === null ? null : record.remembered()
    if (remembered !== null) this.#cache?.remember(unit, remembered)
  }

  /** Tells what is known of a file that did not change; `false`: what lies near it did, so it is to be judged anew. */
  #isTold(unit: Unit, { remembered, device, inode }: Unchanged): boolean {
    if (remembered.beside !== null && remembered.beside !== digestOf(this.#beside(unit))) return false
    this.#cache?.remember(unit, remembered)
    this.#record.count('unchanged')
    if (remembered.linked && !this.#shared.isFirstLink(device, inode)) return true
    this.#record.count('leftClosed', remembered.leftClosed)
    for (const report of remembered.reports) this.#tell(report.is === 'finding' ? seenNow(report) : report)
    return true
  }

  #look(unit: Unit, record: FileRecord): void {
    const tell = (report: FileReport): void => {
      record.add(report)
      this.#tell(report)
    }
    let file: OpenFile
    try {
      file = new OpenFile(unit.path, this.#head, unit.follow)
    } catch (error) {
      tell({ is: 'gap', gap: { at: unit.shown, ...gapOf(error) } })
      return tellStranger(unit, null, tell)
    }
    try {
      this.#lookInto({ unit, file, record, tell })
    } catch (error) {
      tell({ is: 'gap', gap: { at: unit.shown, ...gapOf(error) } })
    } finally {
      file.close()
    }
  }

  #lookInto(looking: Looking): void {
    const { unit, file } = looking
    const { head } = file
    if (head.length === 0) return
    if (looksLikeClass(head)) return this.#class(looking)
    const sbom = sbomOf(unit, file)
    if (sbom !== null) return this.#sbom(looking, sbom)
    if (this.#mayBeArchive(unit, file)) return this.#archive(looking)
    const interest = interestIn(unit.relative)
    if (interest === 'metadata' || interest === 'configuration') return this.#text(looking, interest)
    tellStranger(unit, head, looking.tell)
  }

  /** A list of parts is judged by what it declares. */
  #sbom({ unit, file, tell }: Looking, sbom: SbomFile): void {
    this.#record.count('bytes', file.size)
    this.#record.begin(unit.shown, Date.now())
    try {
      for (const result of examineSbom(unit, file, sbom)) {
        if (result.is === 'gap') tell(result)
        else tell({ is: 'finding', finding: this.#finding(unit, result.place, result.judgement) })
      }
    } finally {
      this.#record.end()
    }
  }

  /** Cheap, and rather yes than no: {@link Examination} decides. */
  #mayBeArchive(unit: Unit, file: OpenFile): boolean {
    const { head } = file
    if (this.#shortFormats.some((format) => format.claims(head)) || mayHavePrefix(head, unit.relative)) return true
    if (head.length < headBytes) return endsAsZip(head)
    const tail = Buffer.allocUnsafe(22)
    if (readSync(file.fd, tail, 0, 22, Math.max(0, file.size - 22)) === 22 && endsAsZip(tail)) return true
    return file.size > 65_536 && this.#longFormats.some((format) => format.claims(file.read(0, format.headBytes)))
  }

  #archive({ unit, file, record, tell }: Looking): void {
    const { dev, ino, nlink } = fstatSync(file.fd, { bigint: true })
    record.linked = nlink > 1n
    if (record.linked && !this.#shared.isFirstLink(dev, ino)) return record.doesNotLast()
    const sink = {
      judged: (place: string, judgement: Parameters<typeof componentFinding>[0]) =>
        tell({ is: 'finding', finding: this.#finding(unit, place, judgement) }),
      gap: (gap: Gap) => tell({ is: 'gap', gap }),
      archive: () => this.#record.count('archives'),
      leftClosed: () => {
        record.leftClosed += 1
        this.#record.count('leftClosed')
      },
    }
    const around = {
      configurations: () => {
        const beside = this.#beside(unit)
        if (this.#cache !== null) record.beside = digestOf(beside)
        return beside
      },
      launch: unit.origin.launch,
    }
    const options = { limits: this.#order.limits, deep: this.#order.deep, quick: this.#order.quick }
    const examination = new Examination(this.#doors, options, sink, this.#shared.empty, file.size, around)
    this.#record.count('bytes', file.size)
    this.#record.begin(unit.shown, Date.now())
    try {
      const wasArchive = examination.run(unit.shown, contentOf(unit.relative, file))
      if (!wasArchive && zipEndings.has(extensionOf(unit.relative)) && file.size > 0) {
        sink.gap({ at: unit.shown, because: 'malformed', detail: 'its name says archive, its content is none' })
      }
      const { size } = fstatSync(file.fd)
      if (size !== file.size)
        sink.gap({ at: unit.shown, because: 'changed', detail: 'its size changed while it was read' })
    } finally {
      this.#record.end()
    }
  }

  #beside({ path, shown }: Unit): readonly ConfigurationSighting[] {
    return typeof path === 'string' ? configurationsBeside(path, shown) : []
  }

  #finding(unit: Unit, place: string, judgement: Parameters<typeof componentFinding>[0]): ComponentFinding {
    const relative = `${identified(unit, unit.relative)}${place.slice(unit.shown.length)}`
    return componentFinding(judgement, { place, relative, seenAt: instantOfEpoch(Date.now()), digest: sha256Hex })
  }

  #class({ unit, file, tell }: Looking): void {
    const bytes = file.size > largestClassBytes ? null : file.read(0, file.size)
    const sighting = bytes === null ? null : recogniseClass(unit.shown, bytes, this.#doors.crc32(bytes))
    if (sighting === null) return tellStranger(unit, bytes, tell)
    const folder = classRoot(unit.shown, sighting.className)
    const relative = identified(unit, classRoot(unit.relative, sighting.className))
    const path = folder === '' ? unit.shown : unit.shown.slice(folder.length + 1)
    const { launch } = unit.origin
    tell({ is: 'class', folder, relative, launch, sighting: { ...sighting, path } })
  }

  #text({ unit, file, tell }: Looking, interest: 'metadata' | 'configuration'): void {
    if (file.size > largestTextBytes) return
    const bytes = file.read(0, file.size)
    if (interest === 'configuration') {
      const settings = readConfiguration(unit.shown, bytes)
      if (settings.length === 0) return
      return tell({ is: 'configuration', folder: unit.shown.slice(0, unit.shown.lastIndexOf('/')), settings })
    }
    const folder = metadataRoot(unit.shown)
    const sighting = readMetadata(unit.shown.slice(folder.length + 1), bytes)
    if (sighting === null) return
    const relative = identified(unit, metadataRoot(unit.relative))
    tell({ is: 'metadata', folder, relative, launch: unit.origin.launch, sighting })
  }

  #readIgnoreFile(unit: Unit): string | null {
    try {
      const path = joinPath(unit.path, ignoreFile)
      if (lstatSync(path).size > largestIgnoreFile) throw new Error('too large')
      this.#tell({ is: 'note', text: `${unit.shown}/${ignoreFile} leaves things out` })
      return readFileSync(path, 'utf8')
    } catch {
      this.#gap({
        at: `${unit.shown}/${ignoreFile}`,
        because: 'not-readable',
        detail: 'it is not heeded: nothing is left out',
      })
      return null
    }
  }

  /** Waits where this thread is ahead of the rate that was asked for. */
  #keepRate(): void {
    const { filesPerSecond } = this.#order
    if (filesPerSecond === null) return
    this.#due = Math.max(this.#due + 1_000 / filesPerSecond, this.#doors.elapsed() - 1_000)
    const ahead = this.#due - this.#doors.elapsed()
    if (ahead > 5) Atomics.wait(this.#pause, 0, 0, ahead)
  }

  #gap(gap: Gap): void {
    this.#tell({ is: 'gap', gap })
  }
}

function seenNow(report: Extract<FileReport, { is: 'finding' }>): FileReport {
  return { is: 'finding', finding: { ...report.finding, seenAt: instantOfEpoch(Date.now()) } }
}

function digestOf(settings: readonly ConfigurationSighting[]): string {
  return sha256Hex(JSON.stringify(settings))
}

/** Endings of bytes that are no UTF-8 are looked at as they are. */
function isNamedZip(name: string | Buffer): boolean {
  return zipEndings.has(extensionOf(typeof name === 'string' ? name : showBytes(name)))
}

/** Of what lies in a folder, and is called like a class of ours. */
function tellStranger({ shown }: Unit, bytes: Uint8Array | null, tell: Looking['tell']): void {
  const stranger = strangerAt(shown, bytes)
  if (stranger !== null) tell({ is: 'stranger', stranger })
}

/** A path from the root inward, as it counts for a finding's id. */
function identified({ origin: { identity } }: Unit, relative: string): string {
  return identity === '' || relative === '' ? `${identity}${relative}` : `${identity}/${relative}`
}

/** What a listing by bytes gives, as a listing by text does. */
interface ByteEntry {
  readonly name: Buffer
  isDirectory(): boolean
  isFile(): boolean
  isSymbolicLink(): boolean
  isFIFO(): boolean
  isSocket(): boolean
  isBlockDevice(): boolean
  isCharacterDevice(): boolean
}

function listAsBytes(path: FsPath): readonly ByteEntry[] {
  return readdirSync(path, { withFileTypes: true, encoding: 'buffer' })
}

function joinPath(folder: FsPath, name: string): FsPath {
  if (typeof folder !== 'string') return joinBytes(folder, Buffer.from(name))
  return folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`
}

function joinBytes(folder: FsPath, name: Buffer): Buffer {
  return Buffer.concat([Buffer.from(folder), Buffer.from('/'), name])
}

/** Bytes that are no UTF-8 are shown as `\xff`. */
function showBytes(name: Buffer): string {
  const text = name.toString('utf8')
  if (!text.includes('\ufffd')) return text
  return [...name].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`)).join('')
}

function absolute(path: string): string {
  return path.endsWith('/') ? path.replace(/(?<=.)\/+$/, '') : path
}
