import { jndiLookup } from './jndi-lookup.ts'
import type { Remedy } from './remedy.ts'

/** Every way in that can be taken away, Log4j 2's first. */
export const remedies: readonly Remedy[] = [jndiLookup]
