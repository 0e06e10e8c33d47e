import type { Trace } from './trace.ts'

export const endlessRecursion: Trace = {
  id: 'endless-recursion',
  source:
    'https://github.com/apache/logging-log4j2/blob/rel/2.14.1/log4j-core/src/main/java/org/apache/logging/log4j/core/lookup/StrSubstitutor.java',
  examples: {
    shows: ['java.lang.IllegalStateException: Infinite loop in property interpolation of ${${::-${::-$${::-j}}}}: '],
    refuses: [
      'Infinite loop in property files',
      // In the class files of Log4j and of Commons.
      '+Infinite loop in property interpolation of \u0001\u0001: ->\u0001\u0002${',
      // Commons Lang, Text and Configuration write the same.
      'java.lang.IllegalStateException: Infinite loop in property interpolation of conf.dir: conf.dir->conf.dir',
      'java.lang.IllegalStateException: Infinite loop in property interpolation of ${animal}: animal->critter->animal',
    ],
  },
  shownBy(text) {
    const at = text.indexOf(beginning)
    return at >= 0 && ofLookups.test(text.slice(at + beginning.length))
      ? { says: 'Log4j evaluated a text that refers to itself, and lost the event', name: null }
      : null
  },
}

const beginning = 'Infinite loop in property interpolation of '

/** A variable in another, or a lookup of what came with the message: no configuration is written so. */
const ofLookups = /\$\{[^}]*\$\{|\$\{(?:jndi|ctx|event|map|sd|main|lower|upper):/i
