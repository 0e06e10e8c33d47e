import { dnsContext } from './dns-context.ts'
import { endlessRecursion } from './endless-recursion.ts'
import { invalidDateFormat } from './invalid-date-format.ts'
import { jndiLookupFailed } from './jndi-lookup-failed.ts'
import { jndiStackFrame } from './jndi-stack-frame.ts'
import { referenceText } from './reference-text.ts'
import type { Trace } from './trace.ts'

/** Everything that shows that a lookup was evaluated. What finds their records in a log is in `sweep/needles.ts`. */
export const traces: readonly Trace[] = [
  jndiLookupFailed,
  jndiStackFrame,
  referenceText,
  dnsContext,
  endlessRecursion,
  invalidDateFormat,
]
