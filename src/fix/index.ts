/**
 * fix: takes the way in away and can undo it. It plans over bytes and entries; files are written by who it is given.
 */
export type { ArchiveChange, Removal } from './change.ts'
export { emptyClass } from './empty-class.ts'
export { type Examined, type PlaceChange, planArchive, type RefusedPlace } from './plan-archive.ts'
export type { FixDoors, KeptBytes } from './ports.ts'
export { Refusal, type RefusalReason, refusalReasons } from './refusal.ts'
export { remedies } from './remedies/index.ts'
export type { Remedy } from './remedies/remedy.ts'
export { flawIn } from './verify.ts'
export { rewriteZip } from './zip/rewrite-zip.ts'
