import { classFile } from '../class-file.ts'
import { type ZipForm, zipOf } from './zip.ts'

const core = 'org/apache/logging/log4j/core'

/** As much of two classes of Log4j 2.14.1 as they are recognised by, so that a scan takes them for those. */
export const vulnerableClasses: Readonly<Record<string, Uint8Array>> = {
  [`${core}/lookup/JndiLookup.class`]: classFile({
    name: `${core}/lookup/JndiLookup`,
    superName: `${core}/lookup/AbstractLookup`,
    literals: ['java:comp/env/', 'Error looking up JNDI resource [{}].'],
    methods: [{ name: 'lookup', descriptor: `(L${core}/LogEvent;Ljava/lang/String;)Ljava/lang/String;` }],
  }),
  [`${core}/net/JndiManager.class`]: classFile({
    name: `${core}/net/JndiManager`,
    literals: [
      'The JNDI InitialContextFactory class name [{}] was provided, but there was no associated provider URL. This is likely to cause problems.',
      'java.naming.provider.url',
    ],
  }),
}

/** A jar that holds them, small enough to be held by anything. */
export function vulnerableJar(form: ZipForm = {}): Buffer {
  return zipOf(
    Object.entries(vulnerableClasses).map(([name, content]) => ({ name, content })),
    form,
  )
}
