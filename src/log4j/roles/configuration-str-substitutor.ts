import { hasLiterals, type Role } from './role.ts'

const name = 'ConfigurationStrSubstitutor{'

/** Recursion is for the configuration alone since 2.3.1, 2.12.3 and 2.17.0: it has a substitutor of its own. */
export const configurationStrSubstitutor: Role = {
  id: 'configuration-str-substitutor',
  title: 'ConfigurationStrSubstitutor',
  product: 'log4j-core',
  called: ['lookup/ConfigurationStrSubstitutor'],
  anchors: [name, `${name}\u0001}`],
  recognises: (candidate) => candidate.superName !== 'java/lang/Object' && hasLiterals(candidate, name),
  features: [],
}
