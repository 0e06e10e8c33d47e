import { configurationStrSubstitutor } from './configuration-str-substitutor.ts'
import { dataSourceConnectionSource } from './data-source-connection-source.ts'
import { interpolator } from './interpolator.ts'
import { jndiLookup } from './jndi-lookup.ts'
import { jndiManager } from './jndi-manager.ts'
import { messagePatternConverter } from './message-pattern-converter.ts'
import { patternLayout } from './pattern-layout.ts'
import type { Role } from './role.ts'
import { strSubstitutor } from './str-substitutor.ts'

/** Every class that is known by its contents. The first that recognises a class has it. */
export const roles: readonly Role[] = [
  jndiLookup,
  jndiManager,
  dataSourceConnectionSource,
  strSubstitutor,
  configurationStrSubstitutor,
  interpolator,
  messagePatternConverter,
  patternLayout,
]

const byId: ReadonlyMap<string, Role> = new Map(roles.map((role) => [role.id, role]))

/** `undefined` if there is none of that id. */
export function roleOf(id: string): Role | undefined {
  return byId.get(id)
}
