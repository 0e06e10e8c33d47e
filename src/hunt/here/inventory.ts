import { type Band, bandOf, type Log4jVersion, problem, readLog4jVersion, type VexStatus } from '../../core/index.ts'

export const huntScanUnreadable = problem('HUNT_SCAN_UNREADABLE', (path: string, flaw: string) => ({
  message: `${JSON.stringify(path)} is no report of a scan: ${flaw}`,
  hint: 'Give a report that fireline scan wrote with --format json or --format jsonl.',
}))

/** A component that a scan found, as far as an attack depends on it. */
export interface InventoryItem {
  /** `log4j-core 2.14.1` */
  readonly name: string
  readonly path: string
  /** Those it may be of; empty where its version says nothing of bands. */
  readonly bands: readonly Band[]
  readonly statuses: ReadonlyMap<string, { readonly status: VexStatus; readonly because: string }>
}

/** What a scan found on what is taken for the same machines as the logs are of. */
export interface Inventory {
  readonly items: readonly InventoryItem[]
  /** Places that the scan could not examine; one more where it was stopped. */
  readonly unexamined: number
}

/**
 * What a report of a scan has, of `fireline.report/1` or its form in lines; `parts`: its values, one or one for each line. Members
 * and kinds that are not known are borne. Throws HUNT_SCAN_UNREADABLE; `path` is only named.
 */
export function readInventory(path: string, parts: Iterable<unknown>): Inventory {
  const items: InventoryItem[] = []
  let unexamined = 0
  let verb: unknown
  let isEmpty = true
  for (const part of parts) {
    isEmpty = false
    if (!isObject(part)) throw huntScanUnreadable(path, 'its schema is not ours')
    const { schema } = part
    if (schema === 'fireline.report/1') {
      for (const finding of listOf(part['findings'])) addItem(items, finding)
      unexamined += listOf(part['gaps']).length + (part['complete'] === true ? 0 : 1)
      verb = part['verb']
    } else if (schema === 'fireline.finding/1') addItem(items, part)
    else if (schema === 'fireline.gap/1') unexamined++
    else if (schema === 'fireline.summary/1') {
      unexamined += part['complete'] === true ? 0 : 1
      verb = part['verb']
    } else throw huntScanUnreadable(path, 'its schema is not ours')
  }
  if (isEmpty) throw huntScanUnreadable(path, 'it is empty')
  // Lines without a summary are of a scan that did not end.
  if (verb === undefined) unexamined++
  else if (verb !== 'scan') throw huntScanUnreadable(path, `it is one of ${textOf(verb) ?? 'nothing known'}`)
  return { items, unexamined }
}

function addItem(items: InventoryItem[], finding: unknown): void {
  if (!isObject(finding) || finding['kind'] !== 'component') return
  const { component, at, cves } = finding
  if (!isObject(component) || !isObject(at)) return
  const version = textOf(component['version'])
  const range = textOf(component['versionRange'])
  const statuses = listOf(cves).flatMap((cve) =>
    isObject(cve)
      ? [[String(cve['id']), { status: cve['status'] as VexStatus, because: textOf(cve['because']) ?? '' }] as const] // compared only
      : [],
  )
  items.push({
    name: `${textOf(component['product']) ?? 'a component'} ${version ?? range ?? 'of an unknown version'}`,
    path: textOf(at['path']) ?? 'an unknown place',
    bands: version === null ? bandsOfRange(range) : bandsOf(version),
    statuses: new Map(statuses),
  })
}

function bandsOf(version: string): readonly Band[] {
  const read = readLog4jVersion(version)
  const band = read === null ? null : bandOf(read)
  return band === null ? [] : [band]
}

/** One release of each band; a range that has none of them in it is narrower than a band, and its ends tell. */
const samples = [
  '2.0-beta9',
  '2.3',
  '2.7',
  '2.8',
  '2.10.0',
  '2.12.1',
  '2.13.0',
  '2.13.3',
  '2.14.1',
  '2.12.2',
  '2.15.0',
  '2.17.1',
]

/** Of `vers:maven/>=2.13.0|<=2.14.1`. */
function bandsOfRange(range: string | null): readonly Band[] {
  const [, from, to] = /^vers:[^/]+\/>=([^|<>=]+)\|<=([^|<>=]+)$/.exec(range ?? '') ?? []
  const [first, last] = [readOrNull(from), readOrNull(to)]
  if (first === null || last === null) return []
  const inside = samples.filter((sample) => {
    const read = readLog4jVersion(sample)
    return read !== null && compare(first, read) <= 0 && compare(read, last) <= 0
  })
  return [...new Set([from ?? '', ...inside, to ?? ''].flatMap(bandsOf))]
}

function readOrNull(text: string | undefined): Log4jVersion | null {
  return text === undefined ? null : readLog4jVersion(text)
}

function compare({ numbers: a }: Log4jVersion, { numbers: b }: Log4jVersion): number {
  const i = a.findIndex((number, at) => number !== b[at])
  return i < 0 ? 0 : (a[i] ?? 0) - (b[i] ?? 0)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [] // looked at one by one
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
