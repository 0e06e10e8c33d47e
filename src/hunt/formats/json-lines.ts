import { isPrivate, readAddress } from '../../core/index.ts'
import { readTime } from '../time/read-time.ts'
import { addressOf } from './address-of.ts'
import type { FormatContext, LogFormat, ReadRecord, RecordField } from './format.ts'
import { textAt } from './members.ts'

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
      {
        // Of Filebeat: neither the machine's own address nor the file is the request's.
        record:
          '{"@timestamp":"2021-12-12T02:52:34.123Z","host":{"ip":"10.0.0.4"},"log":{"file":{"path":"/var/log/a.log"}},"source":{"ip":"203.0.113.13"},"http":{"request":{"method":"GET"}},"url":{"path":"/a"},"user_agent":{"original":"curl/7"}}',
        when: '2021-12-12T02:52:34.123Z',
        from: '203.0.113.13',
        request: 'GET /a',
        userAgent: 'curl/7',
      },
      {
        // A header is what a client wrote; the address behind it is who connected.
        record:
          '{"time":"2021-12-12T02:52:34Z","x_forwarded_for":"${jndi:dns://x.example}","remote_addr":"203.0.113.13:4711","request":"GET /a HTTP/1.1"}',
        when: '2021-12-12T02:52:34Z',
        from: '203.0.113.13',
        request: 'GET /a HTTP/1.1',
      },
      {
        record:
          '{"records":[{"time":"2021-12-12T02:52:34Z","clientIP":"203.0.113.13"},{"time":"2021-12-12T03:00:00Z","a":"b"}]}',
      },
      {
        record:
          '{"ClientIP":"203.0.113.13","ClientRequestMethod":"GET","ClientRequestURI":"/a","ClientRequestUserAgent":"curl/7","EdgeStartTimestamp":1639277554000000000}',
        when: '2021-12-12T02:52:34Z',
        from: '203.0.113.13',
        request: 'GET /a',
        userAgent: 'curl/7',
      },
      {
        record: '{"instant":{"epochSecond":1639277554,"nanoOfSecond":0},"level":"INFO","message":"hello"}',
        when: '2021-12-12T02:52:34Z',
      },
    ],
    refuses: ['{"ts":', '[1, 2]', 'plain text'],
  },
  read: ({ json }, context) => (json === null ? null : readObject(json, context)),
}

/**
 * What an object says by the names that most programs give its members. Members of lists of several are not asked: they
 * belong to one of the list alone, and the attack may be in another.
 */
function readObject(value: object, { around }: FormatContext): ReadRecord {
  const members = collected(value)
  const first = (names: RegExp, read: (value: string) => string | null = asItIs): string | null => {
    for (const { way, value } of members) {
      if (way === null || !names.test(way) || (names !== agents && clients.test(way))) continue
      const said = read(value)
      if (said !== null) return said
    }
    return null
  }
  const time = first(times, (value) => (readTime(value, around) === null ? null : value))
  const method = first(methods)
  const url = first(urls) ?? first(paths)
  return {
    when: time === null ? null : readTime(time, around),
    from: nearest(first(addresses, ipOf), first(forwarded, ipOf)),
    request: url === null ? null : method === null || url.startsWith(`${method} `) ? url : `${method} ${url}`,
    userAgent: first(agents),
    fields: members.map(({ field }) => field),
  }
}

const times =
  /^(?:(?:records|result|_source|data|transaction|event|log|t)\.)?(?:_?ts|_?time|timestamp|time_?stamp|@timestamp|time_local|time_start|date_time|reqTimeSec|request_time|time_iso8601|datetime|date|eventTime|requestTime|start_time|startTime|started_at|startedDateTime|published|EdgeStartTimestamp|timeMillis|asctime|t|\$date)$|^instant\.epochSecond$|^httpMessage\.start$/i
const methods = /(?:^|\.)(?:(?:client)?_?(?:http_?|req(?:uest)?_?)?method|verb)$/i
const urls =
  /(?:^|\.)(?:(?:client)?_?req(?:uest)?_?ur[il]|ur[il]|request(?:_line)?|url\.original|http\.url|httpMessage\.path)$/i
