import { hasLiterals, type Role } from './role.ts'

/** Writes syslog lines after RFC 5424. Until 2.23 the configuration calls one of its methods, then its builder. */
export const rfc5424Layout: Role = {
  id: 'rfc5424-layout',
  title: 'Rfc5424Layout',
  product: 'log4j-core',
  called: ['layout/Rfc5424Layout', 'layout/RFC5424Layout'],
  anchors: ['RFC5424'],
  recognises: (candidate) => hasLiterals(candidate, ' enterpriseNumber=', ' includeMDC=', 'RFC5424'),
  features: [
    {
      id: 'made-by-builder',
      shows: 'is made by its builder, whose names of attributes count',
      isIn: ({ methods }) => methods.every(({ parameterAnnotations }) => parameterAnnotations.length === 0),
    },
  ],
}
