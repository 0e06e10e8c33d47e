/**
 * hunt: bytes of logs in; attacks on lookups, and traces of lookups that were evaluated, out. It opens no file and no
 * socket, fetches nothing that a log names, and never alters what it reads: copies are decoded.
 */

export { Campaigns } from './campaigns/campaigns.ts'
export type { LogContainer } from './containers/container.ts'
export { logContainers } from './containers/index.ts'
export { type ExplainedPayload, explainLine, type LineExplanation } from './explain-line.ts'
export { FiredHere } from './here/fired-here.ts'
export { readInventory } from './here/inventory.ts'
export { type Changed, Joins } from './joins/joins.ts'
export { LiveJoins } from './joins/live-joins.ts'
export { OutgoingSample } from './joins/outgoing-sample.ts'
export { RecentLog } from './joins/recent-log.ts'
export { RecentMessages } from './joins/recent-messages.ts'
export type { Witness } from './joins/witness.ts'
export { WitnessHunt } from './joins/witness-hunt.ts'
export { type ByteSearch, defaultLineLimits, type LineLimits } from './line-reader.ts'
export type { LogReading } from './log-reading.ts'
export { type Message, MessageHunt, type MessageLabel } from './message-hunt.ts'
export type { Outgoing } from './outgoing.ts'
export { OwnScanner } from './own-scanner.ts'
export type { Readings } from './payload-finder.ts'
export { RecentlyRead } from './recently-read.ts'
export { type HuntDoors, type HuntSink, type LogSource, SourceHunt } from './source-hunt.ts'
