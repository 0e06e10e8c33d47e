import { callsMethod, hasLiterals, type Role } from './role.ts'

const tooDeep = 'maxDepth has been exceeded'

/** Writes a MapMessage as JSON. Until its fix it writes NaN and Infinity, which JSON does not have. */
export const mapMessageJsonFormatter: Role = {
  id: 'map-message-json-formatter',
  title: 'MapMessageJsonFormatter',
  product: 'log4j-api',
  called: ['message/MapMessageJsonFormatter'],
  anchors: [tooDeep],
  recognises: (candidate) =>
    hasLiterals(candidate, tooDeep, 'null keys are not allowed') && candidate.mentions.has('java/math/BigDecimal'),
  features: [
    {
      id: 'finite-numbers-only',
      shows: 'writes numbers that JSON does not have as texts',
      isIn: (candidate) => callsMethod(candidate, 'java/lang/Float.isFinite'),
    },
  ],
}
