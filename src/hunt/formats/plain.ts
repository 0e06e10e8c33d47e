import { readTime } from '../time/read-time.ts'
import type { LogFormat } from './format.ts'

/** Any line: what no other format reads. A time at its beginning is taken. */
export const plain: LogFormat = {
  id: 'plain',
  summary: 'any line of text; a time at its beginning is understood',
  definedBy: 'no definition',
  examples: {
    reads: [
      '2021-12-10 12:43:13,416 INFO c.a.LoginController - Login failed for user alice',
      'Received message: hello',
    ],
    refuses: [],
  },
  read: (text, { around }) => ({
    when: readTime(text.slice(0, 64).trimStart(), around),
    from: null,
    request: null,
    userAgent: null,
    fields: [{ name: null, value: text }],
  }),
}
