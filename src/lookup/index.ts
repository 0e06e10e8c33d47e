/**
 * lookup: the `${…}` language of Log4j 2: read it, evaluate it as a given release does, write it in disguise.
 * It contacts nothing: a JNDI lookup is recorded and answered as if it had failed.
 */

export { Evaluating, type Evaluation, type EvaluationOptions, evaluate } from './evaluate.ts'
export { type Explanation, explain, type Leak, leakOf } from './explain.ts'
export type { LookupForm, LookupScheme, LookupTarget } from './form.ts'
export { bandOfEvaluatedName } from './forms/evaluated-name.ts'
export { identityShown } from './forms/identify.ts'
export { forms } from './forms/index.ts'
export { bandShown } from './forms/universal.ts'
export { type JndiTarget, readJndiName, type UrlParsing } from './jndi-target.ts'
export { readWorld } from './read-world.ts'
export { formatDate } from './simple-date-format.ts'
export type { EvaluationError } from './stop.ts'
export { defaultEvaluationLimits, type EvaluationLimits, type Step } from './substitutor.ts'
export type { World } from './world.ts'
