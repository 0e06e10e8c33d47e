import { readTime } from '../time/read-time.ts'
import type { FormatContext, LogFormat, ReadRecord, RecordField } from './format.ts'

/** One JSON object a line, whatever its members are called; JSON in its texts is read too. */
export const jsonLines: LogFormat = {
  id: 'json-lines',
  summary: 'a JSON object a line, of any shape; time, address and client by the names that most use',
  definedBy: 'https://jsonlines.org/',
  general: true,
  examples: {
    reads: [
      {
        record:
          '{"ts":"2021-12-12T02:52:34Z","level":"info","msg":"request","ip":"203.0.113.13","ua":"${jndi:dns://x.example}"}',
        when: '2021-12-12T02:52:34Z',
        from: '203.0.113.13',
        userAgent: '${jndi:dns://x.example}',
      },
      {
        record: '{"@timestamp":"2021-12-12T02:52:34.123Z","message":"hello","client":{"ip":"203.0.113.13"}}',
        when: '2021-12-12T02:52:34.123Z',
        from: '203.0.113.13',
      },
    ],
    refuses: ['{"ts":', '[1, 2]', 'plain text'],
  },
  read: ({ json }, context) => (json === null ? null : readObject(json, context)),
}

/** What an object says by the names that most programs give its members. */
export function readObject(value: object, { around }: FormatContext): ReadRecord {
  const fields = collectedFields(value)
  const named = (names: RegExp): string | null =>
    fields.find(({ name }) => name !== null && names.test(name))?.value ?? null
  const time = named(times)
  const method = named(/(?:^|\.)(?:method|request_method|verb|http_method)$/i)
  const url = named(/(?:^|\.)(?:uri|url|request_uri|path|request)$/i)
  return {
    when: time === null ? null : readTime(time, around),
    from: named(addresses),
    request: url === null ? null : method === null ? url : `${method} ${url}`,
    userAgent: named(/(?:^|\.)(?:user[_-]?agent|http_user_agent|ua|agent)$/i),
    fields,
  }
}

const times = /^(?:ts|time|timestamp|@timestamp|time_local|time_iso8601|datetime|date|eventTime|asctime|t)$/i
const addresses =
  /(?:^|\.)(?:ip|client_?ip|remote_?addr(?:ess)?|remote_?ip|src_?ip|source_?ip|sourceIPAddress|client\.ip|source\.ip|x_forwarded_for|id\.orig_h|peer|addr)$/i

const deepest = 32
const mostTexts = 4_096

/** Every text, number and member name, with the way to it. */
export function collectedFields(value: object): readonly RecordField[] {
  const fields: RecordField[] = []
  collect(value, '', 0, fields)
  return fields
}

function collect(value: unknown, path: string, depth: number, into: RecordField[]): void {
  if (into.length >= mostTexts || depth > deepest) return
  if (typeof value === 'string') {
    into.push({ name: path, value, ...(looksLikeJson(value) ? { holdsRecord: true } : {}) })
  } else if (typeof value === 'number') into.push({ name: path, value: String(value) })
  else if (Array.isArray(value))
    for (const [index, each] of value.entries()) collect(each, `${path}[${index}]`, depth + 1, into)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      if (key.includes('{')) into.push({ name: `${path} (a name)`, value: key })
      collect(each, path === '' ? key : `${path}.${key}`, depth + 1, into)
    }
  }
}

function looksLikeJson(text: string): boolean {
  return /^\s{0,8}\{\s{0,8}"/.test(text)
}
