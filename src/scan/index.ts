/**
 * scan: walks what it is given, hands bytes to those who can read them, and tells what was found and what could not
 * be looked into. It knows no file system, no process and no network: its doors are in `ports.ts`.
 */
export { zipEndings } from './archive-names.ts'
export { Budget, OverBudget } from './budget.ts'
export { componentFinding } from './component-finding.ts'
export { type Content, contentOf, contentOfEntry, inputOf } from './content.ts'
export { EmptyContents } from './empty-contents.ts'
export { classRoot, cleanName, extensionOf, metadataRoot } from './entry-name.ts'
export { Examination, type Surroundings } from './examination.ts'
export type { Draft } from './frame.ts'
export { gapOf } from './gap-of.ts'
export { identify, looksLikeClass, mayHavePrefix } from './identify.ts'
export { defaultScanLimits, largestClassBytes, largestTextBytes, type ScanLimits } from './limits.ts'
export type { ScanDoors, SpooledBytes } from './ports.ts'
export * from './sources/image.ts'
export { countOf, field, listOf, parseJson, textOf } from './sources/json.ts'
export * from './sources/jvm.ts'
export {
  judgeSbom,
  largestSbomBytes,
  recogniseSbom,
  recogniseUnreadSbom,
  type SbomKind,
  type SbomResult,
  sbomHeadBytes,
} from './sources/sbom.ts'
