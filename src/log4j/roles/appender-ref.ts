import { hasLiterals, type Role } from './role.ts'

const homeless = 'Could not find an AppenderAttachable at the top of execution stack. Near '

/** The element `appender-ref` of Logback's configuration. */
export const appenderRef: Role = {
  id: 'appender-ref',
  title: 'AppenderRefModelHandler',
  product: 'logback-core',
  called: ['model/processor/AppenderRefModelHandler', 'joran/action/AppenderRefAction'],
  anchors: [homeless, `${homeless}[`, `${homeless}\u0001`, `${homeless}[\u0001] line \u0001`],
  recognises: (candidate) => hasLiterals(candidate, homeless) || hasLiterals(candidate, `${homeless}[`),
  features: [
    {
      id: 'knows-declared-appenders',
      shows: 'passes over a reference to what no appender was declared as',
      isIn: (candidate) => hasLiterals(candidate, '] could not be found. Skipping attachment to '),
    },
  ],
}
