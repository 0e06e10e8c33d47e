/**
 * contract: the shapes that cross a border (scope files, reports, the listener's API) as schemas.
 * The one pure room with a package.
 */
/** @public The reference is generated from them. */
export { findingSchema } from './finding.ts'
/** @public The reference is generated from them. */
export { type FixManifestLine, type FixPrepared, fixManifestLineSchema, readFixManifest } from './fix-manifest.ts'
/** @public The reference is generated from it. */
export { fixReportSchema } from './fix-report.ts'
/** @public The reference is generated from them. */
export { reportLineSchema, reportSchema } from './report.ts'
/** @public The reference is generated from it. */
export { authorisationOf, readScopeFile, scopeFileSchema, signedText } from './scope-file.ts'
