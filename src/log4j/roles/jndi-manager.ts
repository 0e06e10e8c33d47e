import { hasLiterals, literalFeature, type Role } from './role.ts'

const nameWithoutUrl =
  'The JNDI InitialContextFactory class name [{}] was provided, but there was no associated provider URL. This is likely to cause problems.'

/** What asks a naming service from 2.1 on, for JndiLookup and for appenders. Where the fixes of 2021 are. */
export const jndiManager: Role = {
  id: 'jndi-manager',
  title: 'JndiManager',
  product: 'log4j-core',
  called: ['net/JndiManager'],
  anchors: [nameWithoutUrl],
  recognises: (candidate) => hasLiterals(candidate, nameWithoutUrl, 'java.naming.provider.url'),
  features: [
    literalFeature('jndi-enabled-switch', 'asks only where a log4j2.enableJndi… property is set', 'log4j2.enableJndi'),
    literalFeature('java-scheme-only', 'asks for names of the java: scheme only', 'Unsupported JNDI URI - {}'),
    literalFeature(
      'ldap-allow-list',
      'asks only hosts, classes and protocols of a list',
      'Attempt to access ldap server not in allowed list',
    ),
    literalFeature('jndi-jdbc-switch', 'has a switch for data sources of its own', 'log4j2.enableJndi', 'Jdbc'),
  ],
}
