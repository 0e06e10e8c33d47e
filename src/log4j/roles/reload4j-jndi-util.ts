import { callsMethod, hasLiterals, type Role } from './role.ts'

/** Asks a naming service for names of the java: scheme only, for what reload4j has of JMS. Logback's also opens the context. */
export const reload4jJndiUtil: Role = {
  id: 'reload4j-jndi-util',
  title: 'JNDIUtil',
  product: 'reload4j',
  called: ['net/JNDIUtil'],
  anchors: ['java:'],
  recognises: (candidate) =>
    hasLiterals(candidate, 'JNDI name must start with java: but was ') &&
    callsMethod(candidate, 'javax/naming/Context.lookup') &&
    !candidate.mentions.has('javax/naming/InitialContext'),
  features: [],
}
