/**
 * hunt: bytes of logs in; attacks on lookups, and traces of lookups that were evaluated, out. It opens no file and no
 * socket, fetches nothing that a log names, and never alters what it reads: copies are decoded.
 */

export { type Campaign, Campaigns } from './campaign/campaigns.ts'
export { knownScanners, scannerOf } from './campaign/scanners.ts'
export { carriedBy, defanged } from './carried.ts'
export type { Contained, ContainedRecord, ContainerGap, LogContainer } from './containers/container.ts'
export { logContainers } from './containers/index.ts'
export { traces } from './evidence/index.ts'
export { type ExplainedPayload, explainLine, type LineExplanation } from './explain-line.ts'
export type { Example, FormatContext, LogFormat, ReadRecord, RecordField } from './formats/format.ts'
export { logFormats } from './formats/index.ts'
export { FiredHere } from './here/fired-here.ts'
export { type Inventory, readInventory } from './here/inventory.ts'
export { type Awaited, HostIndex } from './join/host-index.ts'
export { type Outbound, type OutboundKind, outboundIn } from './join/outbound.ts'
export { layers } from './layers/index.ts'
export { type ByteSearch, defaultLineLimits, type LineLimits } from './line-reader.ts'
export type { Readings } from './payload-finder.ts'
export { type Peeled, peel } from './peel.ts'
export { RecentlyRead } from './recently-read.ts'
export type { LogRecord } from './record.ts'
export { type HuntDoors, type HuntSink, type LogSource, SourceHunt } from './source-hunt.ts'
export { readTime } from './time/read-time.ts'
