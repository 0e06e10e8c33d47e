import type { Trace } from './trace.ts'

export const endlessRecursion: Trace = {
  id: 'endless-recursion',
  source:
    'https://github.com/apache/logging-log4j2/blob/rel/2.14.1/log4j-core/src/main/java/org/apache/logging/log4j/core/lookup/StrSubstitutor.java',
  examples: {
    shows: ['java.lang.IllegalStateException: Infinite loop in property interpolation of ${${::-${::-$${::-j}}}}: '],
    refuses: ['Infinite loop in property files'],
  },
  shownBy(text) {
    return text.includes('Infinite loop in property interpolation of ')
      ? { says: 'Log4j evaluated a text that refers to itself, and lost the event', name: null }
      : null
  },
}
