import { readTime } from '../time/read-time.ts'
import { columnsOf, Row } from './columns.ts'
import { type LogFormat, sayingNothing } from './format.ts'
import { ipProtocol } from './ip-protocol.ts'

/** Of version 2, which is written where no columns were chosen. */
const usual =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'

/** Flow logs of AWS VPC in their usual columns, as CloudWatch and buckets have them. */
export const vpcFlow: LogFormat = {
  id: 'vpc-flow',
  summary: 'flow logs of AWS VPC in their usual columns: who connected to which address and port',
  definedBy: 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html',
  witnesses: [' eni-'],
  examples: {
    reads: [
      {
        record:
          '2 123456789010 eni-1235b8ca123456789 10.0.0.5 203.0.113.66 40000 1389 6 20 4249 1639140192 1639140252 ACCEPT OK',
        when: '2021-12-10T12:43:12Z',
        from: '10.0.0.5',
        saw: { is: 'connection', to: '203.0.113.66', name: null, port: 1389, by: '10.0.0.5', protocol: 'tcp' },
      },
      {
        record: '2 unknown eni-1235b8ca123456789 - - - - - - - 1639140192 1639140252 - NODATA',
        when: '2021-12-10T12:43:12Z',
      },
    ],
    refuses: [usual, '2 123456789010 eni-1235b8ca123456789 10.0.0.5 203.0.113.66 40000 1389 6 20 4249'],
  },
  read({ text }, { around }) {
    if (!/^2 (?:\d{12}|unknown) eni-[\da-f]{8,20} /.test(text)) return null
    const values = text.split(' ', 16)
    const names = columnsOf(usual, '', ' ') ?? []
    if (values.length !== names.length) return null
    const row = new Row(names, values)
    const [from, to] = [row.value('srcaddr'), row.value('dstaddr')]
    const protocol = ipProtocol(row.value('protocol'))
    return {
      ...sayingNothing,
      when: readTime(row.value('start') ?? '', around),
      from,
      ...(to === null
        ? {}
        : { saw: { is: 'connection', to, name: null, port: row.port('dstport'), by: from, protocol } as const }),
      fields: [{ name: null, value: text }],
    }
  },
}