/** Not of the file that the log is in, of a program or of a service. */
const paths =
  /^(?:(?:.{1,200}\.)?(?:req|request|http|url|uri|properties|data|event|result|_source)\.)?(?:(?:client)?req(?:uest)?_?path|resource_?path|path)$/i
const agents =
  /(?:^|\.)(?:(?:client)?_?(?:http|req(?:uest)?(?:_h(?:eader)?)?)?_?(?:raw)?user[_-]?agent|user_agent\.original|ua|agent)$|^user-agent\.value$/i
/** `ip` and `addr` are as often those of the machine that serves, or writes the log. */
const addresses =
  /(?:^|\.)_?(?:ip_client|cli(?:ent)?_?(?:ip(?:_?address)?|addr(?:ess)?|host)|socket_?ip|remote[_-]?(?:addr(?:ess)?|ip|host)?|src_?ip|source_?ip|sourceIPAddress|downstream_remote_address|id\.orig_h|peer)$|(?:^|\.)(?:client|source|src|remote|req|request|http|actor|user|data|properties|event|result|_source)\.(?:ip|addr(?:ess)?|ipAddress)$|^(?:ip|addr|ipAddress)$/i

const forwarded = /(?:^|\.)_?(?:http_)?x_forwarded_for$/i
/** Here a client makes up the names, too. */
const clients =
  /(?:^|\.)(?:\w{0,32}(?:headers?|cookies?|quer(?:y|ies)|querystring|args|arguments|param(?:eter)?s)|(?:req|request|http)\.(?:body|form|payload|data|json))\./i

/** Who connected, unless that is a proxy of ours, which says whom it speaks for. */
function nearest(connected: string | null, spokenFor: string | null): string | null {
  const address = connected === null ? null : readAddress(connected)
  return address === null || isPrivate(address) ? (spokenFor ?? connected) : connected
}

function asItIs(value: string): string {
  return value
}

/** A client may write what it likes into a header, and of several the first is nearest to it. */
function ipOf(value: string): string | null {
  const [first = ''] = value.slice(0, 400).split(',')
  const address = addressOf(first.trim())
  return address !== null && /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-fA-F]{0,4}:[\da-fA-F:.]+(?:%\w+)?)$/.test(address)
    ? address
    : null
}

const deepest = 32
const mostTexts = 4_096

/** Every text, number and member name, with the way to it. */
export function collectedFields(value: object): readonly RecordField[] {
  return collected(value).map(({ field }) => field)
}

interface Member {
  /** Without the numbers of lists; `null` in a list of several, and for a name. */
  readonly way: string | null
  readonly value: string
  readonly field: RecordField
}

function collected(value: object): readonly Member[] {
  const members: Member[] = []
  collect(value, '', '', 0, members)
  return members
}

function collect(value: unknown, path: string, way: string | null, depth: number, into: Member[]): void {
  if (into.length >= mostTexts || depth > deepest) return
  if (typeof value === 'string') {
    into.push({ way, value, field: { name: path, value, ...(holdsRecord(path, value) ? { holdsRecord: true } : {}) } })
  } else if (typeof value === 'number')
    into.push({ way, value: String(value), field: { name: path, value: String(value) } })
  else if (Array.isArray(value)) {
    const each = value.length === 1 ? way : null
    for (const [index, item] of value.entries())
      collect(item, `${path}[${index}]`, isAgent(item) ? 'user-agent' : each, depth + 1, into)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      if (key.includes('{')) into.push({ way: null, value: key, field: { name: `${path} (a name)`, value: key } })
      const nested = way === '' ? key : `${way}.${key}`
      collect(each, path === '' ? key : `${path}.${key}`, way === null ? null : nested, depth + 1, into)
    }
  }
}

/** A header in a list of headers, as AWS WAF has it: `{"name":"User-Agent","value":"curl/7"}`. */
function isAgent(item: unknown): boolean {
  return textAt(item, 'name')?.toLowerCase() === 'user-agent'
}

/** Collectors put the line that they read into a member of one of these names. */
const lines = /(?:^|\.)(?:message|msg|log|line|event|_raw|original)$/i

function holdsRecord(path: string, text: string): boolean {
  return /^\s{0,8}\{\s{0,8}"/.test(text) || (lines.test(path) && text.length > 40)
}
