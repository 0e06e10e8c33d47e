/**
 * contract: the shapes that cross a border (scope files, reports, the listener's API) as schemas.
 * The one pure room with a package.
 */
/** @public */
export { reportSchema } from './report.ts'
/** @public The documents are generated from it. */
export { authorisationOf, readScopeFile, scopeFileSchema, signedText } from './scope-file.ts'
