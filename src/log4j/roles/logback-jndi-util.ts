import { callsMethod, hasLiterals, type Role } from './role.ts'

/** Logback since 1.2.9: asks a naming service for names of the java: scheme only. */
export const logbackJndiUtil: Role = {
  id: 'logback-jndi-util',
  title: 'JNDIUtil',
  product: 'logback-core',
  called: ['util/JNDIUtil'],
  anchors: ['java:'],
  recognises: (candidate) =>
    hasLiterals(candidate, 'JNDI name must start with java: but was ') &&
    callsMethod(candidate, 'javax/naming/Context.lookup') &&
    callsMethod(candidate, 'javax/naming/InitialContext.<init>'),
  features: [],
}
