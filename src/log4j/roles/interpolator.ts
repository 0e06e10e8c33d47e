import { hasLiterals, type Role } from './role.ts'

const noWebModule =
  "Log4j appears to be running in a Servlet environment, but there's no log4j-web module available. If you want better web container support, please add the log4j-web JAR to your web archive or server lib directory."
const noJakartaModule =
  "Log4j appears to be running in a Servlet environment, but there's no `log4j-jakarta-web` module available. If you want better web container support, please add the `log4j-jakarta-web` JAR to your web archive or server lib directory."

/** From 2.0 on; releases before it do not start without JndiLookup. */
const goesOn =
  'JNDI lookup class is not available because this JRE does not support JNDI. JNDI string lookups will not be available, continuing configuration.'

/** Chooses the lookup for a prefix such as `jndi:`. */
export const interpolator: Role = {
  id: 'interpolator',
  title: 'Interpolator',
  product: 'log4j-core',
  called: ['lookup/Interpolator'],
  anchors: [
    noWebModule,
    noJakartaModule,
    'ServletContext not present - WebLookup not added',
    'Unable to create Lookup for ',
    'Unable to create Lookup for \u0001',
  ],
  recognises: (candidate) =>
    hasLiterals(candidate, noWebModule) ||
    hasLiterals(candidate, noJakartaModule) ||
    hasLiterals(candidate, 'Unable to create Lookup for ', 'Lookup'),
  features: [
    {
      id: 'knows-jndi',
      shows: 'knows the prefix jndi',
      isIn: (candidate) => hasLiterals(candidate, 'jndi'),
    },
    {
      id: 'bears-no-jndi',
      shows: 'goes on where JndiLookup is missing',
      isIn: ({ literals }) => [...literals].some((literal) => literal.startsWith(goesOn)),
    },
  ],
}
