/**
 * probe: proves by benign callbacks which web services evaluate lookups. It plans, sends through doors that are
 * handed in, accounts for every delivery and concludes. It opens no socket, and calls nothing safe.
 */

export type { ProbeJournal, ProbeRecord, RecordedTarget, Tally, TargetResult } from './journal.ts'
export type { InjectionPoint, Place, PlaceOptions, Profile } from './point.ts'
export type { CallbackAddress, Callbacks, Destination, Outcome, Outgoing, Web } from './ports.ts'
export type { HttpRequest } from './request.ts'
