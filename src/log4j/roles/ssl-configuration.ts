import type { ClassFile, Member } from '../class-file/class-file.ts'
import { callsMethod, hasOneOf, type Role } from './role.ts'

const told = ['Creating SSLContext with default truststore', 'Failed to create an empty `SSLContext`'] as const

/** The element `Ssl` of a configuration. From 2.12.0 to 2.25.3 it has a `verifyHostName` that nothing reads. */
export const sslConfiguration: Role = {
  id: 'ssl-configuration',
  title: 'SslConfiguration',
  product: 'log4j-core',
  called: ['net/ssl/SslConfiguration', 'net/ssl/SSLConfiguration'],
  anchors: told,
  recognises: (candidate) =>
    hasOneOf(candidate, ...told) &&
    callsMethod(candidate, 'javax/net/ssl/SSLContext.getDefault') &&
    callsMethod(candidate, 'javax/net/ssl/KeyManagerFactory.getKeyManagers'),
  features: [
    {
      id: 'knows-verify-host-name',
      shows: 'knows verifyHostName',
      isIn: (candidate) => factoriesOf(candidate).some(takesSwitch),
    },
    {
      id: 'reads-verify-host-name',
      shows: 'reads verifyHostName from the configuration',
      isIn: (candidate) => {
        const marked = factoriesOf(candidate).filter(({ parameterAnnotations }) => parameterAnnotations.length > 0)
        return marked.length > 0 && marked.every(takesSwitch)
      },
    },
  ],
}

/**
 * What can make it out of protocol, key store and trust store. The configuration uses the one that is marked for it;
 * until 2.25.3 that is the one without the switch, with the other marked half.
 */
function factoriesOf({ name, methods }: ClassFile): readonly Member[] {
  return methods.filter(
    ({ descriptor }) => descriptor.startsWith('(Ljava/lang/String;L') && descriptor.endsWith(`)L${name};`),
  )
}

function takesSwitch({ descriptor }: Member): boolean {
  return /^\(Ljava\/lang\/String;L[^;]+;L[^;]+;Z\)/.test(descriptor)
}
