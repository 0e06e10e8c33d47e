import { type ArchiveFormat, ArchiveGap, type Entry } from '../archive/index.ts'
import {
  type ClassSighting,
  type ConfigurationSighting,
  interestIn,
  isKnownClass,
  judge,
  readConfiguration,
  readMetadata,
  recogniseClass,
  type Specimen,
  strangerAt,
} from '../log4j/index.ts'
import { zipEndings } from './archive-names.ts'
import { Budget, OverBudget } from './budget.ts'
import { type Content, collected, contentOf, contentOfEntry, inputOf } from './content.ts'
import type { EmptyContents } from './empty-contents.ts'
import { baseName, classRoot, cleanName, extensionOf, metadataRoot, shortened } from './entry-name.ts'
import type { ExamineOptions, Examiner, ExamineSink } from './examiner.ts'
import { Frame } from './frame.ts'
import { gapOf } from './gap-of.ts'
import { type Identified, identify, looksLikeClass } from './identify.ts'
import { largestClassBytes, largestTextBytes, smallestKept } from './limits.ts'
import type { ScanDoors, SpooledBytes } from './ports.ts'
import { recogniseSbom, sbomHeadBytes } from './sources/sbom.ts'
import { examineZip } from './zip-frame.ts'

/** What is known of a file besides what lies in it. */
export interface Surroundings {
  /** Settings of configuration files near it; asked for only where something is to be judged. */
  configurations(): readonly ConfigurationSighting[]
  /** How programs that use it were started; `null` if that is not known. */
  readonly launch: Specimen['launch']
}

const nothingAround: Surroundings = { configurations: () => [], launch: null }

/** Formats that hold one content, which is not nested in any sense that a person means. */
const compressors: ReadonlySet<string> = new Set(['gzip', 'bzip2', 'xz', 'lzma', 'zstd', 'lz4'])

/** Of what is no class it does not matter what it is. */
const noBytes = new Uint8Array(0)

/** What came out of a stream and is larger may lie in a temporary file, and is not read once more. */
const largestProven = 16 * 2 ** 20

/** Archives in one file of which there is something to tell. */
const mostFrames = 100_000
/** Classes, metadata and settings of Log4j in one file: a thousand releases have a tenth of it. */
const mostSightings = 500_000

/** Looks into one file and all that is nested in it, and judges what it saw. */
export class Examination implements Examiner {
  readonly doors: ScanDoors
  readonly options: ExamineOptions
  readonly sink: ExamineSink
  readonly budget: Budget
  readonly empty: EmptyContents
  readonly open = new Set<string>()
  readonly #frames: Frame[] = []
  #sightings = 0
  readonly #around: Surroundings

  /** `size` in bytes, `null` if unknown. */
  constructor(
    doors: ScanDoors,
    options: ExamineOptions,
    sink: ExamineSink,
    empty: EmptyContents,
    size: number | null,
    around: Surroundings = nothingAround,
  ) {
    this.#around = around
    this.doors = doors
    this.options = options
    this.sink = sink
    this.empty = empty
    this.budget = new Budget(options.limits, size, () => doors.elapsed())
  }

  /** Whether it was an archive. All that was found, and all that was not looked into, has been told when it returns. */
  run(place: string, content: Content): boolean {
    try {
      const identified = identify(content, this.doors.formats)
      if (identified === null) return false
      this.#openArchive(null, place, content, identified)
    } catch (error) {
      this.sink.gap({ at: place, ...gapOf(error) })
    }
    this.#conclude()
    return true
  }

  entry(frame: Frame, path: string, content: Content): boolean {
    if (looksLikeClass(content.head(4))) {
      const bytes = collected(content.stream(), largestClassBytes)
      if (bytes === null) this.stranger(frame, path, null)
      return bytes !== null && this.classBytes(frame, path, bytes) !== null
    }
    const interest = interestIn(path)
    if (interest !== 'metadata' && interest !== 'configuration') {
      const noticed = this.nested(frame, path, content)
      if (!noticed) this.stranger(frame, path, noBytes)
      return noticed
    }
    const bytes = collected(content.stream(), largestTextBytes)
    if (bytes === null) frame.missed(path, 'too-large', `it is larger than ${largestTextBytes} bytes`)
    return bytes === null || this.text(frame, path, interest, bytes)
  }

