import { hasLiterals, literalFeature, type Role } from './role.ts'

/** Replaces `${…}` in texts: of the configuration, and until the fixes also in what it had put in itself. */
export const strSubstitutor: Role = {
  id: 'str-substitutor',
  title: 'StrSubstitutor',
  product: 'log4j-core',
  called: ['lookup/StrSubstitutor'],
  anchors: ['Infinite loop in property interpolation of ', 'Resolver failed to lookup {}'],
  recognises: (candidate) =>
    (hasLiterals(candidate, 'Infinite loop in property interpolation of ') ||
      hasLiterals(candidate, 'Resolver failed to lookup {}')) &&
    // Which of the two is there is up to a shrinking tool, which drops methods that nobody calls.
    (hasLiterals(candidate, 'Variable prefix must not be null!', 'Variable suffix must not be null!') ||
      hasLiterals(
        candidate,
        'Variable prefix matcher must not be null!',
        'Variable suffix matcher must not be null!',
      )) &&
    // Commons Lang and Commons Text have the class that this was copied from; theirs takes no log event.
    candidate.methods.some(({ descriptor }) =>
      /^\(L(?!java\/)[^;]+;Ljava\/lang\/String;\)Ljava\/lang\/String;$/.test(descriptor),
    ),
  features: [
    literalFeature(
      'ends-self-reference',
      'ends where a text refers to itself',
      'Resolver failed to lookup {}',
      'Replacement failed on {}',
    ),
  ],
}
