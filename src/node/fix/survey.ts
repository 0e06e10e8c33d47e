import { type Dirent, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type ArchiveTools, archiveFormats, type Bytes } from '../../archive/index.ts'
import type { Gap } from '../../core/index.ts'
import type { Examined } from '../../fix/index.ts'
import {
  type ClassSighting,
  interestIn,
  judge,
  type MetadataSighting,
  readMetadata,
  recogniseClass,
  Strangers,
  strangerAt,
} from '../../log4j/index.ts'
import {
  classRoot,
  contentOf,
  EmptyContents,
  Examination,
  largestClassBytes,
  largestTextBytes,
  looksLikeClass,
  metadataRoot,
  type ScanLimits,
} from '../../scan/index.ts'
import { scanDoors } from '../scan/doors.ts'
import { headBytes, OpenFile } from '../scan/open-file.ts'

/** How files are looked into, the same way before and after. */
export interface SurveyOptions {
  readonly tools: ArchiveTools
  readonly limits: ScanLimits
  readonly deep: boolean
}

/** All that a scan sees in a file. */
export interface Survey {
  readonly examined: readonly Examined[]
  readonly gaps: readonly Gap[]
}

/**
 * Examines an archive as a scan does, with the same engine. `shown` is what it is called in places; `name` decides, where
 * only a name can, whether it is one. Throws ArchiveGap.
 */
export function surveyBytes(bytes: Bytes, name: string, shown: string, { tools, limits, deep }: SurveyOptions): Survey {
  const examined: Examined[] = []
  const gaps: Gap[] = []
  const sink = {
    judged: () => undefined,
    examined: (each: Examined) => void examined.push(each),
    gap: (gap: Gap) => void gaps.push(gap),
    archive: () => undefined,
    leftClosed: () => undefined,
  }
  const doors = scanDoors(archiveFormats, tools)
  new Examination(doors, { limits, deep, quick: false }, sink, EmptyContents.alone(), bytes.size).run(
    shown,
    contentOf(name, bytes),
  )
  return { examined, gaps }
}

/** The same of a file that is opened for it. Throws ArchiveGap. */
export function surveyFile(path: string, name: string, shown: string, options: SurveyOptions): Survey {
  const file = new OpenFile(path, Buffer.alloc(headBytes))
  try {
    return surveyBytes(file, name, shown, options)
  } finally {
    file.close()
  }
}

/** A tree with more files than this is not one of classes. */
const mostFiles = 2_000_000

/**
 * Examines a folder from which classes are loaded as they lie there. Paths in it are those below the folder. Classes
 * that are loaded from another folder further in are not its own. Throws what the system says.
 */
export function surveyFolder(path: string, shown: string): readonly Examined[] {
  const classes: ClassSighting[] = []
  const metadata: MetadataSighting[] = []
  const strangers = new Strangers()
  const head = Buffer.alloc(headBytes)
  for (const file of filesBelow(path)) {
    const below = relative(path, file)
    const isMetadata = interestIn(below) === 'metadata' && metadataRoot(below) === ''
    const isCalledOurs = strangerAt(below, null) !== null
    const bytes = readIf(file, head, (begin) => isMetadata || looksLikeClass(begin) || isCalledOurs)
    if (bytes === null) continue
    const sighting = isMetadata ? readMetadata(below, bytes) : null
    if (sighting !== null) metadata.push(sighting)
    if (isMetadata) continue
    const found = recogniseClass(below, bytes, null)
    const stranger = found === null ? strangerAt(below, bytes) : null
    if (stranger !== null) strangers.add(stranger)
    if (found !== null && classRoot(below, found.className) === '') classes.push(found)
  }
  const specimen = { classes, metadata, configurations: [], unread: [], strangers, launch: null }
  return [{ place: shown, steps: [], folder: '', specimen, judgements: judge(specimen) }]
}

/** Links are not followed: what they lead to is fixed where it lies. */
function* filesBelow(path: string): Generator<string, void, undefined> {
  const waiting = [path]
  let count = 0
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of listed(folder)) {
      if (entry.isDirectory()) waiting.push(join(folder, entry.name))
      else if (entry.isFile() && ++count <= mostFiles) yield join(folder, entry.name)
    }
  }
}

/** What cannot be listed was told as a gap by the scan. */
function listed(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

/** A small file, if its beginning is wanted; what cannot be read was told as a gap by the scan. */
function readIf(path: string, head: Buffer, wanted: (begin: Uint8Array) => boolean): Uint8Array | null {
  try {
    const file = new OpenFile(path, head)
    try {
      const fits = wanted(file.head) && file.size <= Math.max(largestClassBytes, largestTextBytes)
      return fits ? file.read(0, file.size) : null
    } finally {
      file.close()
    }
  } catch {
    return null
  }
}