  /** A nested archive, if it is one. Gives whether anything was noticed in it. */
  nested(frame: Frame, path: string, content: Content): boolean {
    // Asked first: what is looked at as a whole has no head any more.
    const isEmpty = content.head(1).length === 0
    const identified = identify(content, this.doors.formats)
    if (identified === null) {
      if (!zipEndings.has(extensionOf(path)) || isEmpty) return false
      frame.missed(path, 'malformed', 'its name says archive, its content is none')
      return true
    }
    if (frame.depth + 1 > this.options.limits.depth) {
      identified.bytes?.close()
      frame.missed(path, 'too-deep', `it is nested more than ${this.options.limits.depth} deep`)
      return true
    }
    return this.#openArchive(frame, `${frame.place}!${shortened(path)}`, content, identified)
  }

  classBytes(frame: Frame, path: string, bytes: Uint8Array): ClassSighting | null {
    const crc32 = this.doors.crc32(bytes)
    const sighting = recogniseClass(path, bytes, crc32) ?? knownOnly(path, bytes, crc32)
    if (sighting === null) {
      this.stranger(frame, path, bytes)
      return null
    }
    this.#keep(1)
    frame.noticed = true
    frame.draft(frame.loadable ? '' : classRoot(path, sighting.className)).classes.push(sighting)
    return sighting
  }

  stranger(frame: Frame, path: string, bytes: Uint8Array | null): void {
    const stranger = strangerAt(shortened(path), bytes)
    if (stranger === null) return
    this.#keep(1)
    frame.strangers.add(stranger)
  }

  text(frame: Frame, path: string, interest: 'metadata' | 'configuration', bytes: Uint8Array): boolean {
    if (interest === 'configuration') {
      const settings = readConfiguration(`${frame.place}!${path}`, bytes)
      this.#keep(settings.length)
      for (const setting of settings) frame.configurations.push(setting)
      if (settings.length > 0) frame.noticed = true
      return settings.length > 0
    }
    const sighting = readMetadata(path, bytes)
    if (sighting === null) return false
    this.#keep(1)
    frame.noticed = true
    frame.draft(frame.loadable ? '' : metadataRoot(path)).metadata.push(sighting)
    return true
  }

  /** Throws OverBudget where more comes together than one file may be known by. */
  #keep(sightings: number): void {
    this.#sightings += sightings
    if (this.#sightings > mostSightings) throw new OverBudget('too-many', `more than ${mostSightings} traces of Log4j`)
  }

  #openArchive(parent: Frame | null, place: string, content: Content, { format, bytes }: Identified): boolean {
    this.sink.archive()
    const opened: SpooledBytes[] = bytes === null ? [] : [bytes]
    const flat = compressors.has(format.id) && parent === null
    const frame = new Frame(place, parent, format.id)
    this.#frames.push(frame)
    try {
      const given = bytes === null ? content : contentOf(content.name, bytes)
      if (format.id === 'zip') {
        const whole = given.bytes()
        opened.push(whole)
        const proof = given.inPlace() === null ? this.#proofOf(whole) : null
        if (proof === null || !this.empty.has(proof)) examineZip(this, frame, whole)
        if (proof !== null && !frame.noticed) this.empty.add(proof, true)
      } else this.#examineEntries(frame, given, format, flat, opened)
    } catch (error) {
      if (error instanceof OverBudget) throw error
      const { because, detail } = gapOf(error)
      frame.missed('', because, detail)
      // Of what comes in a row nobody knows what would have come.
      if (format.id !== 'zip') for (const draft of frame.drafts.values()) draft.unread.push('what was cut off')
    } finally {
      for (const each of opened) each.close()
    }
    for (const { missing } of opened) if (missing !== undefined) frame.missed('', missing.because, missing.message)
    if (frame.noticed && parent !== null) parent.noticed = true
    // Of archives that there is nothing to tell of, however many, nothing is kept.
    if (frame.isSilent && this.#frames.at(-1) === frame) this.#frames.pop()
    if (this.#frames.length > mostFrames)
      throw new OverBudget('too-many', `more than ${mostFrames} archives in it matter`)
    return frame.noticed
  }

  /** How an archive that came out of a stream would be stated; `null` where to count that is not worth it. */
  #proofOf(whole: SpooledBytes): Parameters<EmptyContents['has']>[0] | null {
    const { size } = whole
    if (whole.missing !== undefined || size < smallestKept || size > largestProven) return null
    return { crc32: this.doors.crc32(whole.read(0, size)), size, compressedSize: size, method: 8 }
  }

