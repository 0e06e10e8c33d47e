import { callsMethod, hasLiterals, type Role } from './role.ts'

/** Writes JSON for JsonTemplateLayout. Until 2.25.3 it writes NaN and Infinity, which JSON does not have. */
export const jsonWriter: Role = {
  id: 'json-writer',
  title: 'JsonWriter',
  product: 'log4j-layout-template-json',
  called: ['util/JsonWriter'],
  anchors: ['null keys are not allowed'],
  recognises: (candidate) =>
    hasLiterals(candidate, 'null keys are not allowed', '0123456789ABCDEF') &&
    callsMethod(candidate, 'java/lang/StringBuilder.append') &&
    candidate.mentions.has('java/math/BigDecimal'),
  features: [
    {
      id: 'finite-numbers-only',
      shows: 'writes numbers that JSON does not have as texts',
      isIn: (candidate) => callsMethod(candidate, 'java/lang/Float.isFinite'),
    },
  ],
}
