/** The library: the parts of Fireline that others build on. Each is documented where it is declared. */
export * from './core/index.ts'
export {
  defaultEvaluationLimits,
  type Evaluation,
  type EvaluationError,
  type EvaluationLimits,
  type EvaluationOptions,
  type Explanation,
  evaluate,
  explain,
  forms,
  type JndiTarget,
  type Leak,
  type LookupForm,
  type LookupTarget,
  readJndiName,
  type Step,
  type UrlParsing,
  type World,
} from './lookup/index.ts'
export {
  type Counts,
  type Fetching,
  type FileScan,
  type FileScanOptions,
  type Scan,
  type ScanEvent,
  type ScanOptions,
  type ScanRequest,
  scan,
} from './node/index.ts'
export {
  type InjectionPoint,
  type Pace,
  type Place,
  type PlaceOptions,
  type ProbeContext,
  type ProbeSink,
  points,
  probe,
  type RequestTraits,
  type ScanPlan,
  type Tally,
} from './probe/index.ts'
export { type Reporter, type ReportOptions, type ReportWriter, reporters } from './report/index.ts'
