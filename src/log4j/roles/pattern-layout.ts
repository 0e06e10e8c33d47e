import { hasLiterals, type Role } from './role.ts'

/** Puts a line together after a pattern. */
export const patternLayout: Role = {
  id: 'pattern-layout',
  title: 'PatternLayout',
  product: 'log4j-core',
  called: ['layout/PatternLayout'],
  anchors: ['%d [%t] %p %c - %m%n'],
  recognises: (candidate) => hasLiterals(candidate, '%d [%t] %p %c - %m%n', '%m%n', 'Converter'),
  features: [],
}