  #examineEntries(frame: Frame, content: Content, format: ArchiveFormat, flat: boolean, opened: SpooledBytes[]): void {
    const input = inputOf(content, this.budget, (bytes) => opened.push(bytes))
    for (const entry of format.entries(input, this.doors.tools)) {
      this.budget.entry()
      if (entry.kind !== 'file') continue
      try {
        this.#examineEntry(frame, entry, flat)
      } catch (error) {
        if (error instanceof OverBudget) throw error
        const { because, detail } = gapOf(error)
        frame.missed(cleanName(entry.name), because, detail)
        this.#unread(frame, cleanName(entry.name))
      }
    }
  }

  #examineEntry(frame: Frame, entry: Entry, flat: boolean): void {
    const path = cleanName(entry.name)
    if (entry.encrypted) throw new ArchiveGap('encrypted', 'the entry is encrypted')
    const content = contentOfEntry(path, entry, this.budget, this.doors)
    // `a.tar.gz` is one archive to its owner: what gzip holds takes its place instead of a place inside it.
    if (!flat) {
      this.entry(frame, path, content)
      return
    }
    const identified = identify(content, this.doors.formats)
    if (identified !== null) this.#openArchive(frame, frame.place, content, identified)
    else if (looksLikeClass(content.head(4))) this.entry(frame, path, content)
    else if (recogniseSbom(content.head(sbomHeadBytes)) !== null)
      frame.missed('', 'unsupported', 'it is a compressed SBOM, which is not read: unpack it')
  }

  #unread(frame: Frame, path: string): void {
    if (!frame.loadable) this.stranger(frame, path, null)
    const base = baseName(path)
    if (base.endsWith('.class')) frame.unread(frame.loadable ? '' : path.slice(0, -base.length - 1), path)
  }

  #conclude(): void {
    const judged = this.#frames.some(({ drafts }) => drafts.size > 0)
    const beside = judged ? this.#around.configurations() : []
    for (const frame of this.#frames) {
      for (const [folder, draft] of frame.drafts) {
        const configurations = [...frame.allConfigurations(), ...beside]
        const specimen = { ...draft, strangers: frame.strangers, configurations, launch: this.#around.launch }
        const place = folder === '' ? frame.place : `${frame.place}!${folder}`
        const judgements = judge(specimen)
        for (const judgement of judgements) this.sink.judged(place, judgement)
        this.sink.examined?.({ place, steps: frame.steps(), folder, specimen, judgements })
      }
      for (const gap of frame.gaps()) this.sink.gap(gap)
    }
  }
}

/** A class that means nothing by itself, but is byte for byte one of a release. */
function knownOnly(path: string, bytes: Uint8Array, crc32: number): ClassSighting | null {
  if (!isKnownClass(crc32, bytes.length)) return null
  const className = path.replace(/\.[^./]*$/, '')
  return { path, className, role: null, features: [], crc32, size: bytes.length }
}
