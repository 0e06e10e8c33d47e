import type { ClassFile } from '../class-file/class-file.ts'
import { callsMethod, hasLiterals, literalFeature, type Role } from './role.ts'

/** `%m` of a pattern: until the fixes it evaluates the lookups in a message. */
export const messagePatternConverter: Role = {
  id: 'message-pattern-converter',
  title: 'MessagePatternConverter',
  product: 'log4j-core',
  called: ['pattern/MessagePatternConverter'],
  anchors: ['nolookups', 'Message'],
  recognises: (candidate) => isConverter(candidate),
  features: [
    {
      id: 'evaluates-messages',
      shows: 'evaluates the lookups in every message',
      isIn: (candidate) => hasLiterals(candidate, '${') && callsMethod(candidate, 'java/lang/String.contains'),
    },
    literalFeature('nolookups-option', 'knows %m{nolookups}', 'nolookups'),
    literalFeature('lookups-option', 'evaluates the lookups in a message only for %m{lookups}', 'lookups'),
    literalFeature(
      'no-message-lookups',
      'never evaluates the lookups in a message',
      'The {} option will be ignored. Message Lookups are no longer supported.',
    ),
  ],
}

/** `%m` is called "Message" with the style "message", takes options, and formats events. */
function isConverter(candidate: ClassFile): boolean {
  if (!hasLiterals(candidate, 'Message', 'message') || candidate.superName === 'java/lang/Object') return false
  if (hasLiterals(candidate, 'nolookups')) return true
  const named = candidate.annotations.some(({ texts }) => texts.includes('MessagePatternConverter'))
  const formats = candidate.methods.some(({ descriptor }) =>
    /^\(L[^;]+;Ljava\/lang\/StringBuilder;\)V$/.test(descriptor),
  )
  const made = candidate.methods.some(({ descriptor }) =>
    descriptor.endsWith(`[Ljava/lang/String;)L${candidate.name};`),
  )
  return named || (formats && made)
}
