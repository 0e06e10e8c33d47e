import type { LookupForm } from '../form.ts'
import { builtName } from './built-name.ts'
import { dateLiteral } from './date-literal.ts'
import { defaultOneChar } from './default-one-char.ts'
import { defaultPerChar } from './default-per-char.ts'
import { defaultSlash } from './default-slash.ts'
import { envDefault } from './env-default.ts'
import { evaluatedName } from './evaluated-name.ts'
import { identify } from './identify.ts'
import { impossiblePort } from './impossible-port.ts'
import { junkNameNestedDefault } from './junk-name-nested-default.ts'
import { lowerNested } from './lower-nested.ts'
import { lowerPerChar } from './lower-per-char.ts'
import { lowerScheme } from './lower-scheme.ts'
import { lowerUpperMixed } from './lower-upper-mixed.ts'
import { lowerWords } from './lower-words.ts'
import { noPath } from './no-path.ts'
import { plain } from './plain.ts'
import { universal } from './universal.ts'
import { unknownPrefixDefault } from './unknown-prefix-default.ts'
import { unknownPrefixLower } from './unknown-prefix-lower.ts'
import { unnamedDefault } from './unnamed-default.ts'
import { upperDotlessI } from './upper-dotless-i.ts'
import { upperLetter } from './upper-letter.ts'
import { uppercasePrefix } from './uppercase-prefix.ts'

/** Every way to write a lookup, those that a probe sends by default first. */
export const forms: readonly LookupForm[] = [
  plain,
  universal,
  evaluatedName,
  noPath,
  impossiblePort,
  defaultPerChar,
  defaultOneChar,
  unnamedDefault,
  junkNameNestedDefault,
  unknownPrefixDefault,
  envDefault,
  dateLiteral,
  uppercasePrefix,
  defaultSlash,
  lowerWords,
  lowerNested,
  lowerPerChar,
  lowerScheme,
  lowerUpperMixed,
  unknownPrefixLower,
  upperLetter,
  upperDotlessI,
  builtName,
  identify,
]
