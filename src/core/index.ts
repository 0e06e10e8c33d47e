/**
 * core: the words of the domain and the laws that hold everywhere.
 * It imports nothing, and knows no protocol, no format, no file and no terminal.
 */
export * from './address.ts'
export * from './attack.ts'
export * from './band.ts'
export * from './base64.ts'
export * from './brand.ts'
export * from './claim.ts'
export * from './clock.ts'
export * from './component.ts'
export * from './defang.ts'
export * from './exposure.ts'
export * from './finding.ts'
export * from './gap.ts'
export * from './instant.ts'
export * from './interaction.ts'
export * from './log4j-version.ts'
export * from './problem.ts'
export * from './run.ts'
export * from './rung.ts'
export * from './scope.ts'
export * from './token.ts'
