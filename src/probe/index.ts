/**
 * probe: proves by benign callbacks which web services evaluate lookups. It plans, sends through doors that are
 * handed in, accounts for every delivery and concludes. It opens no socket, and calls nothing safe.
 */
export { baseRequest, destinationOf, headersOf, type RequestTraits } from './base-request.ts'
export { type ProbeInput, type ProbeOutcome, type ProbeSink, probe } from './engine.ts'
export type { ProbeJournal, ProbeRecord, RecordedTarget, Tally, TargetResult } from './journal.ts'
export { openPace } from './pacing.ts'
export type { InjectionPoint, Place, PlaceOptions, Profile } from './point.ts'
export { points } from './points/index.ts'
export type { CallbackAddress, Callbacks, Destination, Outcome, Outgoing, Web } from './ports.ts'
export type { LiveCounter, Opened, Pace, ProbeContext } from './probe-context.ts'
export type { HttpRequest } from './request.ts'
export type { FormUse, ScanPlan } from './scan-plan.ts'
export { readPorts, readTargets, type TargetLine } from './targets.ts'
