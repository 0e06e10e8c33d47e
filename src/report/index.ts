/**
 * report: results in, documents out. It judges nothing and drops nothing: every finding and every gap it is
 * given appears in every document. It opens no file.
 */
export { type Baseline, isNew, readBaseline } from './baseline.ts'
export { count } from './count.ts'
export { exitCodeUnder, type FailureThreshold, OutcomeCount, readFailureThreshold } from './fail-on.ts'
export { reportParts } from './report-parts.ts'
export type { Reporter, ReportOptions, ReportWriter } from './reporter.ts'
export { reporterFor, reporters, reportersFor } from './reporters/index.ts'
export { type Palette, paletteFor } from './text/palette.ts'
export { wrap } from './text/wrap.ts'
export { jsonText, visible } from './visible.ts'
