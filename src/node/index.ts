/**
 * node: the doors to the world: files, sockets, clock, chance, processes. Each implements an interface that a
 * floor below declares. It knows no command and prints nothing.
 */
export { breathing } from './breathing.ts'
export { connectCatch, type RemoteCallbacks } from './catch-client.ts'
export { systemClock } from './clock.ts'
export { readConfigFile } from './config-file.ts'
export { newScanNumber, sealWith, sha256Hex } from './crypto.ts'
export { isDelegated } from './delegation.ts'
export { embeddedCallbacks } from './embedded-callbacks.ts'
export { applyFix, type FixOutcome, type FixResult } from './fix/apply-fix.ts'
export { newRunId } from './fix/backup.ts'
export type { FixOrder, FixPlan, FixTarget, LeftAlone } from './fix/fix-plan.ts'
export { planFix } from './fix/plan-fix.ts'
export { type UndoOutcome, undoFix } from './fix/undo-fix.ts'
export { follow } from './hunt/follow/follow.ts'
export { type HuntOptions, type HuntRequest, hunt } from './hunt/hunt.ts'
export type { Hunt } from './hunt/hunt-under-way.ts'
export { consumeKafka } from './hunt/kafka/consume-kafka.ts'
export { type KafkaSasl, type KafkaTls, kafkaPlaceOf, saslMechanisms } from './hunt/kafka/kafka-options.ts'
export type { HuntEvent } from './hunt/protocol.ts'
export { bucketPlaceOf, huntBucket } from './hunt/s3/hunt-bucket.ts'
export { s3Access } from './hunt/s3/s3-credentials.ts'
export { s3EndpointUnknown } from './hunt/s3/s3-problems.ts'
export { listenSyslog } from './hunt/syslog/listen-syslog.ts'
export { type SyslogPort, type SyslogTls, showPort, syslogTransports } from './hunt/syslog/syslog-options.ts'
export * from './lab/index.ts'
export { keepHeapLean } from './lean-heap.ts'
export { openAdmin } from './listener/admin-server.ts'
export { encodeInteraction, openInteractionJournal, readInteractions } from './listener/interaction-journal.ts'
export {
  defaultListenerLimits,
  type Listener,
  type ListenerLimits,
  type ListenerOptions,
  type ListenerStats,
} from './listener/listener-options.ts'
export { openListener } from './listener/open-listener.ts'
export { type OutputFile, openOutputFile } from './output-file.ts'
export { packageRoot, packageVersion } from './package-root.ts'
export { createProbeJournal, type ProbeJournalFile, reopenProbeJournal } from './probe-journal.ts'
export { readableStack } from './readable-stack.ts'
export { runSelf } from './run-self.ts'
export type { Counts } from './scan/protocol.ts'
export { beNice, type Fetching, type Scan, type ScanOptions, type ScanRequest, scan } from './scan/scan.ts'
export type { FileScan, FileScanOptions, ScanEvent } from './scan/scan-files.ts'
export { readScope } from './scope-file.ts'
export { appendAudit, readJsonFile, readTextFile, stateFile, statePath } from './state-files.ts'
export { type Terminal, terminal } from './terminal.ts'
export { readListLines } from './text-lines.ts'
export { findTokenKey, readTokenKey } from './token-key.ts'
export { type OpenWeb, openWeb } from './web/open-web.ts'
export { defaultWebLimits, readProxyUrl, type WebOptions } from './web/web-options.ts'
