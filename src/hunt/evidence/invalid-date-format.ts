import { formatDate } from '../../lookup/index.ts'
import type { Trace } from './trace.ts'

export const invalidDateFormat: Trace = {
  id: 'invalid-date-format',
  source:
    'https://github.com/apache/logging-log4j2/blob/rel/2.14.1/log4j-core/src/main/java/org/apache/logging/log4j/core/lookup/DateLookup.java',
  examples: {
    shows: [
      "2021-12-10 12:43:13,416 main ERROR Invalid date format: [j'], using default java.lang.IllegalArgumentException",
    ],
    refuses: [
      'Invalid date format: 2021-13-01',
      'Invalid date format: [2021-13-01], using default',
      'Invalid date format: [{}], using default',
    ],
  },
  shownBy(text) {
    const format = /Invalid date format: \[([^\]]{0,200})\], using default/.exec(text)?.[1]
    // What another program refuses is a date, and a date has no letters that a pattern must not have.
    return format === undefined || formatDate(format, 0, 'UTC') !== null
      ? null
      : { says: `Log4j evaluated \${date:${format}}`, name: null }
  },
}
