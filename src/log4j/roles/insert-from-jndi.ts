import { hasLiterals, type Role } from './role.ts'

/** The element `insertFromJNDI` of Logback's configuration, where it asks a naming service itself. */
export const insertFromJndi: Role = {
  id: 'insert-from-jndi',
  title: 'InsertFromJNDIAction',
  product: 'logback-classic',
  called: ['joran/action/InsertFromJNDIAction'],
  anchors: ['env-entry-name'],
  recognises: (candidate) =>
    hasLiterals(candidate, 'env-entry-name', 'as') && hasLiterals(candidate, 'Failed to lookup JNDI env-entry ['),
  features: [],
}
