import { archiveFormats, type Bytes, bytesOf } from '../../../src/archive/index.ts'
import type { Gap } from '../../../src/core/index.ts'
import type { Judgement } from '../../../src/log4j/index.ts'
import { archiveTools } from '../../../src/node/archive/index.ts'
import { scanDoors } from '../../../src/node/scan/doors.ts'
import { contentOf, defaultScanLimits, EmptyContents, Examination, type ScanLimits } from '../../../src/scan/index.ts'

const doors = scanDoors(archiveFormats, archiveTools())

export interface ExamineAs {
  /** Default: one without an ending, so that only the content tells what it is. */
  readonly name?: string
  readonly limits?: Partial<ScanLimits>
  readonly deep?: boolean
}

/** What one file gave. */
export interface Examined {
  readonly wasArchive: boolean
  readonly judged: readonly { readonly place: string; readonly judgement: Judgement }[]
  /** Those for whom CVE-2021-44228 is open. */
  readonly vulnerable: readonly string[]
  readonly gaps: readonly Gap[]
  /** Opened, nested ones counted. */
  readonly archives: number
  readonly millis: number
}

/** Looks into bytes as a thread of a scan does, with the same formats and tools. */
export function examine(bytes: Uint8Array | Bytes, { name = 'file', limits, deep = false }: ExamineAs = {}): Examined {
  const opened = bytes instanceof Uint8Array ? bytesOf(bytes) : bytes
  const judged: { place: string; judgement: Judgement }[] = []
  const gaps: Gap[] = []
  let archives = 0
  const sink = {
    judged: (place: string, judgement: Judgement) => void judged.push({ place, judgement }),
    gap: (gap: Gap) => void gaps.push(gap),
    archive: () => {
      archives++
    },
    leftClosed: () => undefined,
  }
  const options = { limits: { ...defaultScanLimits, ...limits }, deep, quick: false }
  const started = performance.now()
  const examination = new Examination(doors, options, sink, EmptyContents.alone(), opened.size)
  const wasArchive = examination.run(name, contentOf(name, opened))
  return {
    wasArchive,
    judged,
    vulnerable: judged
      .filter(({ judgement }) =>
        judgement.cves.some(({ id, status }) => id === 'CVE-2021-44228' && status === 'affected'),
      )
      .map(({ place }) => place),
    gaps,
    archives,
    millis: performance.now() - started,
  }
}
