/**
 * fix: takes the way in away and can undo it. It plans over bytes and entries; files are written by who it is given.
 */
export type { ArchiveChange, Removal } from './change.ts'
export { emptyClass } from './empty-class.ts'
export {
  changeOf,
  type Examined,
  type PlaceChange,
  planArchive,
  type RefusedArchive,
  type RefusedPlace,
  withoutRefused,
} from './plan-archive.ts'
export type { FixDoors, KeptBytes } from './ports.ts'
export { NothingLeft, Refusal, type RefusalReason, refusalReasons } from './refusal.ts'
export { remedies } from './remedies/index.ts'
export type { Remedy } from './remedies/remedy.ts'
export { rewriteArchive } from './rewrite-archive.ts'
export { type RewriteOptions } from './rewriting.ts'
export { flawIn } from './verify.ts'
