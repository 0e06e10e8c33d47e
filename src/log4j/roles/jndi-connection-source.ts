import { callsMethod, hasLiterals, type Role } from './role.ts'

const nowhere = 'No JNDI location specified for JNDIConnectionSource.'

/** Logback until 1.2.7: asks a naming service for a data source, of any scheme. */
export const jndiConnectionSource: Role = {
  id: 'jndi-connection-source',
  title: 'JNDIConnectionSource',
  product: 'logback-core',
  called: ['db/JNDIConnectionSource'],
  anchors: [nowhere],
  recognises: (candidate) => hasLiterals(candidate, nowhere) && callsMethod(candidate, 'javax/naming/Context.lookup'),
  features: [],
}
